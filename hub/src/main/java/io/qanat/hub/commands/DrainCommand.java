package io.qanat.hub.commands;

import io.qanat.hub.apply.ClusterClient;
import io.qanat.hub.apply.OperatorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat drain}. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = {
      "Moves everything off the node that --url names: its sessions log on elsewhere, its entities"
          + " go to the other nodes. The last line is: safe to stop.",
      "The node takes no clients until it is started again."
    })
public final class DrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private OperatorClient.Options hub;

  @Option(
      names = "--why",
      paramLabel = "REASON",
      description = "For the node's log (default: ${DEFAULT-VALUE}).")
  private String why = "maintenance";

  @Override
  public Integer call() {
    new ClusterClient(hub.url(), hub.key()).drain(why);
    spec.commandLine().getOut().println("safe to stop");
    return 0;
  }
}
