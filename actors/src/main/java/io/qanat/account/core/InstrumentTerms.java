package io.qanat.account.core;

import io.qanat.codecs.entity.AccountTermsDecoder;
import io.qanat.codecs.entity.AccountTermsEncoder;
import io.qanat.codecs.entity.EntitlementPutDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;

/**
 * On what terms a partner's accounts trade one instrument. Prices, quantities and rates are Fixed8.
 *
 * @param contractSize units of the base currency in quantity 1
 * @param lowLimitPrice lowest price an order may have; market orders are assumed to go no lower
 * @param marginRate part of a CFD's notional that is reserved
 * @param entitled false: no new orders, but what is open still settles
 */
public record InstrumentTerms(
    long instrument,
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
    String symbol,
    String baseCurrency,
    String quoteCurrency,
    ContractType contractType,
    boolean nonPositivePricesAllowed,
    boolean entitled) {

  /** The entitlement as an operator put it. */
  public static InstrumentTerms of(final EntitlementPutDecoder put) {
    return new InstrumentTerms(
        put.instrument(),
        put.contractSize(),
        put.tickSize(),
        put.lotSize(),
        put.minQty(),
        put.maxQty(),
        put.lowLimitPrice(),
        put.highLimitPrice(),
        put.marginRate(),
        put.makerFeeRate(),
        put.takerFeeRate(),
        put.symbol(),
        put.baseCurrency(),
        put.quoteCurrency(),
        put.contractType(),
        put.nonPositivePricesAllowed() == Bool.YES,
        true);
  }

  static InstrumentTerms of(final AccountTermsDecoder.InstrumentsDecoder entry) {
    return new InstrumentTerms(
        entry.instrument(),
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
        entry.symbol(),
        entry.baseCurrency(),
        entry.quoteCurrency(),
        entry.contractType(),
        entry.nonPositivePricesAllowed() == Bool.YES,
        entry.entitled() == Bool.YES);
  }

  void encode(final AccountTermsEncoder.InstrumentsEncoder entry) {
    entry
        .instrument(instrument)
        .contractSize(contractSize)
        .tickSize(tickSize)
        .lotSize(lotSize)
        .minQty(minQty)
        .maxQty(maxQty)
        .lowLimitPrice(lowLimitPrice)
        .highLimitPrice(highLimitPrice)
        .marginRate(marginRate)
        .makerFeeRate(makerFeeRate)
        .takerFeeRate(takerFeeRate)
        .symbol(symbol)
        .baseCurrency(baseCurrency)
        .quoteCurrency(quoteCurrency)
        .contractType(contractType)
        .nonPositivePricesAllowed(nonPositivePricesAllowed ? Bool.YES : Bool.NO)
        .entitled(entitled ? Bool.YES : Bool.NO);
  }

  /** The same terms under another entitlement. */
  public InstrumentTerms withEntitled(final boolean value) {
    return new InstrumentTerms(
        instrument,
        contractSize,
        tickSize,
        lotSize,
        minQty,
        maxQty,
        lowLimitPrice,
        highLimitPrice,
        marginRate,
        makerFeeRate,
        takerFeeRate,
        symbol,
        baseCurrency,
        quoteCurrency,
        contractType,
        nonPositivePricesAllowed,
        value);
  }

  /** Whether positions taken on the other terms can settle on these. */
  public boolean settlesLike(final InstrumentTerms other) {
    return contractSize == other.contractSize
        && contractType == other.contractType
        && baseCurrency.equals(other.baseCurrency)
        && quoteCurrency.equals(other.quoteCurrency);
  }

  /** Whether profit is settled in the quote currency, without delivery. */
  public boolean isCfd() {
    return contractType == ContractType.CFD;
  }

  /** The greatest magnitude that a price within the band has. */
  long widestPrice() {
    return Math.max(Math.abs(lowLimitPrice), Math.abs(highLimitPrice));
  }
}
