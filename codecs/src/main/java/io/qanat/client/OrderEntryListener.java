package io.qanat.client;

import io.qanat.codecs.liquidity.LiquidityRejectDecoder;
import io.qanat.codecs.liquidity.MassQuoteAckDecoder;
import io.qanat.codecs.liquidity.PricesDecoder;
import io.qanat.codecs.liquidity.ProviderOrderDecoder;
import io.qanat.codecs.liquidity.ProviderOrderStatusRequestDecoder;
import io.qanat.codecs.liquidity.ProviderReportDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectCode;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectCode;
import io.qanat.codecs.orderentry.TerminateCode;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * What an {@link OrderEntryClient} tells its application, from within {@link
 * OrderEntryClient#poll()}. Decoders are valid during the call only. The three kinds of report of
 * an account arrive once and in order of {@code reportNo}, whatever was lost or sent twice; answers
 * to status requests ({@code reportNo} 0) arrive as they come. What comes again goes to {@link
 * #onRepeated}.
 *
 * <p>An exception leaves through {@code poll}; the report counts as delivered.
 */
public interface OrderEntryListener {
  /** The hub knows this client; the throttle it publishes does not hold back cancels. */
  default void onNegotiated(final long messagesPerSecondMax, final long burstMax) {}

  /** The hub refused the logon; {@code onClosed} follows. */
  default void onNegotiationRejected(
      final NegotiationRejectCode code, final long lastIncarnation, final String text) {}

  /** Accounts may be claimed and orders sent. */
  default void onEstablished() {}

  /** The hub refused to bind the session; {@code onClosed} follows. */
  default void onEstablishmentRejected(final EstablishmentRejectCode code, final String text) {}

  /** The hub ended the session; {@code onClosed} follows. */
  default void onTerminated(final TerminateCode code, final String text) {}

  /** The client ended; nothing follows. */
  default void onClosed(final CloseReason reason) {}

  /**
   * These messages of this client never reached the hub. What they asked for did not happen; send
   * it again if it is still wanted. Claims and acknowledgements are repeated by the client itself.
   */
  default void onNotApplied(final long fromSeqNo, final long count) {}

  /** The account's reports come here now; {@code nextReportNo} is the next the hub will make. */
  default void onAccountClaimed(
      final long account, final long nextReportNo, final long oldestReportNo) {}

  /** Another session claimed the account; its reports go there. */
  default void onAccountReleased(final long account) {}

  /**
   * Reports that the application expected cannot be had: the hub forgot them because they had been
   * acknowledged, or it never made them. The flow goes on with {@code resumesAtReportNo}.
   */
  default void onReportsUnavailable(
      final long account, final long fromReportNo, final long resumesAtReportNo) {}

  /** The hub refused to send reports again; asked again later, except for an unknown account. */
  default void onRetransmitRejected(final long account, final RetransmitRejectCode code) {}

  /** What became of an order. */
  default void onExecutionReport(final ExecutionReportDecoder report) {}

  /** A cancel or replace request was refused; the order is as it was. */
  default void onOrderCancelReject(final OrderCancelRejectDecoder reject) {}

  /** The answer to a mass cancel; each order cancelled by it is reported on its own. */
  default void onOrderMassActionReport(final OrderMassActionReportDecoder report) {}

  /**
   * A report that was delivered before, in this run or an earlier one, came again: the same request
   * was asked again, or the hub could not know that it had arrived. One of the decoders above.
   */
  default void onRepeated(final MessageDecoderFlyweight report) {}

  /** What became of a MassQuote; unless it asked for more, only what was refused is told. */
  default void onMassQuoteAck(final MassQuoteAckDecoder ack) {}

  /** The partner's own prices, the whole of them, for an account that asked for them. */
  default void onPrices(final PricesDecoder prices) {}

  /** To a provider: an order of the hub, to be answered by {@link ProviderReportDecoder}s. */
  default void onProviderOrder(final ProviderOrderDecoder order) {}

  /** To a provider: the hub does not know how an order stands; to be answered likewise. */
  default void onProviderOrderStatusRequest(final ProviderOrderStatusRequestDecoder request) {}

  /** A request for prices or a provider's report was refused; nothing has changed. */
  default void onLiquidityReject(final LiquidityRejectDecoder reject) {}

  /**
   * A message was well-formed but not taken; nothing changed. A claim that may be retried is
   * repeated by the client itself.
   */
  default void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {}
}
