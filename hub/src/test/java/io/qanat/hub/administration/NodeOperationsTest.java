package io.qanat.hub.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.hub.MainAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators ask of a node: how it stands, a snapshot, a drain; and backups of its log. */
class NodeOperationsTest {
  private static final String WHY = "{\"why\": \"to see\"}";

  @TempDir private Path folder;

  private record Run(int exit, String out, String err) {}

  private Run run(final String... args) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int exit =
        MainAccess.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Run(exit, out.toString(), err.toString());
  }

  private String key(final String operator) throws IOException {
    return Files.writeString(folder.resolve(operator + ".key"), AdminHub.keyOf(operator))
        .toString();
  }

  @Test
  void aNodeSaysHowItStandsAndItsLogIsBackedUpAndRestored() throws IOException {
    final Path data = folder.resolve("data");
    final Path backup = folder.resolve("backup");
    final long entries;
    try (AdminHub hub = new AdminHub(data)) {
      assertHowItStands(hub);
      assertWhatItDoes(hub);
      assertThat(run("log", "backup", "--data", data.toString(), "--out", backup.toString()).err())
          .contains("is in use: stop its node first");
      entries = hub.node().audit().entries();
    }
    final Run backedUp =
        run("log", "backup", "--data", data.toString(), "--out", backup.toString());
    assertThat(backedUp.err()).isEmpty();
    assertThat(backedUp.out()).matches("backed up: \\d+ files, \\d+ bytes; \\d+ entries .*\\R");
    final Path restored = folder.resolve("restored");
    assertThat(
            run("log", "restore", "--from", backup.toString(), "--data", restored.toString()).err())
        .isEmpty();
    try (AdminHub hub = new AdminHub(restored)) {
      assertThat(hub.node().recovered().isSound()).isTrue();
      assertThat(hub.node().recovered().entries()).isEqualTo(entries);
    }
    assertBadBackupsAreRefused(backup, restored);
  }

  private void assertHowItStands(final AdminHub hub) throws IOException {
    final AdminHub.Answer status = hub.get("vera", "/v1/admin/cluster");
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.body().get("ready").asBoolean()).isTrue();
    assertThat(status.body().get("draining").asBoolean()).isFalse();
    assertThat(status.body().get("members")).hasSize(1);
    assertThat(status.text("/members/0/status")).isEqualTo("up");
    assertThat(status.body().at("/members/0/entities/administration").asInt()).isEqualTo(1);
    assertThat(status.body().at("/log/leads").asBoolean()).isTrue();
    assertThat(status.body().at("/log/positionBytes").asLong()).isPositive();

    final Run shown = run("status", "--url", hub.url().toString(), "--key-file", key("vera"));
    assertThat(shown.err()).isEmpty();
    assertThat(shown.exit()).isZero();
    assertThat(shown.out())
        .contains("up", "administration 1")
        .containsPattern("node 0: ready, 0 sessions, \\d+ entities; log member 0 leads, term 0,");
    final Run silent =
        run(
            "status",
            "--url",
            hub.url().toString(),
            "--also",
            "http://127.0.0.1:1",
            "--key-file",
            key("vera"));
    assertThat(silent.exit()).isEqualTo(1);
    assertThat(silent.out()).contains("no answer from http://127.0.0.1:1", "node 0: ready");
  }

  private void assertWhatItDoes(final AdminHub hub) throws IOException {
    assertThat(hub.send("vera", "POST", "/v1/admin/log/snapshot", WHY).status()).isEqualTo(403);
    assertThat(hub.send("vera", "POST", "/v1/admin/node/drain", WHY).status()).isEqualTo(403);
    assertThat(hub.send("omar", "POST", "/v1/admin/log/snapshot", "{}").status()).isEqualTo(400);
    final AdminHub.Answer taken = hub.send("omar", "POST", "/v1/admin/log/snapshot", WHY);
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.body().get("positionBytes").asLong()).isPositive();
    final Run again =
        run("log", "snapshot", "--url", hub.url().toString(), "--key-file", key("omar"));
    assertThat(again.err()).isEmpty();
    assertThat(again.out()).matches("snapshot taken at log position \\d+\\R");
    final Run drained = run("drain", "--url", hub.url().toString(), "--key-file", key("omar"));
    assertThat(drained.exit()).isEqualTo(1);
    assertThat(drained.err().strip())
        .isEqualTo("the node is alone: nobody could take its entities");
  }

  private void assertBadBackupsAreRefused(final Path backup, final Path restored)
      throws IOException {
    final Run full =
        run("log", "restore", "--from", backup.toString(), "--data", restored.toString());
    assertThat(full.exit()).isEqualTo(1);
    assertThat(full.err().strip()).isEqualTo(restored + " is not empty");
    final Path recording;
    try (Stream<Path> files = Files.list(backup.resolve("archive"))) {
      recording = files.filter(f -> f.toString().endsWith(".rec")).findFirst().orElseThrow();
    }
    Files.write(recording, new byte[] {1}, StandardOpenOption.WRITE);
    final Run spoiled =
        run(
            "log",
            "restore",
            "--from",
            backup.toString(),
            "--data",
            folder.resolve("never").toString());
    assertThat(spoiled.exit()).isEqualTo(1);
    assertThat(spoiled.err()).contains("is not what it was: archive/" + recording.getFileName());
    final Run none =
        run(
            "log",
            "restore",
            "--from",
            folder.toString(),
            "--data",
            folder.resolve("never").toString());
    assertThat(none.err().strip())
        .isEqualTo(folder + " is no backup of a log, or was not finished");
  }
}
