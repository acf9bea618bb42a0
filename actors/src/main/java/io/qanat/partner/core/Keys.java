package io.qanat.partner.core;

import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.LogonDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** API keys, and which incarnation each session has reached. Decides logons. */
final class Keys {
  /** How far a logon's clock may be from the hub's. */
  static final long CLOCK_SKEW_MAX_NANOS = 30_000_000_000L;

  /** Keys one partner may have. */
  static final int KEYS_MAX = 1_000;

  /**
   * A key.
   *
   * @param storedKey see {@link LogonProof}; not changed
   * @param expiresAt epoch nanoseconds; 0: never
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared with isSame, never as a record.
  record Key(byte[] storedKey, long expiresAt) {
    boolean isSame(final Key other) {
      return other != null
          && expiresAt == other.expiresAt
          && Arrays.equals(storedKey, other.storedKey);
    }
  }

  /** Verified against when a key is not known, so that the answer takes the same work. */
  private static final Key NOBODY = new Key(new byte[LogonProof.KEY_LENGTH], 0);

  private final TreeMap<String, Key> keys = new TreeMap<>();
  private final TreeMap<Long, Long> incarnations = new TreeMap<>();

  /**
   * Decides a logon; remembers its incarnation if it is accepted, and nothing else.
   *
   * @return null if it is accepted
   */
  NegotiationRejectCode logon(
      final LogonDecoder logon, final long partner, final long sessionsMax, final long nowNanos) {
    if (!isProven(logon, partner, nowNanos)) {
      return NegotiationRejectCode.CREDENTIALS;
    }
    if (logon.session() < 1 || logon.session() > sessionsMax) {
      return NegotiationRejectCode.SESSION_NOT_ALLOWED;
    }
    final long timestamp = logon.requestTimestamp();
    if (timestamp < nowNanos - CLOCK_SKEW_MAX_NANOS
        || timestamp > nowNanos + CLOCK_SKEW_MAX_NANOS) {
      return NegotiationRejectCode.CLOCK_SKEW;
    }
    if (logon.incarnation() <= lastIncarnation(logon.session())) {
      return NegotiationRejectCode.DUPLICATE_INCARNATION;
    }
    incarnations.put(logon.session(), logon.incarnation());
    return null;
  }

  private boolean isProven(final LogonDecoder logon, final long partner, final long nowNanos) {
    final String accessKeyId = logon.accessKeyId();
    if (!LogonProof.isAccessKeyId(accessKeyId)
        || logon.session() < 0
        || logon.session() > 0xFFFF_FFFFL) {
      return false;
    }
    final Key known = keys.get(accessKeyId);
    final Key key = known == null ? NOBODY : known;
    final byte[] proof = new byte[LogonProof.KEY_LENGTH];
    logon.getProof(proof, 0, proof.length);
    final boolean proven =
        LogonProof.verify(
            key.storedKey,
            proof,
            partner,
            logon.session(),
            logon.incarnation(),
            logon.requestTimestamp(),
            accessKeyId);
    return proven && known != null && (key.expiresAt == 0 || nowNanos < key.expiresAt);
  }

  /** Highest incarnation that was accepted; 0: none. */
  long lastIncarnation(final long session) {
    return incarnations.getOrDefault(session, 0L);
  }

  Key get(final String accessKeyId) {
    return keys.get(accessKeyId);
  }

  void put(final String accessKeyId, final Key key) {
    keys.put(accessKeyId, key);
  }

  /** Returns false if there was no such key. */
  boolean revoke(final String accessKeyId) {
    return keys.remove(accessKeyId) != null;
  }

  boolean isFull() {
    return keys.size() >= KEYS_MAX;
  }

  SortedMap<String, Key> all() {
    return keys;
  }

  Map<Long, Long> incarnations() {
    return incarnations;
  }
}
