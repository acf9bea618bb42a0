package io.qanat.hub.gateway.http;

import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;

/**
 * An account that is proven to be the caller's. Only {@link PartnerScope} makes one, and nothing
 * else reaches an account, so no handler can forget to ask.
 */
public final class OwnedAccount {
  private final long account;
  private final long partner;
  private final EntityCalls calls;
  private final long tellTimeoutMillis;

  OwnedAccount(
      final long account,
      final long partner,
      final EntityCalls calls,
      final long tellTimeoutMillis) {
    this.account = account;
    this.partner = partner;
    this.calls = calls;
    this.tellTimeoutMillis = tellTimeoutMillis;
  }

  public long number() {
    return account;
  }

  public long partner() {
    return partner;
  }

  /** Asks the account; its answer, or fails with a {@link Problem}. */
  public CompletionStage<DirectBuffer> query(final DirectBuffer body) {
    return calls.query(EntityKey.account(account), body).thenApply(Outcomes::answer);
  }

  /**
   * Tells the account something in the partner's name.
   *
   * @param input makes the encoded ClientInput with this request id
   * @return how it ended, time out included: the caller is never left without an answer
   */
  public CompletionStage<EntityCalls.Outcome> tell(
      final Exchange exchange, final LongFunction<DirectBuffer> input) {
    final long entity = EntityKey.account(account);
    final EntityCalls.Sent sent = calls.tell(entity, tellTimeoutMillis, input);
    exchange.sent(entity, sent.requestId());
    return sent.outcome();
  }
}
