package io.qanat.hub.demo;

import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.config.ConfigException;
import io.qanat.hub.administration.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The API secrets of the demonstration's partners and operators: made at the first start on a data
 * directory, kept there for the next ones, readable by their owner only.
 */
final class SandboxKeys {
  private static final String FILE = "sandbox-keys.properties";

  /** Keys of two operators: one acts, the other approves. */
  static final String OPERATOR = "sandbox-operator";

  static final String APPROVER = "sandbox-approver";

  private final Properties secrets;

  private SandboxKeys(final Properties secrets) {
    this.secrets = secrets;
  }

  /** Reads the secrets of partners 1 to {@code partners} and operators, making what is missing. */
  static SandboxKeys in(final Path dataDirectory, final int partners) {
    final Path file = dataDirectory.resolve(FILE);
    final Properties secrets = new Properties();
    try {
      Files.createDirectories(dataDirectory);
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
          secrets.load(reader);
        }
      }
      boolean made = false;
      for (final String keyId : keyIds(partners)) {
        if (secrets.getProperty(keyId) == null) {
          secrets.setProperty(keyId, Secrets.draw());
          made = true;
        }
      }
      if (made) {
        write(file, secrets);
      }
    } catch (IOException e) {
      throw new ConfigException(
          "cannot keep the sandbox's keys in " + file + ": " + e.getMessage(), e);
    }
    return new SandboxKeys(secrets);
  }

  private static List<String> keyIds(final int partners) {
    final List<String> keyIds = new ArrayList<>(List.of(OPERATOR, APPROVER));
    for (int partner = 1; partner <= partners; partner++) {
      keyIds.add(keyId(partner));
    }
    return keyIds;
  }

  private static void write(final Path file, final Properties secrets) throws IOException {
    if (!Files.exists(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      secrets.store(writer, "Qanat sandbox: API secrets by key id");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static String keyId(final long partner) {
    return "sandbox-" + partner;
  }

  String secret(final long partner) {
    return secret(keyId(partner));
  }

  String secret(final String keyId) {
    return secrets.getProperty(keyId);
  }

  byte[] secretBytes(final long partner) {
    return secret(partner).getBytes(StandardCharsets.US_ASCII);
  }

  /** What the hub keeps of a key. */
  String verifier(final String keyId) {
    return KeyVerifier.of(keyId, secret(keyId).getBytes(StandardCharsets.US_ASCII)).text();
  }
}
