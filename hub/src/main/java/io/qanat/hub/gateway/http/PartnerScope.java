package io.qanat.hub.gateway.http;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OwnsAccountAnswerDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;

/**
 * What one caller can reach: its partner, its accounts, the instruments its partner may trade. The
 * one place where it is decided whether something is the caller's; what is not, is {@link
 * Problem#notFound()}, like what does not exist.
 */
public final class PartnerScope {
  private static final long ACCOUNT_MAX = (1 << 24) - 1;

  private final Caller.Partner caller;
  private final Scopes scopes;
  private final EntityCalls calls;
  private final long tellTimeoutMillis;

  PartnerScope(
      final Caller.Partner caller,
      final Scopes scopes,
      final EntityCalls calls,
      final long tellTimeoutMillis) {
    this.caller = caller;
    this.scopes = scopes;
    this.calls = calls;
    this.tellTimeoutMillis = tellTimeoutMillis;
  }

  public Caller.Partner caller() {
    return caller;
  }

  public long partner() {
    return caller.partner();
  }

  /**
   * One of the caller's accounts.
   *
   * @param text its number, as in a path
   * @return fails with NOT_FOUND if it is anything else
   */
  public CompletionStage<OwnedAccount> account(final String text) {
    final long account;
    try {
      account = Numbers.parse("account", text, 1, ACCOUNT_MAX);
    } catch (final Problem e) {
      return CompletableFuture.failedFuture(Problem.notFound());
    }
    final OwnedAccount owned = new OwnedAccount(account, partner(), calls, tellTimeoutMillis);
    if (scopes.isKnownToOwn(partner(), account)) {
      return CompletableFuture.completedFuture(owned);
    }
    return queryPartner(Queries.ownsAccount(account))
        .thenApply(
            answer -> {
              final OwnsAccountAnswerDecoder decoder =
                  new OwnsAccountAnswerDecoder()
                      .wrapAndApplyHeader(answer, 0, new MessageHeaderDecoder());
              if (decoder.owned() != Bool.YES) {
                throw Problem.notFound();
              }
              scopes.remember(partner(), account);
              return owned;
            });
  }

  /** Asks the caller's own partner; its answer, or fails with a {@link Problem}. */
  public CompletionStage<DirectBuffer> queryPartner(final DirectBuffer body) {
    return calls.query(EntityKey.partner(partner()), body).thenApply(Outcomes::answer);
  }

  /** Tells the caller's own partner something in its name. */
  public CompletionStage<EntityCalls.Outcome> tellPartner(
      final Exchange exchange, final LongFunction<DirectBuffer> input) {
    final long entity = EntityKey.partner(partner());
    final EntityCalls.Sent sent = calls.tell(entity, tellTimeoutMillis, input);
    exchange.sent(entity, sent.requestId());
    return sent.outcome();
  }

  /**
   * An instrument that the caller's partner may trade.
   *
   * @param text its SecurityID or its symbol, as in a path
   * @return fails with NOT_FOUND if it is anything else
   */
  public CompletionStage<EntitledInstrument> instrument(final String text) {
    return scopes
        .entitlements(this)
        .thenApply(
            entitled ->
                entitled.stream()
                    .filter(
                        terms ->
                            terms.symbol().equals(text)
                                || Long.toString(terms.securityId()).equals(text))
                    .findFirst()
                    .map(terms -> new EntitledInstrument(terms, calls))
                    .orElseThrow(Problem::notFound));
  }

  /** All instruments that the caller's partner may trade, in order of their ids. */
  public CompletionStage<List<EntitledInstrument>> instruments() {
    return scopes
        .entitlements(this)
        .thenApply(
            entitled ->
                entitled.stream().map(terms -> new EntitledInstrument(terms, calls)).toList());
  }
}
