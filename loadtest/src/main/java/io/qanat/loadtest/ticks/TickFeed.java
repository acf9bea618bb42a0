package io.qanat.loadtest.ticks;

import io.qanat.client.CloseReason;
import io.qanat.client.MassQuoteBatch;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.PoolClient;
import io.qanat.codecs.liquidity.MassQuoteAckDecoder;
import io.qanat.codecs.liquidity.PoolTopsDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * A provider adapter that plays recorded quotes into a hub as fast as it takes them, each row as
 * one event, and collects what the hub publishes of a pool behind each.
 */
final class TickFeed implements OrderEntryListener, PoolClient.Listener {
  /** Rows have no sizes: each quote is for so much. */
  static final long SIZE = Fixed8.ofUnits(1_000_000);

  /** Quotes need times after 1970, whatever the offset. */
  private static final long FIRST_DAY_NANOS = TimeUnit.DAYS.toNanos(366);

  private static final int SELF_CROSSED = 1;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** What has left and not come back: more would overrun the market-data receiver. */
  private static final int EVENTS_IN_FLIGHT_MAX = 1_024;

  private final HubConnection hub;
  private final long securityId;
  private final int pool;
  private final List<Tick> ticks;
  private final long priceUnit;
  private final List<Top> tops = new ArrayList<>();
  private final MassQuoteBatch batch = new MassQuoteBatch();
  private OrderEntryClient client;
  private PoolClient pools;
  private int added;
  private int sent;
  private String failure;

  /**
   * A feed into an instrument without quotes.
   *
   * @param pool publishes every event; provider n+1 of it is source n
   */
  TickFeed(final HubConnection hub, final long securityId, final int pool, final List<Tick> ticks) {
    this.hub = hub;
    this.securityId = securityId;
    this.pool = pool;
    this.ticks = ticks;
    long unit = 0;
    for (final Tick tick : ticks) {
      unit = gcd(gcd(unit, Math.abs(tick.bidPx())), Math.abs(tick.offerPx()));
    }
    priceUnit = Math.max(1, unit);
  }

  private static long gcd(final long a, final long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      final long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  /** Plays everything; returns the best prices behind each row, as the hub published them. */
  List<Top> run() {
    final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 50_000);
    pools =
        PoolClient.connect(hub.aeron(), hub.localHost(), hub.host(), hub.marketDataPort(), this);
    client = hub.orderEntry(this);
    try {
      await("the session and the pools' stream to be there", idle, this::isReady);
      fill();
      while (tops.size() < ticks.size()) {
        final int before = tops.size();
        await("market data of the next event", idle, () -> step(before));
      }
      return tops;
    } finally {
      client.close();
      pools.close();
    }
  }

  private boolean isReady() {
    return client.state() == OrderEntryClient.State.ESTABLISHED && pools.isConnected();
  }

  /** Sends what may be sent; true once something has come back. */
  private boolean step(final int before) {
    while (batch.count() > 0 && added - tops.size() <= EVENTS_IN_FLIGHT_MAX) {
      final Offer offer = client.massQuote(batch);
      if (offer != Offer.SENT) {
        if (offer != Offer.RETRY) {
          failure = "quotes could not be sent: " + offer;
        }
        break;
      }
      sent = added;
      fill();
    }
    return tops.size() > before;
  }

  /** Makes the next batch; empty when everything was sent. */
  private void fill() {
    if (added == ticks.size()) {
      batch.begin(securityId, 0, 1, 1, 0);
      return;
    }
    final Tick first = ticks.get(added);
    batch.begin(securityId, first.bidPx(), priceUnit, SIZE, nanos(first));
    while (added < ticks.size() && add(ticks.get(added))) {
      added++;
    }
    if (batch.count() == 0) {
      throw new RunException(
          "bid and ask are too far apart to be told in steps of "
              + Fixed8.format(priceUnit)
              + ": "
              + first);
    }
  }

  private boolean add(final Tick tick) {
    return batch.add(
        tick.source() + 1,
        0,
        MassQuoteBatch.REPLACE_ALL | MassQuoteBatch.END_OF_EVENT,
        nanos(tick),
        tick.bidPx(),
        SIZE,
        tick.offerPx(),
        SIZE);
  }

  private static long nanos(final Tick tick) {
    return FIRST_DAY_NANOS + TimeUnit.MILLISECONDS.toNanos(tick.millis());
  }

  private void await(final String what, final IdleStrategy idle, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + STALL_NANOS;
    while (!condition.getAsBoolean()) {
      idle.idle(client.poll() + pools.poll());
      if (failure != null) {
        throw new RunException(failure);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RunException(
            "waited "
                + TimeUnit.NANOSECONDS.toSeconds(STALL_NANOS)
                + " s for "
                + what
                + ", "
                + sent
                + " sent, "
                + tops.size()
                + " seen");
      }
    }
  }

  @Override
  public void onPoolTops(final PoolTopsDecoder message) {
    if (message.securityId() != securityId || message.pool() != pool) {
      return;
    }
    final long lastEventNo = message.lastEventNo();
    final PoolTopsDecoder.TopsDecoder entries = message.tops();
    if (lastEventNo != tops.size() + entries.count()) {
      failure =
          "market data was lost: event "
              + lastEventNo
              + " ends a message of "
              + entries.count()
              + ", "
              + tops.size()
              + " were seen before";
      return;
    }
    for (final PoolTopsDecoder.TopsDecoder top : entries) {
      tops.add(new Top(top.bidPx(), top.offerPx(), (top.flags().getRaw() & SELF_CROSSED) != 0));
    }
  }

  @Override
  public void onMassQuoteAck(final MassQuoteAckDecoder ack) {
    failure = "the hub refused quotes: " + ack.quoteRejectReason() + " " + ack.text();
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    failure = "the hub took no quotes: " + reject.businessRejectReason() + " " + reject.text();
  }

  @Override
  public void onNegotiationRejected(
      final NegotiationRejectCode code, final long lastIncarnation, final String text) {
    failure = "logon refused: " + code + " " + text;
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (reason != CloseReason.CLOSED_BY_CALLER && failure == null) {
      failure = "the session ended: " + reason;
    }
  }
}
