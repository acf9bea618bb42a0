package io.qanat.hub.demo;

import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Quotes one instrument: a ladder of orders on both sides of its fair value, moved when the value
 * moves and replenished when taken.
 */
final class Maker extends Participant {
  private static final int LEVELS = 5;
  private static final long STEP_NANOS = 50_000_000L;

  /** One rung of the ladder, and the order that stands on it, if any. */
  private static final class Rung {
    private final Side side;
    private final int level;
    private String clOrdId;
    private String pending;
    private long priceTicks;
    private long pendingTicks;
    private boolean live;

    Rung(final Side side, final int level) {
      this.side = side;
      this.level = level;
    }
  }

  private final long account;
  private final InstrumentSetup instrument;
  private final FairValue fairValue;
  private final long quantity;
  private final List<Rung> rungs = new ArrayList<>();
  private final Map<String, Rung> byClOrdId = new HashMap<>();
  private boolean cleared;
  private long nextStepNanos;
  private long fairTicks;

  Maker(
      final Function<OrderEntryListener, OrderEntryClient> connector,
      final DemoStatistics statistics,
      final long account,
      final InstrumentSetup instrument,
      final FairValue fairValue,
      final String runId) {
    super(connector, statistics, List.of(account), runId);
    this.account = account;
    this.instrument = instrument;
    this.fairValue = fairValue;
    quantity = instrument.minQty() * 10;
    for (int level = 0; level < LEVELS; level++) {
      rungs.add(new Rung(Side.BUY, level));
      rungs.add(new Rung(Side.SELL, level));
    }
  }

  @Override
  int trade(final long nowNanos) {
    if (!cleared) {
      // What an earlier run left in the book is taken out before quoting anew.
      cleared =
          client().massCancel(account, MassActionScope.ALL_SECURITIES, 0, nextClOrdId())
              == Offer.SENT;
      return 1;
    }
    int work = 0;
    if (nowNanos - nextStepNanos >= 0) {
      nextStepNanos = nowNanos + STEP_NANOS;
      fairTicks = fairValue.nextTicks(nowNanos, instrument.tickSize());
      work++;
    }
    for (final Rung rung : rungs) {
      work += keep(rung);
    }
    return work;
  }

  private int keep(final Rung rung) {
    final long wanted =
        rung.side == Side.BUY ? fairTicks - 1 - rung.level : fairTicks + 1 + rung.level;
    if (rung.pending != null || (rung.live && rung.priceTicks == wanted)) {
      return 0;
    }
    final String clOrdId = nextClOrdId();
    final long price = wanted * instrument.tickSize();
    final Offer offer =
        rung.live
            ? client().replace(account, 0, clOrdId, rung.clOrdId, price, quantity)
            : client()
                .newOrder(
                    account,
                    instrument.id(),
                    clOrdId,
                    rung.side,
                    OrdType.LIMIT,
                    TimeInForce.GOOD_TILL_CANCEL,
                    price,
                    quantity);
    if (!sent(offer, clOrdId)) {
      return 0;
    }
    rung.pending = clOrdId;
    rung.pendingTicks = wanted;
    byClOrdId.put(clOrdId, rung);
    return 1;
  }

  @Override
  void onReport(final ExecutionReportDecoder report) {
    final String clOrdId = report.clOrdId();
    final Rung rung = byClOrdId.get(clOrdId);
    if (rung == null) {
      return;
    }
    switch (report.execType()) {
      case NEW, REPLACED -> {
        if (rung.clOrdId != null && !rung.clOrdId.equals(clOrdId)) {
          byClOrdId.remove(rung.clOrdId);
        }
        rung.clOrdId = clOrdId;
        rung.priceTicks = rung.pendingTicks;
        rung.pending = null;
        rung.live = report.leavesQty() > 0;
      }
      case TRADE -> {
        if (report.leavesQty() == 0) {
          gone(rung, clOrdId);
        }
      }
      case CANCELED, EXPIRED, REJECTED -> gone(rung, clOrdId);
      default -> {}
    }
  }

  private void gone(final Rung rung, final String clOrdId) {
    byClOrdId.remove(clOrdId);
    if (clOrdId.equals(rung.pending)) {
      rung.pending = null;
    }
    rung.live = false;
  }

  @Override
  void onRequestRefused(final String clOrdId) {
    final Rung rung = byClOrdId.remove(clOrdId);
    if (rung != null && clOrdId.equals(rung.pending)) {
      rung.pending = null;
    }
  }

  /** The middle it quotes around, for people. */
  String fair() {
    return Fixed8.format(fairTicks * instrument.tickSize());
  }
}
