package io.qanat.hub.demo;

import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.config.ConfigException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The API secrets of the demonstration's partners: made at the first start on a data directory,
 * kept there for the next ones, readable by their owner only.
 */
final class SandboxKeys {
  private static final String FILE = "sandbox-keys.properties";
  private static final int SECRET_BYTES = 24;

  private final Properties secrets;

  private SandboxKeys(final Properties secrets) {
    this.secrets = secrets;
  }

  /** Reads the secrets of partners 1 to {@code partners}, making those that are not there. */
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
      final SecureRandom random = new SecureRandom();
      boolean made = false;
      for (int partner = 1; partner <= partners; partner++) {
        if (secrets.getProperty(keyId(partner)) == null) {
          final byte[] bytes = new byte[SECRET_BYTES];
          random.nextBytes(bytes);
          secrets.setProperty(
              keyId(partner), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
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
    return secrets.getProperty(keyId(partner));
  }

  byte[] secretBytes(final long partner) {
    return secret(partner).getBytes(StandardCharsets.US_ASCII);
  }

  /** What the hub keeps of it. */
  String verifier(final long partner) {
    return KeyVerifier.of(keyId(partner), secretBytes(partner)).text();
  }
}
