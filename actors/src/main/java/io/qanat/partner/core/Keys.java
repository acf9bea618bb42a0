package io.qanat.partner.core;

import io.qanat.apikey.core.ApiKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.LogonDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** API keys, and which incarnation each session has reached. Decides logons. */
final class Keys {
  /** How far a logon's clock may be from the hub's. */
  static final long CLOCK_SKEW_MAX_NANOS = 30_000_000_000L;

  /** Stands for every key of the partner, present and future, where a right is given. */
  static final String EVERY_KEY = "";

  /** Keys one partner may have. */
  static final int KEYS_MAX = 1_000;

  private final TreeMap<String, ApiKey> keys = new TreeMap<>();
  private final TreeMap<Long, Long> incarnations = new TreeMap<>();

  /** Keys that may deposit and withdraw; {@link #EVERY_KEY} stands for all. */
  private final TreeSet<String> transferRights = new TreeSet<>();

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
    final ApiKey known = keys.get(accessKeyId);
    final ApiKey key = known == null ? ApiKey.NOBODY : known;
    final boolean proven =
        LogonProof.verify(
            key.verifier().storedKey(),
            KeyParts.storedKey(logon, LogonDecoder::getProof),
            partner,
            logon.session(),
            logon.incarnation(),
            logon.requestTimestamp(),
            accessKeyId);
    return proven && known != null && known.isUsable(nowNanos, sourceAddress(logon));
  }

  private static byte[] sourceAddress(final LogonDecoder logon) {
    return KeyParts.address(logon, LogonDecoder::getSourceAddress);
  }

  /** Highest incarnation that was accepted; 0: none. */
  long lastIncarnation(final long session) {
    return incarnations.getOrDefault(session, 0L);
  }

  ApiKey get(final String accessKeyId) {
    return keys.get(accessKeyId);
  }

  void put(final String accessKeyId, final ApiKey key) {
    keys.put(accessKeyId, key);
  }

  /** Returns false if there was no such key. */
  boolean revoke(final String accessKeyId) {
    transferRights.remove(accessKeyId);
    return keys.remove(accessKeyId) != null;
  }

  /** Gives or takes the right to deposit and withdraw; returns false if that changes nothing. */
  boolean setTransferRight(final String accessKeyId, final boolean allowed) {
    return allowed ? transferRights.add(accessKeyId) : transferRights.remove(accessKeyId);
  }

  /** Whether this name was given the right itself. */
  boolean hasTransferRight(final String accessKeyId) {
    return transferRights.contains(accessKeyId);
  }

  /** Whether the key may deposit and withdraw, by its own right or by that of every key. */
  boolean mayTransfer(final String accessKeyId) {
    return transferRights.contains(EVERY_KEY) || transferRights.contains(accessKeyId);
  }

  SortedSet<String> transferRights() {
    return transferRights;
  }

  /** Whether there is no room for another key; what has expired makes room. */
  boolean isFull(final long nowNanos) {
    if (keys.size() >= KEYS_MAX) {
      keys.values().removeIf(key -> !key.isValid(nowNanos));
      transferRights.removeIf(right -> !right.equals(EVERY_KEY) && !keys.containsKey(right));
    }
    return keys.size() >= KEYS_MAX;
  }

  SortedMap<String, ApiKey> all() {
    return keys;
  }

  Map<Long, Long> incarnations() {
    return incarnations;
  }
}
