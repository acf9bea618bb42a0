package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.FullRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import io.qanat.entity.core.Outputs;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * A subscriber that believes nothing: keeps the book by price and by order from the feeds, or takes
 * them from a full refresh, and fails on a gap, on a NEW of what it knows, on a CHANGE or DELETE of
 * what it does not.
 */
public final class FeedFollower implements Outputs {
  public record LevelKey(Side side, long price) {}

  public record Level(long size, int numberOfOrders) {}

  public record RestingOrder(Side side, long price, long priority, long size) {}

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final IncrementalRefreshByPriceDecoder byPrice = new IncrementalRefreshByPriceDecoder();
  private final IncrementalRefreshByOrderDecoder byOrder = new IncrementalRefreshByOrderDecoder();
  private final OrderReportDecoder report = new OrderReportDecoder();

  private final Map<LevelKey, Level> levels = new HashMap<>();
  private final Map<Long, RestingOrder> orders = new TreeMap<>();
  private final Map<MDFeed, Long> rptSeqs = new EnumMap<>(MDFeed.class);
  private final Map<MDFeed, Boolean> open = new EnumMap<>(MDFeed.class);
  private final Set<ReportType> seen = EnumSet.noneOf(ReportType.class);
  private String top = "";
  private long tradesByPrice;
  private long tradesByOrder;
  private long reportedTrades;

  public Map<LevelKey, Level> levels() {
    return levels;
  }

  public Map<Long, RestingOrder> orders() {
    return orders;
  }

  public Map<MDFeed, Long> rptSeqs() {
    return rptSeqs;
  }

  String top() {
    return top;
  }

  long tradesByPrice() {
    return tradesByPrice;
  }

  public long tradesByOrder() {
    return tradesByOrder;
  }

  /** Types of the reports that accounts received. */
  Set<ReportType> seen() {
    return seen;
  }

  long reportedTrades() {
    return reportedTrades;
  }

  /** The orders, summed up by price. */
  public Map<LevelKey, Level> levelsOfOrders() {
    final Map<LevelKey, Level> sums = new HashMap<>();
    for (final RestingOrder order : orders.values()) {
      sums.merge(
          new LevelKey(order.side(), order.price()),
          new Level(order.size(), 1),
          (a, b) -> new Level(a.size() + b.size(), a.numberOfOrders() + b.numberOfOrders()));
    }
    return sums;
  }

  void requireEndOfEvent() {
    assertThat(open.values()).doesNotContain(true);
  }

  @Override
  public void toPeer(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    report.wrapAndApplyHeader(buffer, offset, new io.qanat.codecs.entity.MessageHeaderDecoder());
    seen.add(report.reportType());
    if (report.reportType() == ReportType.TRADED) {
      reportedTrades++;
    }
  }

  @Override
  public void toSession(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    throw new AssertionError("an instrument speaks to no session");
  }

  @Override
  public void toMarketData(
      final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    assertThat(length).isLessThanOrEqualTo(32 * 1024);
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case TopOfBookDecoder.TEMPLATE_ID -> onTop(buffer, offset);
      case IncrementalRefreshByPriceDecoder.TEMPLATE_ID -> {
        byPrice.wrapAndApplyHeader(buffer, offset, header);
        count(feed, byPrice.rptSeq());
        open.put(feed, byPrice.endOfEvent() == Bool.NO);
        byPrice.entries().forEach(this::onLevel);
        tradesByPrice += byPrice.trades().count();
      }
      case IncrementalRefreshByOrderDecoder.TEMPLATE_ID -> {
        byOrder.wrapAndApplyHeader(buffer, offset, header);
        count(feed, byOrder.rptSeq());
        open.put(feed, byOrder.endOfEvent() == Bool.NO);
        byOrder.entries().forEach(this::onOrder);
      }
      case SecurityStatusDecoder.TEMPLATE_ID ->
          count(
              feed,
              new SecurityStatusDecoder().wrapAndApplyHeader(buffer, offset, header).rptSeq());
      case TradeAmendmentDecoder.TEMPLATE_ID ->
          count(
              feed,
              new TradeAmendmentDecoder().wrapAndApplyHeader(buffer, offset, header).rptSeq());
      default -> throw new AssertionError("template " + header.templateId());
    }
  }

  @Override
  public void reply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    assertThat(length).isLessThanOrEqualTo(32 * 1024);
    header.wrap(buffer, offset);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return;
    }
    switch (header.templateId()) {
      case TopOfBookDecoder.TEMPLATE_ID -> onTop(buffer, offset);
      case FullRefreshByPriceDecoder.TEMPLATE_ID -> {
        final FullRefreshByPriceDecoder full =
            new FullRefreshByPriceDecoder().wrapAndApplyHeader(buffer, offset, header);
        rptSeqs.put(MDFeed.BY_PRICE, full.rptSeq());
        full.entries()
            .forEach(
                entry ->
                    levels.put(
                        new LevelKey(entry.side(), entry.price()),
                        new Level(entry.size(), entry.numberOfOrders())));
      }
      case FullRefreshByOrderDecoder.TEMPLATE_ID -> {
        final FullRefreshByOrderDecoder full =
            new FullRefreshByOrderDecoder().wrapAndApplyHeader(buffer, offset, header);
        rptSeqs.put(MDFeed.BY_ORDER, full.rptSeq());
        full.entries()
            .forEach(
                entry ->
                    orders.put(
                        entry.mdOrderId(),
                        new RestingOrder(
                            entry.side(), entry.price(), entry.mdOrderPriority(), entry.size())));
      }
      default -> {
        // The definition has nothing to follow.
      }
    }
  }

  private void onTop(final DirectBuffer buffer, final int offset) {
    final TopOfBookDecoder decoder =
        new TopOfBookDecoder().wrapAndApplyHeader(buffer, offset, header);
    rptSeqs.put(MDFeed.TOP, decoder.rptSeq());
    top = decoder.toString();
  }

  private void count(final MDFeed feed, final long rptSeq) {
    assertThat(rptSeq).as("RptSeq of %s", feed).isEqualTo(rptSeqs.getOrDefault(feed, 0L) + 1);
    rptSeqs.put(feed, rptSeq);
  }

  private void onLevel(final IncrementalRefreshByPriceDecoder.EntriesDecoder entry) {
    final LevelKey key = new LevelKey(entry.side(), entry.price());
    final Level old =
        entry.updateAction() == MDUpdateAction.DELETE
            ? levels.remove(key)
            : levels.put(key, new Level(entry.size(), entry.numberOfOrders()));
    requireKnown(entry.updateAction(), old, key);
  }

  private void onOrder(final IncrementalRefreshByOrderDecoder.EntriesDecoder entry) {
    if (entry.updateAction() == MDUpdateAction.TRADE) {
      assertThat(entry.mdOrderId()).as("name of a hidden order").isZero();
      assertThat(entry.tradedQty()).isPositive();
      tradesByOrder++;
      return;
    }
    final RestingOrder old =
        entry.updateAction() == MDUpdateAction.DELETE
            ? orders.remove(entry.mdOrderId())
            : orders.put(
                entry.mdOrderId(),
                new RestingOrder(
                    entry.side(), entry.price(), entry.mdOrderPriority(), entry.size()));
    requireKnown(entry.updateAction(), old, entry.mdOrderId());
    if (entry.tradeId() != 0) {
      tradesByOrder++;
      assertThat(old.size() - entry.size()).isEqualTo(entry.tradedQty()).isPositive();
    }
  }

  private static void requireKnown(
      final MDUpdateAction action, final Object old, final Object what) {
    if ((old == null) != (action == MDUpdateAction.NEW)) {
      throw new AssertionError(action + " of " + what + ", known as " + old);
    }
  }
}
