package io.qanat.loadtest;

import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.orders.CheckRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Asks a hub for every order whose acknowledgement orders --acks has kept.",
      "With --embedded --data DIR the hub is started on that directory, and its ledger checked too.",
      "Exit 0 only if everything acknowledged is there."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(names = "--acks", required = true, paramLabel = "FILE", description = "The file.")
  private Path acks;

  @Override
  public Integer call() throws IOException {
    return CheckRun.run(hub, acks) ? 0 : 1;
  }
}
