package io.qanat.hub.administration;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.KeyAnswerDecoder;
import io.qanat.codecs.entity.KeyQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.value.AddressRange;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.LogonGuard;
import io.qanat.hub.gateway.http.Authenticator;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Credentials;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Proves keys of partners and of operators against what their core keeps.
 *
 * <p>Each request asks the core for the key, so what is revoked or has expired is refused at once.
 * Argon2id of the secret is computed on a small pool of its own, and not again for a while once it
 * was proven (see {@link ProvenSecrets}). What is not proven is held to a rate, in total and per
 * key, before anything is asked or computed. A key that is unknown, not usable from there, or has
 * another secret costs the same: one question, one derivation, one comparison.
 */
public final class KeyAuthenticator implements Authenticator {
  /** Owner of operators' keys in credentials; partners' is their number. */
  public static final String OPERATOR = "operator";

  private static final int RETRY_AFTER_MILLIS = 1_000;
  private static final int ATTEMPTS_PER_KEY_PER_SECOND = 5;
  private static final int POOL_THREADS = 1;
  private static final int POOL_QUEUE = 64;

  private final EntityCalls calls;
  private final NanoClock clock;
  private final LogonGuard guard;
  private final ProvenSecrets proven;
  private final ThreadPoolExecutor pool;

  /** What a core says of a key, or would say if there were one. */
  private record Answer(
      boolean usable,
      KeyVerifier verifier,
      long messagesPerSecondMax,
      long burstMax,
      int roles,
      boolean mayTransfer,
      String name) {}

  /**
   * An authenticator that asks cores.
   *
   * @param clock monotonic
   * @param provenNanos how long a proven secret is not derived again
   * @param attemptsPerSecond of everybody, with secrets that are not proven
   */
  public KeyAuthenticator(
      final EntityCalls calls,
      final NanoClock clock,
      final long provenNanos,
      final int attemptsPerSecond) {
    this.calls = calls;
    this.clock = clock;
    guard = new LogonGuard(attemptsPerSecond, ATTEMPTS_PER_KEY_PER_SECOND, clock.nanoTime());
    proven = new ProvenSecrets(provenNanos);
    pool =
        new ThreadPoolExecutor(
            POOL_THREADS,
            POOL_THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(POOL_QUEUE),
            task -> {
              final Thread thread = new Thread(task, "qanat-key-derivation");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<Outcome> authenticate(
      final Credentials credentials, final InetAddress remote) {
    final long nowNanos = clock.nanoTime();
    final ProvenSecrets.Tag tag = proven.tag(credentials);
    final byte[] earlier = proven.storedKey(tag, nowNanos);
    if (earlier == null && !mayTry(credentials, nowNanos)) {
      return later(RETRY_AFTER_MILLIS);
    }
    final long entity = entity(credentials.owner());
    if (entity == EntityKey.NONE) {
      return prove(credentials, tag, nobody(credentials), null);
    }
    return calls
        .query(entity, keyQuery(credentials.keyId(), remote))
        .thenCompose(
            outcome -> {
              if (outcome instanceof EntityCalls.Answered answered) {
                return prove(credentials, tag, read(answered.message()), earlier);
              }
              return later(
                  outcome instanceof EntityCalls.Refused refused
                      ? refused.retryAfterMillis()
                      : RETRY_AFTER_MILLIS);
            });
  }

  private boolean mayTry(final Credentials credentials, final long nowNanos) {
    synchronized (guard) {
      return guard.tryAttempt(credentials.owner() + "." + credentials.keyId(), nowNanos);
    }
  }

  private static CompletionStage<Outcome> later(final int retryAfterMillis) {
    return CompletableFuture.completedFuture(new TryLater(Math.max(1, retryAfterMillis)));
  }

  /**
   * Compares.
   *
   * @param earlier storedKey that this secret has been derived to a moment ago; null: derive it
   */
  private CompletionStage<Outcome> prove(
      final Credentials credentials,
      final ProvenSecrets.Tag tag,
      final Answer answer,
      final byte[] earlier) {
    if (earlier != null && MessageDigest.isEqual(earlier, answer.verifier.storedKey())) {
      return CompletableFuture.completedFuture(decide(credentials, answer, true));
    }
    proven.forget(tag);
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            final byte[] storedKey =
                LogonProof.storedKey(answer.verifier.derivation().saltedKey(credentials.secret()));
            final boolean same = MessageDigest.isEqual(storedKey, answer.verifier.storedKey());
            if (same && answer.usable) {
              proven.remember(tag, storedKey, clock.nanoTime());
            }
            return decide(credentials, answer, same);
          },
          pool);
    } catch (final RejectedExecutionException e) {
      return later(RETRY_AFTER_MILLIS);
    }
  }

  private static Outcome decide(
      final Credentials credentials, final Answer answer, final boolean same) {
    if (!same || !answer.usable) {
      return new Denied();
    }
    return new Granted(
        credentials.owner().equals(OPERATOR)
            ? new Caller.Operator(answer.name, credentials.keyId(), roles(answer.roles))
            : new Caller.Partner(
                Long.parseLong(credentials.owner()),
                credentials.keyId(),
                answer.messagesPerSecondMax,
                answer.burstMax,
                answer.mayTransfer));
  }

  private static Set<Caller.Role> roles(final int bits) {
    final Set<Caller.Role> roles = EnumSet.noneOf(Caller.Role.class);
    io.qanat.administration.core.Roles.names(bits)
        .forEach(name -> roles.add(Caller.Role.valueOf(name)));
    return roles;
  }

  private static long entity(final String owner) {
    if (owner.equals(OPERATOR)) {
      return EntityKey.THE_ADMINISTRATION;
    }
    if (owner.length() > 10 || !owner.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return EntityKey.NONE;
    }
    final long partner = Long.parseLong(owner);
    return partner < 1 || partner > Integer.MAX_VALUE ? EntityKey.NONE : EntityKey.partner(partner);
  }

  private static Answer nobody(final Credentials credentials) {
    return new Answer(
        false,
        new KeyVerifier(
            KeyDerivation.standard(credentials.keyId()), new byte[LogonProof.KEY_LENGTH]),
        0,
        0,
        0,
        false,
        "");
  }

  private static DirectBuffer keyQuery(final String keyId, final InetAddress remote) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + KeyQueryEncoder.BLOCK_LENGTH]);
    new KeyQueryEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .accessKeyId(keyId)
        .putSourceAddress(AddressRange.mapped(remote.getAddress()), 0, AddressRange.ADDRESS_LENGTH);
    return buffer;
  }

  private static Answer read(final DirectBuffer message) {
    final KeyAnswerDecoder answer =
        new KeyAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final byte[] storedKey = new byte[LogonProof.KEY_LENGTH];
    answer.getStoredKey(storedKey, 0, storedKey.length);
    final byte[] salt = new byte[KeyDerivation.SALT_LENGTH];
    answer.getSalt(salt, 0, salt.length);
    return new Answer(
        answer.usable() == Bool.YES,
        new KeyVerifier(
            new KeyDerivation(
                salt, (int) answer.memoryKib(), answer.iterations(), answer.parallelism()),
            storedKey),
        answer.messagesPerSecondMax(),
        answer.burstMax(),
        answer.roles().getRaw(),
        answer.mayTransfer() == Bool.YES,
        answer.name());
  }
}
