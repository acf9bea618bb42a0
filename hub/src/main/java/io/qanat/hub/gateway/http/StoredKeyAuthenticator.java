package io.qanat.hub.gateway.http;

import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.KeyAnswerDecoder;
import io.qanat.codecs.entity.KeyQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.TokenBucket;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Proves partners' keys against what their partner keeps of them, the same {@link LogonProof stored
 * keys} as order entry over Aeron. What a partner answered may be used for a moment, so that a
 * request costs no question; a revoked key is refused at the latest when that moment is over.
 */
public final class StoredKeyAuthenticator implements Authenticator {
  private static final int CACHE_MAX = 10_000;
  private static final int RETRY_AFTER_MILLIS = 1_000;

  /** Compared with when there is no key, so that the answer takes the same work. */
  private static final StoredKey NOBODY =
      new StoredKey(false, new byte[LogonProof.KEY_LENGTH], 0, 0, 0, 0);

  private record CacheKey(long partner, String keyId) {}

  /** A key as its partner keeps it; never compared as a record. */
  @SuppressWarnings("ArrayRecordComponent")
  private record StoredKey(
      boolean known,
      byte[] storedKey,
      long expiresAt,
      long messagesPerSecondMax,
      long burstMax,
      long readAtNanos) {}

  private final EntityCalls calls;
  private final EpochNanoClock clock;
  private final long cacheNanos;
  private final TokenBucket lookups;
  private final Map<CacheKey, StoredKey> cache =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<CacheKey, StoredKey> eldest) {
          return size() > CACHE_MAX;
        }
      };

  /**
   * An authenticator that asks partners.
   *
   * @param lookupsPerSecondMax questions about keys that are not known to be good
   */
  public StoredKeyAuthenticator(
      final EntityCalls calls,
      final EpochNanoClock clock,
      final long cacheNanos,
      final int lookupsPerSecondMax) {
    this.calls = calls;
    this.clock = clock;
    this.cacheNanos = cacheNanos;
    this.lookups = new TokenBucket(lookupsPerSecondMax, lookupsPerSecondMax, clock.nanoTime());
  }

  @Override
  public CompletionStage<Outcome> authenticate(
      final Credentials credentials, final InetAddress remote) {
    final long partner = partner(credentials.owner());
    if (partner == 0) {
      return CompletableFuture.completedFuture(decide(credentials, 0, NOBODY));
    }
    final CacheKey key = new CacheKey(partner, credentials.keyId());
    final long nowNanos = clock.nanoTime();
    synchronized (cache) {
      final StoredKey record = cache.get(key);
      if (record != null && nowNanos - record.readAtNanos() < cacheNanos) {
        return CompletableFuture.completedFuture(decide(credentials, partner, record));
      }
      // Who asks for a key that was good a moment ago is no guesser.
      if (record == null && !lookups.tryTake(nowNanos)) {
        return CompletableFuture.completedFuture(new TryLater(RETRY_AFTER_MILLIS));
      }
    }
    return calls
        .query(EntityKey.partner(partner), keyQuery(credentials.keyId()))
        .thenApply(
            outcome -> {
              if (outcome instanceof EntityCalls.Answered answered) {
                final StoredKey record = read(answered.message(), nowNanos);
                remember(key, record);
                return decide(credentials, partner, record);
              }
              if (outcome instanceof EntityCalls.Refused refused) {
                return new TryLater(refused.retryAfterMillis());
              }
              return new TryLater(RETRY_AFTER_MILLIS);
            });
  }

  private void remember(final CacheKey key, final StoredKey record) {
    synchronized (cache) {
      if (record.known()) {
        cache.put(key, record);
      } else {
        cache.remove(key);
      }
    }
  }

  private Outcome decide(
      final Credentials credentials, final long partner, final StoredKey record) {
    final boolean proven =
        MessageDigest.isEqual(LogonProof.storedKey(credentials.secret()), record.storedKey());
    final boolean valid =
        record.known() && (record.expiresAt() == 0 || clock.nanoTime() < record.expiresAt());
    return proven && valid
        ? new Granted(
            new Caller.Partner(
                partner, credentials.keyId(), record.messagesPerSecondMax(), record.burstMax()))
        : new Denied();
  }

  /** 0 if the owner is no partner's number. */
  private static long partner(final String owner) {
    if (owner.length() > 10 || !owner.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    final long partner = Long.parseLong(owner);
    return partner > Integer.MAX_VALUE ? 0 : partner;
  }

  private static DirectBuffer keyQuery(final String keyId) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + KeyQueryEncoder.BLOCK_LENGTH]);
    new KeyQueryEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .accessKeyId(keyId);
    return buffer;
  }

  private static StoredKey read(final DirectBuffer message, final long nowNanos) {
    final KeyAnswerDecoder answer =
        new KeyAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final byte[] storedKey = new byte[LogonProof.KEY_LENGTH];
    answer.getStoredKey(storedKey, 0, storedKey.length);
    return new StoredKey(
        answer.known() == Bool.YES,
        storedKey,
        answer.expiresAt(),
        answer.messagesPerSecondMax(),
        answer.burstMax(),
        nowNanos);
  }
}
