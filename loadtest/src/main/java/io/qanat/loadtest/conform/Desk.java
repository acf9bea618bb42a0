package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.EstablishmentAckDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * What one case works with: connections, sessions, names and a price of its own. Everything it
 * opened and ordered is given back by {@link #close}. Not thread-safe.
 */
public final class Desk implements AutoCloseable {
  /** Long enough that only cases about silence meet it. */
  public static final int KEEP_ALIVE_MILLIS = 10_000;

  private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long ATTEMPT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Floor floor;
  private final Names names;
  private final Instrument instrument;
  private final long reference;
  private final Lines lines;
  private final List<WireConnection> wires = new ArrayList<>();
  private final List<Trader> traders = new ArrayList<>();
  private final List<Feed> feeds = new ArrayList<>();
  private final List<StreamDoor> streams = new ArrayList<>();
  private final Map<String, OrderRequest> orders = new HashMap<>();
  private final Exposure exposure = new Exposure();

  Desk(final Floor floor, final Instrument instrument, final int number) {
    this.floor = floor;
    this.instrument = instrument;
    names = new Names(floor.runMillis(), number);
    floor.market().poll();
    reference = floor.market().reference(instrument, floor.target().patienceNanos());
    lines = new Lines(instrument, reference, names);
  }

  public Target target() {
    return floor.target();
  }

  public Instrument instrument() {
    return instrument;
  }

  /** Every instrument that the hub defines. */
  public Collection<Instrument> instruments() {
    return floor.market().instruments().values();
  }

  /** The account that buys. */
  public long buyer() {
    return target().account();
  }

  /** The account that sells; perhaps the same. */
  public long seller() {
    return target().secondAccount();
  }

  /** Both, each once. */
  public long[] accounts() {
    return buyer() == seller() ? new long[] {buyer()} : new long[] {buyer(), seller()};
  }

  Names names() {
    return names;
  }

  /** The ClOrdID that a short name stands for. */
  public String clOrdIdOf(final String name) {
    return names.clOrdIdOf(name);
  }

  /** The short name that a ClOrdID stands for. */
  public String nameOf(final String clOrdId) {
    return names.nameOf(clOrdId);
  }

  /** A market order that has a price all the same. */
  public OrderRequest marketWithPrice(final String name) {
    return order(name, Side.BUY, OrdType.MARKET, TimeInForce.DAY, 1, reference);
  }

  Lines lines() {
    return lines;
  }

  /** What a message tells, in a line. */
  public String lineOf(final Heard heard) {
    return lines.of(heard);
  }

  /** So many smallest orders, scaled by 10^8. */
  public long units(final int units) {
    return units * instrument.unit();
  }

  /** A price so many ticks above the case's reference, scaled by 10^8. */
  public long ticks(final int ticks) {
    return reference + ticks * instrument.tickSize();
  }

  /**
   * For cases about the whole book.
   *
   * @throws CaseSkipped if others have orders in it
   */
  public void requireEmptyBook() {
    try {
      // What the case before left is on its way out, and market data on its way here.
      await(() -> floor.market().isEmpty(instrument.securityId()), () -> "");
    } catch (final CaseFailure notEmpty) {
      throw new CaseSkipped("others have orders in " + instrument.symbol());
    }
  }

  /** A limit order at this desk's prices. */
  public OrderRequest limit(
      final String name,
      final Side side,
      final int units,
      final int ticks,
      final TimeInForce timeInForce) {
    return order(name, side, OrdType.LIMIT, timeInForce, units, ticks(ticks));
  }

  /** An order without a limit. */
  public OrderRequest unpriced(
      final String name, final Side side, final OrdType ordType, final int units) {
    return order(name, side, ordType, TimeInForce.DAY, units, Fixed8.NULL);
  }

  /** A stop order that becomes a limit order. */
  public OrderRequest stopLimit(
      final String name, final Side side, final int units, final int ticks) {
    return order(name, side, OrdType.STOP_LIMIT, TimeInForce.DAY, units, ticks(ticks));
  }

  OrderRequest order(
      final String name,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final int units,
      final long price) {
    return new OrderRequest(
        side == Side.BUY ? buyer() : seller(),
        instrument.securityId(),
        names.clOrdIdOf(name),
        side,
        ordType,
        timeInForce,
        price,
        units(units));
  }

  void onOrder(final OrderRequest order) {
    orders.putIfAbsent(order.clOrdId(), order);
    exposure.onOrder(order);
  }

  void onReplace(
      final OrderRequest orig, final String clOrdId, final long price, final long orderQty) {
    orders.putIfAbsent(
        clOrdId,
        new OrderRequest(
            orig.account(),
            orig.securityId(),
            clOrdId,
            orig.side(),
            orig.ordType(),
            orig.timeInForce(),
            price,
            orderQty));
  }

  void onReport(final Heard report) {
    exposure.onReport(report);
  }

  /** The order that a report is about. */
  OrderRequest order(final String clOrdId, final Heard report) {
    final String origClOrdId = report.execution().origClOrdId();
    final OrderRequest order =
        orders.containsKey(clOrdId) ? orders.get(clOrdId) : orders.get(origClOrdId);
    CaseFailure.unless(order != null, "a report of an order that nobody sent: " + report);
    return order;
  }

  /** A logon of the next session, with the clock as its incarnation. */
  public LogonRequest logonRequest() {
    final Target target = target();
    final long now = SystemEpochNanoClock.INSTANCE.nanoTime();
    return new LogonRequest(
        target.partner(), floor.nextSession(), now, now, target.accessKeyId(), target.secret());
  }

  /** Opens a connection and waits until it stands. */
  public WireConnection connect() {
    final WireConnection wire = new WireConnection(target());
    wires.add(wire);
    await(wire::isConnected, () -> "the hub did not open the connection");
    return wire;
  }

  /** Says a logon, again while the hub says that there are too many, and returns its answer. */
  public Heard negotiate(final WireConnection wire, final byte[] negotiate) {
    final long deadline = System.nanoTime() + floor.target().patienceNanos() * 2;
    while (true) {
      wire.send(negotiate);
      final Heard answer = answer(wire);
      if (answer.templateId() != NegotiationRejectDecoder.TEMPLATE_ID
          || answer.negotiationReject().code() != NegotiationRejectCode.TOO_MANY_ATTEMPTS
          || System.nanoTime() - deadline > 0) {
        return answer;
      }
      pause(ATTEMPT_AGAIN_NANOS);
    }
  }

  /** The next message on a connection that no session uses yet. */
  public Heard answer(final WireConnection wire) {
    await(() -> !wire.heard().isEmpty(), () -> "the hub does not answer");
    return wire.heard().poll();
  }

  /** Holds the hub's answer to the line expected. */
  public Heard expectAnswer(final WireConnection wire, final String line) {
    final Heard answer = answer(wire);
    CaseFailure.unlessEqual("the answer", line, lines.of(answer));
    return answer;
  }

  /** Says a logon and holds the answer to the line expected. */
  public Heard expectNegotiation(
      final WireConnection wire, final byte[] negotiate, final String line) {
    final Heard answer = negotiate(wire, negotiate);
    CaseFailure.unlessEqual("the answer to Negotiate", line, lines.of(answer));
    return answer;
  }

  /** An Establish that belongs to a logon. */
  public static byte[] establish(
      final LogonRequest logon,
      final long keepAliveMillis,
      final long nextSeqNo,
      final boolean cancelOnDisconnect) {
    return Frames.establish(
        logon.session(),
        logon.incarnation(),
        logon.requestTimestamp() + 1,
        keepAliveMillis,
        nextSeqNo,
        cancelOnDisconnect);
  }

  /** An established session without accounts. */
  public Trader logon() {
    return logon(logonRequest(), KEEP_ALIVE_MILLIS, 1, false);
  }

  /** An established session without accounts. */
  public Trader logon(
      final LogonRequest logon,
      final long keepAliveMillis,
      final long nextSeqNo,
      final boolean cancelOnDisconnect) {
    final WireConnection wire = connect();
    final NegotiationResponseDecoder published =
        expectNegotiation(wire, logon.frame(), "negotiated").negotiationResponse();
    wire.send(establish(logon, keepAliveMillis, nextSeqNo, cancelOnDisconnect));
    final EstablishmentAckDecoder established =
        expectAnswer(wire, "established").establishmentAck();
    CaseFailure.unlessEqual("nextSeqNo", nextSeqNo, established.nextSeqNo());
    final Trader trader =
        new Trader(this, wire, logon, published, keepAliveMillis, established.nextSeqNo());
    traders.add(trader);
    return trader;
  }

  /** An established session that claims both accounts, nothing of them left unacknowledged. */
  public Trader trader() {
    return claimed(logon());
  }

  /** The session with both accounts claimed, nothing of them left unacknowledged. */
  public Trader claimed(final Trader trader) {
    for (final long account : accounts()) {
      trader.claim(account);
      trader.acknowledgeAll(account);
    }
    return trader;
  }

  /**
   * The other door to the same hub, with the same key.
   *
   * @throws CaseSkipped if none was named
   */
  public HttpDoor http() {
    if (target().httpUri().isEmpty()) {
      throw new CaseSkipped("needs --http");
    }
    return new HttpDoor(target().httpUri(), credentials(), this::poll);
  }

  /** A stream over WebSocket, logged on with our key. */
  public StreamDoor stream() {
    final StreamDoor stream = stream(credentials());
    stream.next("logon");
    return stream;
  }

  /** A stream that is opened with these credentials; empty: none. */
  public StreamDoor stream(final String credentials) {
    http();
    final StreamDoor stream =
        StreamDoor.open(target().httpUri(), credentials, floor.target().patienceNanos());
    streams.add(stream);
    return stream;
  }

  /** The status with which such a stream is refused; 101: it is not. */
  public int streamRefusal(final String credentials) {
    http();
    return StreamDoor.refusal(target().httpUri(), credentials, floor.target().patienceNanos());
  }

  /** PARTNER.KEYID.SECRET. */
  public String credentials() {
    return target().partner() + "." + target().accessKeyId() + "." + target().secret();
  }

  /**
   * What an operator does, by the HTTP door.
   *
   * @throws CaseSkipped if no door or no operator's key was named
   */
  public HttpDoor operator() {
    return operator(target().operatorKey(), "--operator-key");
  }

  private HttpDoor operator(final String key, final String option) {
    final HttpDoor door = http();
    if (key.isEmpty()) {
      throw new CaseSkipped("needs " + option);
    }
    return door.withCredentials("operator." + key);
  }

  /**
   * The kill switch of our partner.
   *
   * @throws CaseSkipped if nobody was named who can throw it and release it
   */
  public KillSwitch killSwitch() {
    return new KillSwitch(
        operator(), operator(target().approverKey(), "--approver-key"), target().partner());
  }

  /** Listens to market data as somebody who joins now. */
  public Feed feed() {
    final Feed feed = new Feed(target(), instrument.securityId());
    feeds.add(feed);
    return feed;
  }

  /** Polls everything until the condition holds, as long as the patience allows. */
  public void await(final BooleanSupplier condition, final Supplier<String> otherwise) {
    await(condition, otherwise, floor.target().patienceNanos());
  }

  /** Polls everything until the condition holds. */
  public void await(
      final BooleanSupplier condition, final Supplier<String> otherwise, final long withinNanos) {
    final long deadline = System.nanoTime() + withinNanos;
    while (!condition.getAsBoolean()) {
      if (poll() == 0) {
        if (System.nanoTime() - deadline > 0) {
          throw new CaseFailure(
              "within " + TimeUnit.NANOSECONDS.toMillis(withinNanos) + " ms: " + otherwise.get());
        }
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
  }

  /** Polls everything for so long. */
  public void pause(final long nanos) {
    final long end = System.nanoTime() + nanos;
    await(() -> System.nanoTime() - end >= 0, () -> "", nanos * 10);
  }

  /** Takes what has come, once. */
  public int poll() {
    int work = floor.market().poll();
    for (final WireConnection wire : wires) {
      work += wire.poll();
    }
    for (final Trader trader : traders) {
      trader.sort();
    }
    for (final Feed feed : feeds) {
      work += feed.poll();
    }
    return work;
  }

  /**
   * Cancels what rests, trades back what was traded, acknowledges, logs off.
   *
   * @param failed whether the case failed, so that nothing is known for sure
   * @throws CaseFailure if the hub does not let it
   */
  void cleanUp(final boolean failed) {
    if (!failed && exposure.isFlat() && !exposure.mayBeLive()) {
      for (final Trader trader : traders) {
        for (final long account : accounts()) {
          if (trader.isUsable() && trader.claims(account)) {
            trader.acknowledgeAll(account);
          }
        }
      }
    } else if (exposure.hasOrders()) {
      new CleanUp(this, exposure).run(usableTrader());
    }
    traders.stream().filter(Trader::isUsable).forEach(Trader::terminate);
  }

  private Trader usableTrader() {
    return traders.stream()
        .filter(t -> t.isUsable() && Arrays.stream(accounts()).allMatch(t::claims))
        .reduce((first, second) -> second)
        .orElseGet(this::trader);
  }

  /** An order of a clean-up. */
  OrderRequest tradeBack(
      final String name, final long account, final Side side, final long quantity) {
    final OrderRequest order = limit(name, side, 1, 0, TimeInForce.DAY);
    return order.withAccount(account).withOrderQty(quantity);
  }

  @Override
  public void close() {
    wires.forEach(WireConnection::close);
    feeds.forEach(Feed::close);
    streams.forEach(StreamDoor::close);
  }
}
