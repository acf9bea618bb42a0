package io.qanat.hub.provisioning;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.value.AddressRange;
import io.qanat.config.ConfigException;
import io.qanat.config.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An API key as configured, of a partner or an operator.
 *
 * @param expiresAtNanos epoch nanoseconds; 0: never
 * @param allowed addresses from which it may be used; empty: any
 */
public record KeySetup(
    String id, KeyVerifier verifier, long expiresAtNanos, List<AddressRange> allowed) {
  /** Stands for a verifier while there is none. */
  public static final KeyVerifier NOBODY =
      new KeyVerifier(KeyDerivation.standard(""), new byte[LogonProof.KEY_LENGTH]);

  private static final Pattern KEY_ID = Pattern.compile("[!-~]{1,20}");
  private static final Pattern ANY = Pattern.compile("[!-~]{1,200}");
  private static final Pattern SECRET = Pattern.compile("[!-~]{16,200}");
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  static KeySetup of(final Settings s) {
    final String id = s.text("id", KEY_ID, "1 to 20 printable ASCII characters");
    final KeySetup key =
        new KeySetup(
            id,
            verifier(id, s),
            s.has("expires-at") ? instant(s, "expires-at") : 0,
            s.has("allowed-addresses")
                ? s.texts("allowed-addresses", ANY, "a list of addresses").stream()
                    .map(text -> range(s, text))
                    .toList()
                : List.of());
    s.noOtherKeys();
    return key;
  }

  private static KeyVerifier verifier(final String id, final Settings s) {
    if (s.has("verifier")) {
      final String text = s.text("verifier", ANY, KeyVerifier.FORM);
      try {
        return KeyVerifier.parse(text);
      } catch (final IllegalArgumentException e) {
        throw s.refuse("verifier", KeyVerifier.FORM + " (" + e.getMessage() + ")");
      }
    }
    if (s.has("secret")) {
      final String secret =
          s.text("secret", SECRET, "16 to 200 printable ASCII characters, without spaces");
      return KeyVerifier.of(id, secret.getBytes(StandardCharsets.US_ASCII));
    }
    throw new ConfigException(s.path() + " needs verifier or secret");
  }

  private static long instant(final Settings s, final String key) {
    try {
      return nanos(Instant.parse(s.text(key, ANY, "an instant")));
    } catch (final DateTimeParseException | ArithmeticException e) {
      throw s.refuse(key, "an instant such as \"2027-01-31T00:00:00Z\"");
    }
  }

  /** Epoch nanoseconds. */
  public static long nanos(final Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
  }

  private static AddressRange range(final Settings s, final String text) {
    try {
      return AddressRange.parse(text);
    } catch (final IllegalArgumentException e) {
      throw s.refuse("allowed-addresses", e.getMessage());
    }
  }
}
