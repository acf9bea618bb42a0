package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code chaos} as its users run it. */
@Tag("chaos")
class ChaosIT {
  private static final Path LOADTEST = Path.of("target", "loadtest.jar");

  @TempDir private Path folder;

  @Test
  void nothingIsLostDoubledOrMadeUp() throws IOException, InterruptedException {
    final JsonNode figures = chaos("--quick");
    assertThat(figures.get("fills").asLong()).isPositive();
    assertThat(figures.get("pauseMillis")).isNotEmpty();
  }

  @Test
  void anOwnerThatIsPausedAndResumedDoesNothingThatCounts()
      throws IOException, InterruptedException {
    final JsonNode figures = chaos("--duration", "30s", "--faults", "PAUSE_OWNER");
    assertThat(figures.at("/pauseMillis/PAUSE_OWNER")).isNotEmpty();
  }

  private JsonNode chaos(final String... options) throws IOException, InterruptedException {
    final Path json = folder.resolve("chaos.json");
    final String[] command = Arrays.copyOf(options, options.length + 5);
    int i = options.length;
    command[i++] = "--folder";
    command[i++] = folder.resolve("run").toString();
    command[i++] = "--json";
    command[i++] = json.toString();
    command[i] = "--rate=100";
    final String[] all = new String[command.length + 1];
    all[0] = "chaos";
    System.arraycopy(command, 0, all, 1, command.length);
    try (ChildProcess chaos = ChildProcess.start(LOADTEST, folder.resolve("chaos.out"), all)) {
      assertThat(chaos.awaitExit(1_200)).as(chaos.output()).isZero();
      System.out.println(chaos.output());
      assertThat(chaos.output().strip().lines().reduce("", (first, last) -> last))
          .matches("proven after \\d+ faults: .*the ledger balances");
    }
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void aKindOfFaultThatThereIsNotIsRefused() throws IOException, InterruptedException {
    try (ChildProcess chaos =
        ChildProcess.start(
            LOADTEST, folder.resolve("chaos.out"), "chaos", "--faults", "EARTHQUAKE")) {
      assertThat(chaos.awaitExit(60)).isEqualTo(1);
      assertThat(chaos.output()).contains("EARTHQUAKE", "KILL_OWNER");
    }
  }
}
