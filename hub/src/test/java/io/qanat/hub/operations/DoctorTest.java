package io.qanat.hub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.hub.operations.Doctor.Finding;
import io.qanat.hub.operations.Doctor.Verdict;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final String LOOPBACK = "127.0.0.1";

  @TempDir private Path folder;

  @Test
  void findsAHealthyPlaceHealthyAndLeavesNothingBehind() throws IOException {
    final List<Finding> findings = doctor(folder.resolve("data"), 0, 1).examine();
    assertThat(findings).extracting(Finding::verdict).doesNotContain(Verdict.FAIL);
    assertThat(findings)
        .extracting(Finding::subject)
        .contains("java", "cores", "heap", "shared memory", "clock", "disk", "fsync", "open files");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void namesAPortThatIsTaken() throws IOException {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThat(doctor(folder, taken.getLocalPort(), 1).examine())
          .filteredOn(f -> f.verdict() == Verdict.FAIL)
          .singleElement()
          .satisfies(f -> assertThat(f.text()).contains(LOOPBACK + ":" + taken.getLocalPort()));
    }
  }

  @Test
  void namesADirectoryThatIsAFile() throws IOException {
    final Path file = Files.createFile(folder.resolve("file"));
    assertThat(doctor(file, 0, 1).examine())
        .contains(new Finding(Verdict.FAIL, "disk", file + " is not a writable directory"));
  }

  @Test
  void saysHowLongTheDiskLasts() {
    assertThat(doctor(folder, 0, Long.MAX_VALUE / 1_000_000).examine())
        .filteredOn(f -> f.subject().equals("disk"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.verdict()).isEqualTo(Verdict.WARN);
              assertThat(f.text()).contains("0.0 days");
            });
  }

  private Doctor doctor(final Path data, final int port, final long rate) {
    return new Doctor(data, LOOPBACK, new int[] {port}, rate, folder);
  }
}
