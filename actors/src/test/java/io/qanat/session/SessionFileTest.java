package io.qanat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import io.qanat.sharding.Cores;
import io.qanat.sim.ScriptedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
  @TempDir private Path folder;
  private ScriptedSession script;
  private Path file;

  @BeforeEach
  void record() throws IOException {
    script = new ScriptedSession(new Cores()).setUp(2).cut();
    script.order(1, "a", Side.BUY, 100, 5).earlier();
    for (int i = 0; i < 400; i++) {
      script
          .order(1 + i % 2, "o" + i, Side.SELL, 101 + i % 7, 1)
          .cancel(1 + i % 2, "c" + i, "o" + i);
    }
    file = script.write(folder.resolve("a.session"));
  }

  /** Everything that is read, as lines. */
  private static final class Lines implements SessionReader.Listener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void onBegin(final SessionHeader header) {
      lines.add(header.toString());
    }

    @Override
    public void onEntity(
        final long entity, final long epoch, final long seqNr, final EntitySnapshot snapshot) {
      lines.add(EntityKey.toString(entity) + " " + seqNr + " from " + snapshot.seqNr());
    }

    @Override
    public void onEarlierEntry(final LogEntry entry) {
      lines.add("earlier " + EntityKey.toString(entry.entity()) + " " + entry.seqNr());
    }

    @Override
    public void onSpan(final long logPosition) {
      lines.add("span " + logPosition);
    }

    @Override
    public boolean onEntry(final LogEntry entry, final long logPosition) {
      lines.add(line(entry));
      return true;
    }

    @Override
    public void onEnd(final long logPosition) {
      lines.add("end");
    }

    private static String line(final LogEntry entry) {
      final byte[] input = new byte[entry.input().capacity()];
      entry.input().getBytes(0, input);
      return EntityKey.toString(entry.entity())
          + entry.epoch()
          + entry.seqNr()
          + entry.timeNanos()
          + entry.cause()
          + entry.coreVersion()
          + entry.outputsHash()
          + entry.releasedThrough()
          + entry.wakeAtNanos()
          + Arrays.hashCode(input);
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    final Lines read = new Lines();
    assertThat(SessionReader.read(file, read)).isEmpty();
    assertThat(read.lines.get(0)).contains("name=scripted", "build=here", "configuration=a = 1");
    assertThat(read.lines)
        .contains(
            "partner-7 5 from 5", "earlier account-1 7", "earlier instrument-11 2", "span 100");
    final List<String> span =
        read.lines.subList(read.lines.indexOf("span 100") + 1, read.lines.size() - 1);
    assertThat(span).isEqualTo(script.entries().stream().map(Lines::line).toList());
    assertThat(read.lines).last().isEqualTo("end");
  }

  @Test
  void aTruncatedFileIsReadAsFarAsItIsWhole() throws IOException {
    final byte[] whole = Files.readAllBytes(file);
    final Lines all = new Lines();
    SessionReader.read(file, all);
    for (final int length : new int[] {8, 20, whole.length / 2, whole.length - 1}) {
      final Path part = folder.resolve("part.session");
      Files.write(part, Arrays.copyOf(whole, length));
      final Lines read = new Lines();
      final Optional<String> damage = SessionReader.read(part, read);
      assertThat(damage).as("%d bytes", length).get().asString().contains("block", "truncated");
      assertThat(read.lines).isEqualTo(all.lines.subList(0, read.lines.size()));
    }
    final Lines half = new Lines();
    Files.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length * 3 / 4));
    SessionReader.read(folder.resolve("half"), half);
    assertThat(half.lines.size()).as("the whole blocks").isGreaterThan(all.lines.size() / 4);
  }

  @Test
  void aFlippedBitIsNamedWhereverItIs() throws IOException {
    final byte[] whole = Files.readAllBytes(file);
    final long seed = 20_261_125;
    final Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      final byte[] damaged = whole.clone();
      final int at = i == 0 ? whole.length - 1 : 8 + random.nextInt(whole.length - 8);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      final Path flipped = folder.resolve("flipped.session");
      Files.write(flipped, damaged);
      assertThat(SessionReader.read(flipped, new Lines()))
          .as("seed %d, byte %d", seed, at)
          .get()
          .asString()
          .matches(".*flipped.session is damaged: block \\d+ at offset \\d+: .+");
    }
  }

  @Test
  void missingAndForeignBlocksAreNamed() throws IOException {
    final byte[] whole = Files.readAllBytes(file);
    final byte[] twice = Arrays.copyOf(whole, whole.length + 8);
    assertThat(damage(twice)).contains("truncated");
    assertThat(
            damage(
                "QANATSES and what is no block, by far not"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .contains("block 0 at offset 8: its header is no header");
  }

  private String damage(final byte[] bytes) throws IOException {
    final Path other = folder.resolve("other.session");
    Files.write(other, bytes);
    return SessionReader.read(other, new Lines()).orElseThrow();
  }

  @Test
  void whatIsNoSessionIsRefused() throws IOException {
    Files.writeString(folder.resolve("text"), "hello");
    assertThatThrownBy(() -> SessionReader.read(folder.resolve("text"), new Lines()))
        .hasMessageContaining("is not a session file");
    assertThatThrownBy(() -> SessionReader.read(folder.resolve("nothing"), new Lines()))
        .hasMessageContaining("no such file");
  }
}
