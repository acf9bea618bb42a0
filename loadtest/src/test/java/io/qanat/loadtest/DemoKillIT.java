package io.qanat.loadtest;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, killed while it trades and started again: its recording repeats itself. */
class DemoKillIT {
  private static final Path HUB = Path.of("..", "hub", "target", "qanat.jar");
  private static final int KILLS = Integer.getInteger("qanat.kills", 2);

  @TempDir private Path folder;

  @Tag("soak")
  @Test
  void theRecordingOfAKilledDemoIsIdentical() throws IOException, InterruptedException {
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildProcess demo =
          ChildProcess.start(
              HUB,
              folder.resolve("demo-" + kill + ".out"),
              "demo",
              "--free-ports",
              "--duration",
              "5m",
              "--data",
              folder.resolve("data").toString())) {
        // The table of prices: it has traded.
        demo.awaitOutput("EURUSD  ", 180);
        demo.kill();
      }
    }
    RecordedSession.assertIdentical(folder.resolve("data"), folder);
  }
}
