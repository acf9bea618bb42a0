package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runbook's three nodes on one machine, every command as it is written there, on the standard
 * ports: nothing else may use them meanwhile.
 */
@Tag("chaos")
class RunbookIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK =
      Pattern.compile(
          "On one machine, each at its own loopback address.*?```\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @AfterEach
  void stop() throws IOException, InterruptedException {
    final Process stop =
        new ProcessBuilder(
                "sh", "-c", "for n in 1 2 3; do cluster-config/three-nodes.sh kill $n; done")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    stop.waitFor();
  }

  @Test
  void threeNodesOnOneMachineAsWritten() throws IOException, InterruptedException {
    final Matcher block =
        BLOCK.matcher(Files.readString(PROJECT.resolve("cluster-config").resolve("README.md")));
    assertThat(block.find()).isTrue();
    for (final String part : new String[] {"cluster-config", "hub", "loadtest"}) {
      Files.createSymbolicLink(folder.resolve(part), PROJECT.resolve(part));
    }
    final Path script =
        Files.writeString(folder.resolve("runbook.sh"), "set -eux\n" + block.group(1));
    try (ChildProcess run =
        ChildProcess.startShell(folder, folder.resolve("runbook.out"), "sh " + script)) {
      assertThat(run.awaitExit(900)).as(run.output()).isZero();
      System.out.println(run.output());
      assertThat(run.output())
          .contains("node 1: ready", "safe to stop", "nothing lost", "all there", "restored: ");
    }
  }
}
