package io.qanat.hub.gateway.http;

import io.qanat.codecs.auth.LogonProof;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code Authorization: Bearer OWNER.KEYID.SECRET} says. The owner is a partner's number, or a
 * word that an {@link Authenticator} knows. {@link #toString} has no secret.
 */
public final class Credentials {
  private static final Pattern BEARER =
      Pattern.compile("(?i:Bearer) +([A-Za-z0-9]{1,20})\\.([!-~&&[^.]]{1,20})\\.([!-~]{16,200}) *");

  private final String owner;
  private final String keyId;
  private final byte[] secret;

  private Credentials(final String owner, final String keyId, final byte[] secret) {
    this.owner = owner;
    this.keyId = keyId;
    this.secret = secret;
  }

  /** Reads an Authorization header; empty if it is no such thing. */
  public static Optional<Credentials> parse(final String header) {
    final Matcher matcher = BEARER.matcher(header);
    if (!matcher.matches() || !LogonProof.isAccessKeyId(matcher.group(2))) {
      return Optional.empty();
    }
    return Optional.of(
        new Credentials(
            matcher.group(1),
            matcher.group(2),
            matcher.group(3).getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whose key it is said to be. */
  public String owner() {
    return owner;
  }

  public String keyId() {
    return keyId;
  }

  /** The secret's bytes; a copy. */
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "Credentials[" + owner + "." + keyId + "]";
  }
}
