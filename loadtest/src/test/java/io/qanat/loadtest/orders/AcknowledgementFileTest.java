package io.qanat.loadtest.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgementFileTest {
  private static final Acknowledgement FIRST = new Acknowledgement(1, 2, 3, 4, "c-1");
  private static final Acknowledgement SECOND = new Acknowledgement(1, 5, 6, 0, "c-2");

  @TempDir private Path folder;

  @Test
  void keepsWhatWasSyncedAndGoesOnAfterwards() throws IOException {
    final Path file = folder.resolve("acks");
    try (AcknowledgementFile acks = new AcknowledgementFile(file, true)) {
      acks.add(FIRST);
      acks.sync();
      assertThat(AcknowledgementFile.read(file)).containsExactly(FIRST);
    }
    try (AcknowledgementFile acks = new AcknowledgementFile(file, true)) {
      acks.add(SECOND);
    }
    assertThat(AcknowledgementFile.read(file)).containsExactly(FIRST, SECOND);
  }

  @Test
  void ignoresALineThatAKillCutShort() throws IOException {
    final Path file = folder.resolve("acks");
    Files.writeString(file, FIRST.line() + "1 2 3");
    assertThat(AcknowledgementFile.read(file)).containsExactly(FIRST);
  }

  @Test
  void namesALineItCannotRead() throws IOException {
    final Path file = folder.resolve("acks");
    Files.writeString(file, FIRST.line() + "x 2 3 4 c\n", StandardOpenOption.CREATE);
    assertThatThrownBy(() -> AcknowledgementFile.read(file)).hasMessageContaining("acks row 1");
  }
}
