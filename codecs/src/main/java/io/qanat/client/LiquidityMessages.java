package io.qanat.client;

import io.qanat.codecs.liquidity.MessageHeaderEncoder;
import io.qanat.codecs.liquidity.PriceRequestEncoder;
import io.qanat.codecs.liquidity.ProviderReportEncoder;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes what partners and providers say of prices and orders; each returns the length. */
final class LiquidityMessages {
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PriceRequestEncoder priceRequest = new PriceRequestEncoder();
  private final ProviderReportEncoder providerReport = new ProviderReportEncoder();

  DirectBuffer buffer() {
    return buffer;
  }

  int priceRequest(
      final long seqNum,
      final long securityId,
      final long account,
      final SubscriptionRequestType type) {
    priceRequest
        .wrapAndApplyHeader(buffer, 0, header)
        .seqNum(seqNum)
        .securityId(securityId)
        .account(account)
        .subscriptionRequestType(type);
    return MessageHeaderEncoder.ENCODED_LENGTH + PriceRequestEncoder.BLOCK_LENGTH;
  }

  int providerReport(final long seqNum, final ProviderReport report) {
    providerReport
        .wrapAndApplyHeader(buffer, 0, header)
        .seqNum(seqNum)
        .securityId(report.securityId())
        .providerOrderId(report.providerOrderId())
        .provider(report.provider())
        .ordStatus(report.ordStatus())
        .lastPx(report.lastPx())
        .lastQty(report.lastQty())
        .cumQty(report.cumQty())
        .avgPx(report.avgPx())
        .transactTime(report.transactTimeNanos());
    return MessageHeaderEncoder.ENCODED_LENGTH + ProviderReportEncoder.BLOCK_LENGTH;
  }
}
