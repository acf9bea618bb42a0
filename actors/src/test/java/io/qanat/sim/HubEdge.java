package io.qanat.sim;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectEncoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.entity.Edge;
import io.qanat.instrument.core.FeedFollower;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All clients and subscribers at once. Keeps the numbered reports of each account and follows the
 * books; what arrives a second time must be what arrived first.
 */
final class HubEdge implements Edge {
  /** What becomes of a refused input. */
  interface RefusalHandler {
    void onRefused(long entity, int retryAfterMillis, DirectBuffer input);
  }

  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int MARKET_DATA_EPOCH_OFFSET = HEADER + Long.BYTES;
  private static final int RPT_SEQ_OFFSET = HEADER + 2 * Long.BYTES;

  private static final class Market {
    private final FeedFollower follower = new FeedFollower();
    private final Map<MDFeed, List<DirectBuffer>> seen = new TreeMap<>();
    private long epoch;
  }

  private final long seed;
  private final RefusalHandler refusals;
  private final Map<Long, SortedMap<Long, DirectBuffer>> reports = new TreeMap<>();
  private final Map<Long, Market> markets = new TreeMap<>();
  private final Map<Long, List<DirectBuffer>> replies = new TreeMap<>();
  private final Set<String> answered = new TreeSet<>();
  private int duplicates;

  HubEdge(final long seed, final RefusalHandler refusals) {
    this.seed = seed;
    this.refusals = refusals;
  }

  /** Reports of an account by number, possResend cleared. */
  SortedMap<Long, DirectBuffer> reports(final long account) {
    return reports.computeIfAbsent(account, a -> new TreeMap<>());
  }

  /** The book that a subscriber has who heard everything from the first message on. */
  FeedFollower market(final long entity) {
    return markets.computeIfAbsent(entity, e -> new Market()).follower;
  }

  /** Whether an account's request has had another answer than that it is pending. */
  boolean isAnswered(final long account, final String clOrdId) {
    return answered.contains(account + "/" + clOrdId);
  }

  /** How many reports and market-data messages came again. */
  int duplicates() {
    return duplicates;
  }

  List<DirectBuffer> replies(final long requestId) {
    return replies.getOrDefault(requestId, List.of());
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final UnsafeBuffer report = copy(buffer, offset, length);
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(report, 0);
    switch (header.templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID -> {
        new ExecutionReportEncoder().wrap(report, HEADER).possResend(Bool.NO);
        final ExecutionReportDecoder r =
            new ExecutionReportDecoder().wrapAndApplyHeader(report, 0, header);
        if (r.execType() != ExecType.PENDING_NEW && r.execType() != ExecType.ORDER_STATUS) {
          answered.add(r.account() + "/" + r.clOrdId());
        }
        keep(r.account(), r.reportNo(), report);
      }
      case OrderCancelRejectDecoder.TEMPLATE_ID -> {
        new OrderCancelRejectEncoder().wrap(report, HEADER).possResend(Bool.NO);
        final OrderCancelRejectDecoder r =
            new OrderCancelRejectDecoder().wrapAndApplyHeader(report, 0, header);
        answered.add(r.account() + "/" + r.clOrdId());
        keep(r.account(), r.reportNo(), report);
      }
      case OrderMassActionReportDecoder.TEMPLATE_ID -> {
        new OrderMassActionReportEncoder().wrap(report, HEADER).possResend(Bool.NO);
        final OrderMassActionReportDecoder r =
            new OrderMassActionReportDecoder().wrapAndApplyHeader(report, 0, header);
        answered.add(r.account() + "/" + r.clOrdId());
        keep(r.account(), r.reportNo(), report);
      }
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> {
        final BusinessMessageRejectDecoder r =
            new BusinessMessageRejectDecoder().wrapAndApplyHeader(report, 0, header);
        answered.add(r.account() + "/" + r.clOrdId());
      }
      default -> {
        // The session's own messages are not numbered.
      }
    }
  }

  private void keep(final long account, final long reportNo, final DirectBuffer report) {
    if (reportNo != 0) {
      requireSame(reports(account).putIfAbsent(reportNo, report), report, "report " + reportNo);
    }
  }

  private void requireSame(final DirectBuffer first, final DirectBuffer now, final String what) {
    if (first != null) {
      duplicates++;
      if (!first.equals(now)) {
        throw new AssertionError("seed " + seed + ": " + what + " came again with other content");
      }
    }
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    replies.computeIfAbsent(requestId, r -> new ArrayList<>()).add(copy(buffer, offset, length));
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final Market market = markets.computeIfAbsent(entity, e -> new Market());
    if (epoch < market.epoch) {
      // Of an owner that has been replaced and does not know it yet: subscribers discard it.
      return;
    }
    market.epoch = epoch;
    final UnsafeBuffer message = copy(buffer, offset, length);
    message.putLong(MARKET_DATA_EPOCH_OFFSET, 0);
    final int rptSeq = (int) message.getLong(RPT_SEQ_OFFSET, ByteOrder.LITTLE_ENDIAN);
    final List<DirectBuffer> seen = market.seen.computeIfAbsent(feed, f -> new ArrayList<>());
    if (rptSeq <= seen.size()) {
      requireSame(seen.get(rptSeq - 1), message, feed + " " + rptSeq);
    } else if (rptSeq == seen.size() + 1) {
      seen.add(message);
      market.follower.toMarketData(feed, message, 0, length);
    } else {
      throw new AssertionError(
          "seed " + seed + ": " + feed + " " + rptSeq + " follows " + seen.size());
    }
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {}

  @Override
  public void onRefused(
      final long entity,
      final Refusal refusal,
      final int retryAfterMillis,
      final long requestId,
      final DirectBuffer input,
      final int offset,
      final int length) {
    if (refusal == Refusal.POISON) {
      throw new AssertionError("seed " + seed + ": a core failed on an input");
    }
    refusals.onRefused(entity, retryAfterMillis, copy(input, offset, length));
  }

  private static UnsafeBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
    copy.putBytes(0, buffer, offset, length);
    return copy;
  }
}
