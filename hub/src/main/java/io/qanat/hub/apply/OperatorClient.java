package io.qanat.hub.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What commands need that act on a running hub as an operator. */
public final class OperatorClient {
  /** Of the environment: KEYID.SECRET. */
  public static final String KEY_VARIABLE = "QANAT_OPERATOR_KEY";

  private static final Pattern KEY = Pattern.compile("[!-~&&[^.]]{1,20}\\.[!-~]{16,200}");

  private OperatorClient() {}

  /** The options of such a command. */
  public static final class Options {
    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "The hub's HTTP address (default: ${DEFAULT-VALUE}).")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        description = "Holds the operator's key (default: " + KEY_VARIABLE + ").")
    private Path keyFile;

    /** The hub's address. */
    public URI url() {
      return url;
    }

    /**
     * The operator's key.
     *
     * @throws ConfigException if there is none, or it is none
     */
    public String key() {
      final String key = keyFile == null ? System.getenv(KEY_VARIABLE) : read(keyFile);
      if (key == null) {
        throw new ConfigException(KEY_VARIABLE + " is not set, and there is no --key-file");
      }
      if (!KEY.matcher(key).matches()) {
        throw new ConfigException("the operator's key must be KEYID.SECRET");
      }
      return key;
    }

    private static String read(final Path file) {
      try {
        return Files.readString(file).strip();
      } catch (final IOException e) {
        throw new ConfigException("cannot read " + file, e);
      }
    }

    /**
     * Does an act.
     *
     * @throws ApplyException one line with the hub's words, if it is refused
     */
    public void act(final String method, final String path, final ObjectNode body) {
      final AdminClient.Answer answer = new AdminClient(url, key()).act(method, path, body).join();
      if (!answer.isGood()) {
        throw new ApplyException(answer.words());
      }
    }
  }
}
