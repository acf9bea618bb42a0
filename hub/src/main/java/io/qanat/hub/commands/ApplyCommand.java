package io.qanat.hub.commands;

import io.qanat.hub.apply.Applier;
import io.qanat.hub.apply.OperatorClient;
import io.qanat.hub.provisioning.HubSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Brings a running hub to the instruments, partners and operators of files, and prints the"
          + " difference: + is new, ~ changes, - goes, ? awaits a second person, ! was refused.",
      "The operator's key, KEYID.SECRET, is read from QANAT_OPERATOR_KEY of the environment or"
          + " from --key-file."
    })
public final class ApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with qanat.setup.")
  private List<Path> files;

  @Mixin private OperatorClient.Options hub;

  @Option(names = "--dry-run", description = "Only print the difference.")
  private boolean dryRun;

  @Option(
      names = "--why",
      paramLabel = "REASON",
      description = "For the audit trail (default: ${DEFAULT-VALUE}).")
  private String why = "applied from files";

  @Override
  public Integer call() {
    final HubSetup setup =
        HubSetup.together(files.stream().map(ConfigFiles::readSetup).toList()).checked();
    final PrintWriter out = spec.commandLine().getOut();
    return new Applier(hub.url(), hub.key(), why, out).apply(setup, dryRun).refused() == 0 ? 0 : 1;
  }
}
