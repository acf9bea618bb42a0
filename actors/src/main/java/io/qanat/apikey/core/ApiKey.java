package io.qanat.apikey.core;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.value.AddressRange;
import java.util.List;

/**
 * A key of a partner or an operator.
 *
 * @param verifier what the secret is held against
 * @param expiresAt epoch nanoseconds; 0: never
 * @param allowed addresses from which it may be used; empty: any
 */
public record ApiKey(KeyVerifier verifier, long expiresAt, List<AddressRange> allowed) {
  /** Ranges one key may have. */
  public static final int ALLOWED_MAX = 100;

  /** Stands for keys that are not known, so that the answer takes the same work. */
  public static final ApiKey NOBODY =
      new ApiKey(
          new KeyVerifier(KeyDerivation.standard(""), new byte[LogonProof.KEY_LENGTH]),
          0,
          List.of());

  /** A key; the list is copied. */
  public ApiKey {
    allowed = List.copyOf(allowed);
  }

  /** Whether it may be used now and from there. */
  public boolean isUsable(final long nowNanos, final byte[] sourceAddress) {
    return isValid(nowNanos)
        && (allowed.isEmpty() || allowed.stream().anyMatch(r -> r.contains(sourceAddress)));
  }

  /** Whether it has not expired. */
  public boolean isValid(final long nowNanos) {
    return expiresAt == 0 || nowNanos < expiresAt;
  }

  /** The same key until another instant. */
  public ApiKey withExpiresAt(final long newExpiresAt) {
    return new ApiKey(verifier, newExpiresAt, allowed);
  }
}
