package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/** Hubs that are broken in one way each, and the cases that must say so: these and no others. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody changes what the constants were made with.
enum BrokenHub {
  NOT_AT_ALL(Tamperings.silent(heard -> false)),
  ANSWERS_DUPLICATES_TWICE(
      Tamperings.answersDuplicatesTwice(),
      "DUP-01",
      "DUP-03",
      "DUP-04",
      "DUP-05",
      "DUP-07",
      "DUP-10"),
  SKIPS_REPORTS(
      Tamperings.silent(Tamperings::isPartialRestingFill),
      "ORD-15",
      "CXL-05",
      "RPL-05",
      "RPL-06",
      "REC-01",
      "MD-05",
      "TYPE-03",
      "TYPE-06",
      "SMP-01",
      "SMP-06",
      "RPL-17"),
  HOLDS_CANCELS_BACK(Tamperings.holdsCancelsBack(), "THR-03"),
  NEVER_SAYS_WHEN_TO_RETRY(Tamperings.neverSaysWhenToRetry(), "THR-02", "THR-03", "THR-04"),
  GIVES_A_WRONG_REASON(
      Tamperings.givesAnotherReason(OrdRejReason.INVALID_PRICE_INCREMENT), "REJ-05", "STOP-06"),
  SENDS_NO_HEARTBEAT(Tamperings.silent(Tamperings::isHeartbeat), "HB-01"),
  NEVER_CANCELS_ON_DISCONNECT(
      Tamperings.neverCancelsOnDisconnect(), "COD-01", "COD-02", "COD-03", "COD-04"),
  ACCEPTS_A_REPLAYED_LOGON(
      Tamperings.acceptsLogonsRefusedFor(NegotiationRejectCode.DUPLICATE_INCARNATION),
      "LOGON-05",
      "LOGON-06"),
  ACCEPTS_ANY_PROOF(
      Tamperings.acceptsLogonsRefusedFor(NegotiationRejectCode.CREDENTIALS),
      "LOGON-02",
      "LOGON-03",
      "LOGON-04",
      "LOGON-11"),
  HIDES_GAPS(Tamperings.silent(Tamperings::isNotApplied), "SEQ-01", "SEQ-02"),
  NEVER_TELLS_THE_SUPERSEDED(Tamperings.silent(Tamperings::isSuperseded), "LOGON-10", "COD-04"),
  FORGETS_POSS_RESEND(
      Tamperings.forgetsPossResend(),
      "DUP-01",
      "DUP-03",
      "DUP-04",
      "DUP-05",
      "DUP-07",
      "DUP-10",
      "REC-01",
      "REC-02",
      "RETR-01",
      "RETR-02",
      "COD-01",
      "COD-02",
      "COD-03",
      "COD-04"),
  TAKES_FILL_OR_KILL_FOR_IMMEDIATE_OR_CANCEL(
      Tamperings.takesFillOrKillForImmediateOrCancel(),
      "ORD-05",
      "ORD-06",
      "ORD-10",
      "STAT-02",
      "TYPE-08",
      "SMP-07",
      "PHASE-02"),
  CANCELS_EVERYTHING(Tamperings.cancelsEverything(), "MASS-02", "DUP-09"),
  FORGETS_EXEC_INST(
      Tamperings.misreadsOrders(order -> order.execInst((short) ExecInst.NONE)),
      "TYPE-05",
      "TYPE-06",
      "TYPE-08",
      "TYPE-12"),
  SHOWS_EVERYTHING(
      Tamperings.misreadsOrders(order -> order.displayQty(Fixed8.NULL)),
      "TYPE-03",
      "TYPE-04",
      "TYPE-11",
      "TYPE-12"),
  FORGETS_MIN_QTY(Tamperings.misreadsOrders(order -> order.minQty(0)), "TYPE-07", "TYPE-12"),
  NEVER_EXPIRES_ORDERS(Tamperings.misreadsExpiries(), "TYPE-09", "RPL-14"),
  WATCHES_TRADES_ONLY(
      Tamperings.misreadsOrders(order -> order.triggerPriceType(TriggerPriceType.NULL_VAL)),
      "STOP-03"),
  BREAKS_PAIRS(Tamperings.misreadsOrders(order -> order.clOrdLinkId("")), "OCO-01", "OCO-03"),
  LETS_ORDERS_MATCH_THEMSELVES(
      Tamperings.misreadsOrders(
          order -> order.selfMatchPreventionInstruction(SelfMatchPreventionInstruction.NONE)),
      "SMP-02",
      "SMP-03",
      "SMP-04",
      "SMP-05",
      "SMP-06",
      "SMP-07"),
  REPLACES_PRICE_AND_QUANTITY_ONLY(
      Tamperings.misreadsReplaces(OrderDefaults::plain), "RPL-14", "RPL-15", "STOP-05"),
  NEVER_SAYS_WHY(
      Tamperings.neverSaysWhy(),
      "TYPE-01",
      "TYPE-02",
      "TYPE-06",
      "TYPE-07",
      "OCO-01",
      "SMP-02",
      "SMP-03",
      "SMP-04",
      "SMP-05",
      "SMP-06",
      "SMP-07"),
  HIDES_THE_KILL_SWITCH(
      Tamperings.givesAnotherReason(OrdRejReason.KILL_SWITCH), "KILL-01", "KILL-03"),
  HIDES_AUCTIONS(Tamperings.hidesAuctions(), "PHASE-03", "PHASE-04", "PHASE-05"),
  LEAVES_AMENDED_ORDERS_FILLED(Tamperings.leavesAmendedOrdersFilled(), "BUST-01", "BUST-02"),
  REFRESHES_A_WRONG_BOOK(BrokenHub::wrongRefresh, "MD-07", "MD-08"),
  TELLS_WRONG_TRADES(BrokenHub::wrongTrade, "MD-05", "PHASE-03");

  private final Supplier<Tampering> tampering;
  private final UnaryOperator<byte[]> marketData;
  private final List<String> failing;

  BrokenHub(final Supplier<Tampering> tampering, final String... failing) {
    this.tampering = tampering;
    this.marketData = UnaryOperator.identity();
    this.failing = List.of(failing);
  }

  BrokenHub(final UnaryOperator<byte[]> marketData, final String... failing) {
    this.tampering = Tamperings.silent(heard -> false);
    this.marketData = marketData;
    this.failing = List.of(failing);
  }

  /** For one connection. */
  Tampering tampering() {
    return tampering.get();
  }

  UnaryOperator<byte[]> marketData() {
    return marketData;
  }

  /** Ids of all cases that fail against it; those of the first one's group are quick. */
  List<String> failing() {
    return failing;
  }

  /** What the id of the first of them begins with. */
  String firstGroup() {
    return failing.get(0).substring(0, failing.get(0).indexOf('-'));
  }

  private static int templateId(final byte[] frame) {
    return new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 0).templateId();
  }

  /** Where entries of both groups keep what is changed: behind an int64. */
  private static final int SECOND_LONG = Long.BYTES;

  /** Every level of a full refresh has one more than it should. */
  private static byte[] wrongRefresh(final byte[] frame) {
    if (templateId(frame) == FullRefreshByPriceDecoder.TEMPLATE_ID) {
      final UnsafeBuffer buffer = new UnsafeBuffer(frame);
      final FullRefreshByPriceDecoder refresh =
          new FullRefreshByPriceDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
      for (final FullRefreshByPriceDecoder.EntriesDecoder entry : refresh.entries()) {
        final int at =
            refresh.limit()
                - FullRefreshByPriceDecoder.EntriesDecoder.sbeBlockLength()
                + SECOND_LONG;
        buffer.putLong(at, entry.size() + 1, ByteOrder.LITTLE_ENDIAN);
      }
    }
    return frame;
  }

  /** Every trade was cheaper than it should have been. */
  private static byte[] wrongTrade(final byte[] frame) {
    if (templateId(frame) == IncrementalRefreshByPriceDecoder.TEMPLATE_ID) {
      final UnsafeBuffer buffer = new UnsafeBuffer(frame);
      final IncrementalRefreshByPriceDecoder increment =
          new IncrementalRefreshByPriceDecoder()
              .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
      increment.entries().forEach(entry -> {});
      for (final IncrementalRefreshByPriceDecoder.TradesDecoder trade : increment.trades()) {
        final int at =
            increment.limit()
                - IncrementalRefreshByPriceDecoder.TradesDecoder.sbeBlockLength()
                + SECOND_LONG;
        buffer.putLong(at, trade.price() - 1, ByteOrder.LITTLE_ENDIAN);
      }
    }
    return frame;
  }
}
