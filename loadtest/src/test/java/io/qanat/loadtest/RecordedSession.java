package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** What a hub has recorded, by the commands that an operator has. */
final class RecordedSession {
  private static final Path HUB = Path.of("..", "hub", "target", "qanat.jar");

  private RecordedSession() {}

  /** The whole log, kills and restarts in it: every input again, every hash as recorded. */
  static void assertIdentical(final Path data, final Path folder)
      throws IOException, InterruptedException {
    final String file = folder.resolve("recorded.session").toString();
    final ChildProcess export =
        ChildProcess.start(
            HUB,
            folder.resolve("export.out"),
            "session",
            "export",
            "--data",
            data.toString(),
            "--out",
            file);
    assertThat(export.awaitExit(120)).as(export.output()).isZero();
    final ChildProcess verify =
        ChildProcess.start(HUB, folder.resolve("verify.out"), "session", "verify", file);
    assertThat(verify.awaitExit(120)).as(verify.output()).isZero();
    assertThat(verify.output().strip().lines().reduce("", (first, last) -> last))
        .matches("identical: \\d+ entities, \\d+ inputs, every hash as recorded");
  }
}
