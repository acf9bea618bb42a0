package io.qanat.loadtest.providers;

import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.LiquidityRejectDecoder;
import io.qanat.codecs.liquidity.PricesDecoder;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.RunException;
import java.math.RoundingMode;
import java.util.Random;
import java.util.function.Function;

/** A partner that sees its own prices and sends orders at random, one at a time. */
final class TradingPartner implements OrderEntryListener {
  /** A fill of its own. */
  record Fill(long tradeId, long px, long qty) {}

  private final long account;
  private final long securityId;
  private final Random random;
  private final OrderEntryClient client;
  private boolean subscribed;
  private boolean working;
  private boolean claimed;
  private long orders;
  private long fills;
  private long rejects;
  private long position;
  private long cash;
  private long prices;
  private long bidPx = Fixed8.NULL;
  private long offerPx = Fixed8.NULL;
  private Fill lowest;
  private Fill highest;
  private String failure;

  TradingPartner(
      final long account,
      final long securityId,
      final long seed,
      final Function<OrderEntryListener, OrderEntryClient> connect) {
    this.account = account;
    this.securityId = securityId;
    random = new Random(seed);
    client = connect.apply(this);
  }

  boolean isReady() {
    return claimed && subscribed;
  }

  int poll() {
    final int work = client.poll();
    if (failure != null) {
      throw new RunException("account " + account + ": " + failure);
    }
    if (client.state() == OrderEntryClient.State.ESTABLISHED && claimed && !subscribed) {
      subscribed =
          client.requestPrices(securityId, account, SubscriptionRequestType.SUBSCRIBE)
              == Offer.SENT;
    }
    return work;
  }

  @Override
  public void onEstablished() {
    client.claimAccount(account, 1);
  }

  @Override
  public void onAccountClaimed(
      final long number, final long nextReportNo, final long oldestReportNo) {
    claimed = true;
  }

  /** Sends an order if none is under way and there is a price; sometimes with a limit. */
  void trade() {
    if (working || bidPx == Fixed8.NULL || offerPx == Fixed8.NULL) {
      return;
    }
    final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    final boolean limited = random.nextInt(3) == 0;
    final long px = side == Side.BUY ? offerPx : bidPx;
    final Offer offer =
        client.newOrder(
            account,
            securityId,
            "o" + (orders + 1),
            side,
            limited ? OrdType.LIMIT : OrdType.MARKET,
            TimeInForce.IMMEDIATE_OR_CANCEL,
            limited ? px : Fixed8.NULL,
            Fixed8.ofUnits(1 + random.nextInt(20)));
    if (offer == Offer.SENT) {
      orders++;
      working = true;
    }
  }

  @Override
  public void onPrices(final PricesDecoder message) {
    prices++;
    for (final PricesDecoder.TiersDecoder tier : message.tiers()) {
      bidPx = tier.bidPx();
      offerPx = tier.offerPx();
      if (bidPx != Fixed8.NULL && offerPx != Fixed8.NULL && bidPx > offerPx) {
        failure = "its prices cross: " + Fixed8.format(bidPx) + "/" + Fixed8.format(offerPx);
      }
    }
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.execType() == ExecType.TRADE) {
      fills++;
      final long qty = report.side() == Side.BUY ? report.lastQty() : -report.lastQty();
      position += qty;
      cash -= Fixed8.multiply(report.lastPx(), qty, RoundingMode.HALF_EVEN);
      final Fill fill = new Fill(report.tradeId(), report.lastPx(), qty);
      if (lowest == null || fill.px < lowest.px) {
        lowest = fill;
      }
      if (highest == null || fill.px > highest.px) {
        highest = fill;
      }
    } else if (report.execType() == ExecType.REJECTED) {
      rejects++;
    }
    if (report.leavesQty() == 0 || report.execType() == ExecType.REJECTED) {
      working = false;
    }
  }

  @Override
  public void onLiquidityReject(final LiquidityRejectDecoder reject) {
    failure = "its request was refused: " + reject.text();
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    failure = "the hub took no message: " + reject.businessRejectReason() + " " + reject.text();
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (reason != CloseReason.CLOSED_BY_CALLER) {
      failure = "its session ended: " + reason;
    }
  }

  void close() {
    client.close();
  }

  boolean isWorking() {
    return working;
  }

  long account() {
    return account;
  }

  long orders() {
    return orders;
  }

  long fills() {
    return fills;
  }

  long rejects() {
    return rejects;
  }

  /** By its own reports, Fixed8. */
  long position() {
    return position;
  }

  long cash() {
    return cash;
  }

  /** Prices it was told. */
  long prices() {
    return prices;
  }

  long bidPx() {
    return bidPx;
  }

  long offerPx() {
    return offerPx;
  }

  /** Of the lowest price, null: none. */
  Fill lowest() {
    return lowest;
  }

  Fill highest() {
    return highest;
  }
}
