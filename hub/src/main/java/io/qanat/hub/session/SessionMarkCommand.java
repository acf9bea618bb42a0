package io.qanat.hub.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.apply.OperatorClient;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat session mark}. */
@Command(
    name = "mark",
    mixinStandardHelpOptions = true,
    description = {
      "Begins or ends a session on a running hub: a mark in its log.",
      "The operator's key, KEYID.SECRET, is read from QANAT_OPERATOR_KEY of the environment or from"
          + " --key-file."
    })
final class SessionMarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OperatorClient.Options hub;

  @Parameters(paramLabel = "NAME", description = "1 to 64 of A-Z a-z 0-9 . _ -")
  private String name;

  @ArgGroup(multiplicity = "1")
  private Boundary boundary;

  private static final class Boundary {
    @Option(names = "--begin", required = true, description = "The session begins here.")
    private boolean begin;

    @Option(names = "--end", required = true, description = "The session ends here.")
    private boolean end;

    private String code() {
      return end ? "END" : "BEGIN";
    }

    private String text() {
      return begin ? " begins" : " ends";
    }
  }

  @Option(
      names = "--why",
      paramLabel = "REASON",
      description = "For the audit trail (default: ${DEFAULT-VALUE}).")
  private String why = "recorded for QA";

  @Override
  public Integer call() {
    final ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("boundary", boundary.code()).put("why", why);
    final URI path = URI.create("/v1/admin/sessions/" + name + "/marks");
    hub.act("POST", path.getPath(), body);
    spec.commandLine().getOut().println(name + boundary.text());
    return 0;
  }
}
