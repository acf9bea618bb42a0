package io.qanat.codecs.auth;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hub keeps of an API secret: how it is derived, and the storedKey of {@link LogonProof}.
 * Nobody can log on with it. In texts it has the form of the Password Hashing Competition:
 *
 * <pre>
 * $argon2id$v=19$m=19456,t=2,p=1$salt$storedKey        both in Base64 without padding
 * </pre>
 *
 * <p>The last part is not Argon2's own result, but the storedKey that follows from it.
 */
public final class KeyVerifier {
  /** What a verifier looks like, for those who refuse another text. */
  public static final String FORM =
      "$argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$STOREDKEY, as `qanat.jar key` prints it";

  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,3}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");
  private static final int FINGERPRINT_BYTES = 8;

  private final KeyDerivation derivation;
  private final byte[] storedKey;

  /**
   * A verifier of these parts.
   *
   * @throws IllegalArgumentException if storedKey has not 32 bytes
   */
  public KeyVerifier(final KeyDerivation derivation, final byte[] storedKey) {
    if (storedKey.length != LogonProof.KEY_LENGTH) {
      throw new IllegalArgumentException(
          "storedKey must have " + LogonProof.KEY_LENGTH + " bytes: " + storedKey.length);
    }
    this.derivation = derivation;
    this.storedKey = storedKey.clone();
  }

  /** The verifier of a secret under the standard derivation; as slow as that is. */
  public static KeyVerifier of(final String accessKeyId, final byte[] secret) {
    return of(KeyDerivation.standard(accessKeyId), secret);
  }

  /** The verifier of a secret; as slow as the derivation is. */
  public static KeyVerifier of(final KeyDerivation derivation, final byte[] secret) {
    return new KeyVerifier(derivation, LogonProof.storedKey(derivation.saltedKey(secret)));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException saying what it must look like; the text is not repeated
   */
  public static KeyVerifier parse(final String text) {
    final Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a verifier is " + FORM);
    }
    final Base64.Decoder base64 = Base64.getDecoder();
    return new KeyVerifier(
        new KeyDerivation(
            base64.decode(parts.group(4)),
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3))),
        base64.decode(parts.group(5)));
  }

  /** The text form. */
  public String text() {
    final Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + derivation.memoryKib()
        + ",t="
        + derivation.iterations()
        + ",p="
        + derivation.parallelism()
        + "$"
        + base64.encodeToString(derivation.salt())
        + "$"
        + base64.encodeToString(storedKey);
  }

  public KeyDerivation derivation() {
    return derivation;
  }

  /** A copy of the storedKey. */
  public byte[] storedKey() {
    return storedKey.clone();
  }

  /** Tells verifiers apart without giving them away: 16 hexadecimal digits of its SHA-256. */
  public String fingerprint() {
    return fingerprint(storedKey);
  }

  /** As {@link #fingerprint()}, of a storedKey. */
  public static String fingerprint(final byte[] storedKey) {
    return HexFormat.of().formatHex(LogonProof.sha256(storedKey), 0, FINGERPRINT_BYTES);
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof KeyVerifier that
        && derivation.equals(that.derivation)
        && Arrays.equals(storedKey, that.storedKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(storedKey);
  }

  @Override
  public String toString() {
    return "KeyVerifier(" + fingerprint() + ")";
  }
}
