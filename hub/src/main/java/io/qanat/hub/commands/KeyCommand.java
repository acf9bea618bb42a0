package io.qanat.hub.commands;

import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.config.ConfigException;
import io.qanat.hub.administration.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat key}. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an API key: prints a secret, for its holder, and a verifier, for a setup file.",
      "With --stdin the secret is read instead, and not printed."
    })
public final class KeyCommand implements Callable<Integer> {
  private static final Pattern SECRET = Pattern.compile("[!-~]{16,200}");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KEYID", description = "1 to 20 printable ASCII characters.")
  private String keyId;

  @Option(names = "--stdin", description = "Read the secret from standard input.")
  private boolean stdin;

  @Override
  public Integer call() throws IOException {
    if (!LogonProof.isAccessKeyId(keyId) || keyId.indexOf('.') >= 0) {
      throw new ConfigException(
          "KEYID must be 1 to 20 printable ASCII characters without dots: " + keyId);
    }
    final PrintWriter out = spec.commandLine().getOut();
    final String secret = stdin ? read() : Secrets.draw();
    if (!stdin) {
      out.println("secret   " + secret);
    }
    out.println(
        "verifier " + KeyVerifier.of(keyId, secret.getBytes(StandardCharsets.US_ASCII)).text());
    return 0;
  }

  private static String read() throws IOException {
    final String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
    if (line == null || !SECRET.matcher(line).matches()) {
      throw new ConfigException("a secret has 16 to 200 printable ASCII characters without blanks");
    }
    return line;
  }
}
