package io.qanat.hub.gateway.http;

import io.qanat.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the server's certificate is; {@code reference.conf} explains each key.
 *
 * @param certificate PEM file: the server's certificate first, then what leads to its authority
 * @param privateKey PEM file: its key, RSA or EC, in PKCS#8 and not encrypted
 * @param check between two looks whether the files have changed
 */
record TlsConfig(Path certificate, Path privateKey, Duration check) {
  /** Empty if it is not enabled. */
  static Optional<TlsConfig> of(final Settings s) {
    final boolean enabled = s.bool("enabled");
    final Duration check = s.durationBetween("check", Duration.ofMillis(50), Duration.ofHours(24));
    final boolean hasCertificate = s.has("certificate");
    final boolean hasPrivateKey = s.has("private-key");
    final Optional<TlsConfig> config =
        enabled || hasCertificate || hasPrivateKey
            ? Optional.of(new TlsConfig(s.file("certificate"), s.file("private-key"), check))
            : Optional.empty();
    s.noOtherKeys();
    return enabled ? config : Optional.empty();
  }
}
