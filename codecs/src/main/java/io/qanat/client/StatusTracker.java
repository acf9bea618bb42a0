package io.qanat.client;

import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import org.agrona.DirectBuffer;

/** The trading status of one instrument, which several messages carry; told when it changes. */
final class StatusTracker {
  private final long securityId;
  private final MarketDataListener listener;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final SecurityStatusDecoder decoder = new SecurityStatusDecoder();
  private SecurityTradingStatus status = SecurityTradingStatus.NULL_VAL;

  StatusTracker(final long securityId, final MarketDataListener listener) {
    this.securityId = securityId;
    this.listener = listener;
  }

  SecurityTradingStatus status() {
    return status;
  }

  boolean isStatus(final DirectBuffer buffer) {
    return header.wrap(buffer, 0).templateId() == SecurityStatusDecoder.TEMPLATE_ID;
  }

  boolean apply(final DirectBuffer buffer) {
    set(decoder.wrapAndApplyHeader(buffer, 0, header).securityTradingStatus());
    return true;
  }

  void set(final SecurityTradingStatus newStatus) {
    if (status != newStatus) {
      status = newStatus;
      listener.onStatus(securityId, newStatus);
    }
  }
}
