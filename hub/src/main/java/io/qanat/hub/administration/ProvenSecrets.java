package io.qanat.hub.administration;

import io.qanat.hub.gateway.http.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers, for a short while, to which storedKey a secret that was proven leads. A secret stands
 * here only as its HMAC under a key that is drawn at start and never leaves the process, so neither
 * a dump of the table alone nor anything stored makes guessing cheaper than Argon2id does. Only
 * proven secrets get in: wrong ones push nobody out. Thread-safe.
 */
final class ProvenSecrets {
  private static final int KEPT_MAX = 10_000;
  private static final String HMAC = "HmacSHA256";

  /** Stands for credentials. */
  record Tag(String owner, String keyId, Bytes mac) {}

  /** Bytes that are compared by content. */
  @SuppressWarnings("ArrayRecordComponent") // Compared below.
  record Bytes(byte[] bytes) {
    @Override
    public boolean equals(final Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Proven(byte[] storedKey, long untilNanos) {}

  private final long keptNanos;
  private final SecretKeySpec processKey;
  private final Map<Tag, Proven> proven =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Tag, Proven> eldest) {
          return size() > KEPT_MAX;
        }
      };

  ProvenSecrets(final long keptNanos) {
    this.keptNanos = keptNanos;
    final byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    processKey = new SecretKeySpec(random, HMAC);
  }

  Tag tag(final Credentials credentials) {
    try {
      final Mac mac = Mac.getInstance(HMAC);
      mac.init(processKey);
      mac.update(
          (credentials.owner() + "." + credentials.keyId() + ".")
              .getBytes(StandardCharsets.US_ASCII));
      return new Tag(
          credentials.owner(), credentials.keyId(), new Bytes(mac.doFinal(credentials.secret())));
    } catch (final GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** The storedKey of a secret that was proven; null: derive it. */
  synchronized byte[] storedKey(final Tag tag, final long nowNanos) {
    final Proven found = proven.get(tag);
    if (found == null || found.untilNanos - nowNanos <= 0) {
      return null;
    }
    return found.storedKey;
  }

  synchronized void remember(final Tag tag, final byte[] storedKey, final long nowNanos) {
    proven.put(tag, new Proven(storedKey, nowNanos + keptNanos));
  }

  synchronized void forget(final Tag tag) {
    proven.remove(tag);
  }
}
