package io.qanat.hub.gateway.http;

import io.qanat.codecs.entity.EntitlementsAnswerDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/**
 * An instrument that the caller's partner may trade, on its terms. Only {@link PartnerScope} makes
 * one, and nothing else reaches an instrument.
 */
public final class EntitledInstrument {
  /** What the partner trades it on; numbers are Fixed8. */
  record Terms(
      long securityId,
      String symbol,
      String baseCurrency,
      String quoteCurrency,
      ContractType contractType,
      long contractSize,
      long tickSize,
      long lotSize,
      long minQty,
      long maxQty,
      long lowLimitPrice,
      long highLimitPrice,
      long marginRate,
      long makerFeeRate,
      long takerFeeRate,
      boolean nonPositivePricesAllowed) {
    static Terms of(final EntitlementsAnswerDecoder.InstrumentsDecoder entry) {
      return new Terms(
          entry.instrument(),
          entry.symbol(),
          entry.baseCurrency(),
          entry.quoteCurrency(),
          entry.contractType(),
          entry.contractSize(),
          entry.tickSize(),
          entry.lotSize(),
          entry.minQty(),
          entry.maxQty(),
          entry.lowLimitPrice(),
          entry.highLimitPrice(),
          entry.marginRate(),
          entry.makerFeeRate(),
          entry.takerFeeRate(),
          entry.nonPositivePricesAllowed() == Bool.YES);
    }
  }

  private final Terms terms;
  private final EntityCalls calls;

  EntitledInstrument(final Terms terms, final EntityCalls calls) {
    this.terms = terms;
    this.calls = calls;
  }

  /** Number of the instrument, the SecurityID of its market data. */
  public long securityId() {
    return terms.securityId();
  }

  public String symbol() {
    return terms.symbol();
  }

  Terms terms() {
    return terms;
  }

  /**
   * Asks the instrument; its answer, or fails with a {@link Problem}.
   *
   * @param isComplete whether these are all messages of the answer
   */
  public CompletionStage<List<DirectBuffer>> query(
      final DirectBuffer body, final Predicate<List<DirectBuffer>> isComplete) {
    return calls
        .query(EntityKey.instrument(securityId()), body, isComplete)
        .thenApply(outcome -> Outcomes.answered(outcome).messages());
  }
}
