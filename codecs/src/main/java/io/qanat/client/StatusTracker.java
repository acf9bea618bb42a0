package io.qanat.client;

import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.value.Fixed8;
import org.agrona.DirectBuffer;

/**
 * The trading status of one instrument, its phase and what its auction would give, which several
 * messages carry; told when they change.
 */
final class StatusTracker {
  private final long securityId;
  private final MarketDataListener listener;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final SecurityStatusDecoder decoder = new SecurityStatusDecoder();
  private SecurityTradingStatus status = SecurityTradingStatus.NULL_VAL;
  private TradingPhase phase = TradingPhase.NULL_VAL;
  private long indicativePx = Fixed8.NULL;
  private long indicativeQty;
  private long imbalanceQty;

  StatusTracker(final long securityId, final MarketDataListener listener) {
    this.securityId = securityId;
    this.listener = listener;
  }

  SecurityTradingStatus status() {
    return status;
  }

  TradingPhase phase() {
    return phase;
  }

  boolean apply(final DirectBuffer buffer) {
    decoder.wrapAndApplyHeader(buffer, 0, header);
    set(decoder.securityTradingStatus());
    setAuction(
        decoder.tradingPhase(),
        decoder.indicativePx(),
        decoder.indicativeQty(),
        decoder.imbalanceQty());
    return true;
  }

  void set(final SecurityTradingStatus newStatus) {
    if (status != newStatus) {
      status = newStatus;
      listener.onStatus(securityId, newStatus);
    }
  }

  /** A hub of an older version says nothing of phases: {@link TradingPhase#NULL_VAL}. */
  void setAuction(
      final TradingPhase newPhase, final long price, final long volume, final long imbalance) {
    if (newPhase == TradingPhase.NULL_VAL
        || (newPhase == phase
            && price == indicativePx
            && volume == indicativeQty
            && imbalance == imbalanceQty)) {
      return;
    }
    phase = newPhase;
    indicativePx = price;
    indicativeQty = volume;
    imbalanceQty = imbalance;
    listener.onTradingPhase(securityId, newPhase, price, volume, imbalance);
  }
}
