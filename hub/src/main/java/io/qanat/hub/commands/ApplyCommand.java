package io.qanat.hub.commands;

import io.qanat.config.ConfigException;
import io.qanat.hub.apply.Applier;
import io.qanat.hub.provisioning.HubSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
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
  static final String KEY_VARIABLE = "QANAT_OPERATOR_KEY";
  private static final Pattern KEY = Pattern.compile("[!-~&&[^.]]{1,20}\\.[!-~]{16,200}");

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with qanat.setup.")
  private List<Path> files;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The hub's HTTP address (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(names = "--dry-run", description = "Only print the difference.")
  private boolean dryRun;

  @Option(
      names = "--why",
      paramLabel = "REASON",
      description = "For the audit trail (default: ${DEFAULT-VALUE}).")
  private String why = "applied from files";

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "Holds the operator's key (default: " + KEY_VARIABLE + ").")
  private Path keyFile;

  @Override
  public Integer call() {
    final HubSetup setup =
        HubSetup.together(files.stream().map(ConfigFiles::readSetup).toList()).checked();
    final PrintWriter out = spec.commandLine().getOut();
    return new Applier(url, key(), why, out).apply(setup, dryRun).refused() == 0 ? 0 : 1;
  }

  private String key() {
    final String key;
    if (keyFile == null) {
      key = System.getenv(KEY_VARIABLE);
      if (key == null) {
        throw new ConfigException(KEY_VARIABLE + " is not set, and there is no --key-file");
      }
    } else {
      try {
        key = Files.readString(keyFile).strip();
      } catch (final IOException e) {
        throw new ConfigException("cannot read " + keyFile, e);
      }
    }
    if (!KEY.matcher(key).matches()) {
      throw new ConfigException("the operator's key must be KEYID.SECRET");
    }
    return key;
  }
}
