package io.qanat.loadtest.providers;

import io.qanat.client.CloseReason;
import io.qanat.client.MassQuoteBatch;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.ProviderReport;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.liquidity.LiquidityRejectDecoder;
import io.qanat.codecs.liquidity.MassQuoteAckDecoder;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.liquidity.ProviderOrderDecoder;
import io.qanat.codecs.liquidity.ProviderOrderStatusRequestDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.RunException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;

/**
 * A provider with a model and a seed: quotes around a middle that it is told, takes orders, and
 * keeps its own book of what it filled, whatever became of its answers.
 */
public final class SimulatedProvider implements OrderEntryListener {
  private static final int LEVELS = 3;
  private static final long PRICE_UNIT = 1_000_000;

  /** An order as the provider knows it. */
  private static final class Taken {
    private final long securityId;
    private final long id;
    private final Side side;
    private final long limit;
    private final long qty;
    private final long middle;
    private ProviderOrdStatus status = ProviderOrdStatus.NEW;
    private long cumQty;
    private long px = Fixed8.NULL;

    Taken(final ProviderOrderDecoder order, final long middle) {
      securityId = order.securityId();
      id = order.providerOrderId();
      side = order.side();
      limit = order.price();
      qty = order.orderQty();
      this.middle = middle;
    }
  }

  private record Due(long atNanos, long number, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(final Due other) {
      final int byTime = Long.compare(atNanos, other.atNanos);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  private final ProviderModel model;
  private final long securityId;
  private final long timeoutNanos;
  private final Random random;
  private final Function<OrderEntryListener, OrderEntryClient> connect;
  private final MassQuoteBatch batch = new MassQuoteBatch();
  private final Map<Long, Taken> orders = new HashMap<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final ArrayDeque<ProviderReport> unsent = new ArrayDeque<>();
  private OrderEntryClient client;
  private long middle;
  private long position;
  private long fills;
  private long dueNumber;
  private String failure;

  /**
   * Begins to log on.
   *
   * @param timeoutNanos the hub's, for answers that come too late
   * @param connect makes a session of the model's partner
   */
  public SimulatedProvider(
      final ProviderModel model,
      final long securityId,
      final long timeoutNanos,
      final long seed,
      final Function<OrderEntryListener, OrderEntryClient> connect) {
    this.model = model;
    this.securityId = securityId;
    this.timeoutNanos = timeoutNanos;
    this.connect = connect;
    random = new Random(seed);
    client = connect.apply(this);
  }

  /** Whether quotes can be sent. */
  public boolean isReady() {
    return client.state() == OrderEntryClient.State.ESTABLISHED;
  }

  /** The session is lost; what it was sent meanwhile it never got. */
  public void disconnect() {
    client.close();
  }

  /** Begins to log on again. */
  public void reconnect() {
    client = connect.apply(this);
  }

  /** Does what is due; returns how much. */
  public int poll() {
    int work = client.poll();
    while (!due.isEmpty() && due.peek().atNanos <= System.nanoTime()) {
      due.poll().what.run();
      work++;
    }
    while (!unsent.isEmpty() && isReady() && client.providerReport(unsent.peek()) == Offer.SENT) {
      unsent.poll();
      work++;
    }
    if (failure != null) {
      throw new RunException(model.name() + ": " + failure);
    }
    return work;
  }

  /** Quotes around a middle; true once it is sent. */
  public boolean quote(final long newMiddle) {
    middle = newMiddle;
    final long nowNanos = System.currentTimeMillis() * 1_000_000;
    batch.begin(securityId, rounded(middle), PRICE_UNIT, Fixed8.ONE, nowNanos);
    for (int level = 0; level < LEVELS; level++) {
      final long distance = model.halfSpread() * (1 + 2L * level);
      final int flags =
          (level == 0 ? MassQuoteBatch.REPLACE_ALL : 0)
              | (level == LEVELS - 1 ? MassQuoteBatch.END_OF_EVENT : 0);
      batch.add(
          model.provider(),
          level,
          flags,
          nowNanos,
          rounded(middle - distance),
          Fixed8.ofUnits(model.levelSize()),
          rounded(middle + distance),
          Fixed8.ofUnits(model.levelSize()));
    }
    return client.massQuote(batch) == Offer.SENT;
  }

  private static long rounded(final long price) {
    return price - Math.floorMod(price, PRICE_UNIT);
  }

  @Override
  public void onProviderOrder(final ProviderOrderDecoder order) {
    final Taken taken = new Taken(order, middle);
    orders.put(taken.id, taken);
    later(
        model.latencyNanos() + (long) (random.nextDouble() * model.latencyNanos()),
        () -> answer(taken));
  }

  private void later(final long nanos, final Runnable what) {
    due.add(new Due(System.nanoTime() + nanos, ++dueNumber, what));
  }

  private void answer(final Taken order) {
    final double chance = random.nextDouble();
    if (chance < model.rejectRate() || looksAgainst(order)) {
      order.status = ProviderOrdStatus.REJECTED;
      say(order, 0);
      return;
    }
    final boolean partial = random.nextDouble() < model.partialRate();
    fill(order, partial ? half(order.qty) : order.qty);
    final double silence = random.nextDouble();
    if (silence < model.loseRate()) {
      return;
    }
    if (silence < model.loseRate() + model.lateRate()) {
      later(2 * timeoutNanos, () -> say(order, order.cumQty));
      return;
    }
    say(order, order.cumQty);
    if (random.nextDouble() < model.duplicateRate()) {
      say(order, order.cumQty);
    }
  }

  private static long half(final long qty) {
    return qty / Fixed8.ONE / 2 * Fixed8.ONE;
  }

  /** The last look: its middle has moved by more than it bears. */
  private boolean looksAgainst(final Taken order) {
    final long move = order.side == Side.BUY ? middle - order.middle : order.middle - middle;
    return model.lastLookMove() != 0
        && (model.symmetric() ? Math.abs(move) : move) > model.lastLookMove();
  }

  private void fill(final Taken order, final long qty) {
    order.status = qty == order.qty ? ProviderOrdStatus.FILLED : ProviderOrdStatus.CANCELED;
    if (qty == 0) {
      return;
    }
    final long better = random.nextDouble() < model.improveRate() ? PRICE_UNIT : 0;
    final boolean buy = order.side == Side.BUY;
    // At what it quoted when the order came, or better, but never beyond the limit.
    final long quoted =
        rounded(buy ? order.middle + model.halfSpread() : order.middle - model.halfSpread());
    final long wanted = buy ? quoted - better : quoted + better;
    order.px = buy ? Math.min(wanted, order.limit) : Math.max(wanted, order.limit);
    order.cumQty = qty;
    position += buy ? -qty : qty;
    fills++;
  }

  private void say(final Taken order, final long lastQty) {
    unsent.add(
        new ProviderReport(
            order.securityId,
            order.id,
            model.provider(),
            order.status,
            lastQty == 0 ? Fixed8.NULL : order.px,
            lastQty,
            order.cumQty,
            order.cumQty == 0 ? Fixed8.NULL : order.px,
            System.currentTimeMillis() * 1_000_000));
  }

  @Override
  public void onProviderOrderStatusRequest(final ProviderOrderStatusRequestDecoder request) {
    final Taken order = orders.get(request.providerOrderId());
    if (order == null) {
      unsent.add(
          new ProviderReport(
              request.securityId(),
              request.providerOrderId(),
              model.provider(),
              ProviderOrdStatus.NOT_KNOWN,
              Fixed8.NULL,
              0,
              0,
              Fixed8.NULL,
              System.currentTimeMillis() * 1_000_000));
    } else {
      say(order, 0);
    }
  }

  @Override
  public void onMassQuoteAck(final MassQuoteAckDecoder ack) {
    failure = "its quotes were refused: " + ack.quoteRejectReason() + " " + ack.text();
  }

  @Override
  public void onLiquidityReject(final LiquidityRejectDecoder reject) {
    failure = "its report was refused: " + reject.text();
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (reason != CloseReason.CLOSED_BY_CALLER) {
      failure = "its session ended: " + reason;
    }
  }

  /** How it was made. */
  public ProviderModel model() {
    return model;
  }

  /** What it holds by its own book, Fixed8. */
  public long position() {
    return position;
  }

  /** Orders that it filled, whole or in part. */
  public long fills() {
    return fills;
  }
}
