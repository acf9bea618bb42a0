package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.LiquidityRejectDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One partner tries everything with the other's identifiers: it is told, byte for byte and by the
 * same work inside the hub, what it is told about what does not exist; and the other notices
 * nothing.
 */
class IsolationTest {
  private static final int TIMED = 300;

  /** What somebody may know, or guess, of another partner. */
  private record Ids(long partner, long account, long orderId, String clOrdId, String key) {}

  /** One message with such identifiers; {@code name} is the sender's name of the request. */
  private interface Try {
    void send(Trader trader, Desk desk, Ids ids, String name);
  }

  @SuppressWarnings("ImmutableEnumChecker") // The attempts have no state.
  private enum Attempt {
    CLAIM((t, d, ids, name) -> t.claimAsking(ids.account)),
    NEW_ORDER((t, d, ids, name) -> t.submit(order(d, name).withAccount(ids.account))),
    CANCEL_BY_CL_ORD_ID((t, d, ids, name) -> t.cancel(name, ids.account, 0, ids.clOrdId)),
    CANCEL_BY_ORDER_ID((t, d, ids, name) -> t.cancel(name, ids.account, ids.orderId, "")),
    CANCEL_IN_OWN_ACCOUNT((t, d, ids, name) -> t.cancel(name, d.buyer(), ids.orderId, "")),
    REPLACE(
        (t, d, ids, name) ->
            t.replace(name, named(d, ids).withAccount(ids.account), d.units(1), d.ticks(0))),
    REPLACE_IN_OWN_ACCOUNT(
        (t, d, ids, name) -> t.replace(name, named(d, ids), d.units(1), d.ticks(0))),
    MASS_CANCEL_SECURITY(
        (t, d, ids, name) -> t.massCancel(name, ids.account, MassActionScope.SECURITY, 1)),
    MASS_CANCEL_ALL(
        (t, d, ids, name) -> t.massCancel(name, ids.account, MassActionScope.ALL_SECURITIES, 0)),
    STATUS_BY_CL_ORD_ID((t, d, ids, name) -> t.status(named(d, ids).withAccount(ids.account), 0)),
    STATUS_BY_ORDER_ID(
        (t, d, ids, name) -> t.status(named(d, ids).withAccount(ids.account), ids.orderId)),
    STATUS_IN_OWN_ACCOUNT((t, d, ids, name) -> t.status(named(d, ids), ids.orderId)),
    RETRANSMIT((t, d, ids, name) -> t.retransmit(ids.account, 1, 10)),
    ACKNOWLEDGE((t, d, ids, name) -> t.acknowledge(ids.account, 1)),
    PRICES((t, d, ids, name) -> numbered(t, Frames.priceRequest(t.nextSeqNum(), 1, ids.account))),
    PROVIDER_REPORT(
        (t, d, ids, name) -> numbered(t, Frames.providerReport(t.nextSeqNum(), 1, ids.orderId)));

    private final Try attempt;

    Attempt(final Try attempt) {
      this.attempt = attempt;
    }

    private static void numbered(final Trader trader, final byte[] frame) {
      trader.send(frame);
      trader.skip(1);
    }

    private static OrderRequest order(final Desk desk, final String name) {
      return desk.limit(name, Side.BUY, 1, 0, TimeInForce.DAY);
    }

    /** An order of that name, ours if it were. */
    private static OrderRequest named(final Desk desk, final Ids ids) {
      final OrderRequest order = order(desk, "x");
      return new OrderRequest(
          order.account(),
          order.securityId(),
          ids.clOrdId,
          order.side(),
          order.ordType(),
          order.timeInForce(),
          order.price(),
          order.orderQty());
    }
  }

  private static final int TRIES = 5;

  private static CertificationHub hub;
  private static Floor victimFloor;
  private static Floor strangerFloor;
  private static Desk victim;
  private static Desk stranger;
  private static Trader owner;
  private static OrderRequest order;
  private static Ids foreign;
  private static Ids nothing;
  private static int names;

  @BeforeAll
  static void start() {
    hub = new CertificationHub();
    victimFloor = new Floor(hub.certified(), System.currentTimeMillis());
    strangerFloor = new Floor(hub.somebodyElse(), System.currentTimeMillis());
    final Instrument ours = new Discovery(victimFloor).find();
    final Instrument theirs = new Discovery(strangerFloor).find();
    victim = new Desk(victimFloor, ours, 50);
    stranger = new Desk(strangerFloor, theirs, 50);
    owner = victim.trader();
    order = owner.buy("a", 1, -5, TimeInForce.GOOD_TILL_CANCEL);
    final long orderId = owner.expect("a", "NEW NEW 1@-5 leaves 1 cum 0").execution().orderId();
    foreign = new Ids(1, victim.buyer(), orderId, order.clOrdId(), victim.target().accessKeyId());
    nothing = new Ids(9_999, 9_999_999, (9_999_999L << 39) + 1, "no-such-order", "no-such");
  }

  @AfterAll
  static void stop() {
    CloseHelper.closeAll(victim, stranger, victimFloor, strangerFloor, hub);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAnothersLooksLikeNothing(final Attempt attempt) {
    final Trader trader = stranger.trader();
    // What logging on has caused is over.
    trader.expectNothingElse();
    Observed others = observe(trader, attempt, foreign);
    Observed none = observe(trader, attempt, nothing);
    // The hub refreshes market data meanwhile; what the attempt itself costs stays the same.
    for (int i = 0; i < TRIES && !others.work.equals(none.work); i++) {
      others = observe(trader, attempt, foreign);
      none = observe(trader, attempt, nothing);
    }
    assertThat(others.answers).as("answers").isEqualTo(none.answers).isNotEmpty();
    assertThat(others.work).as("inputs told and questions answered").isEqualTo(none.work);
    assertUntouched();
    trader.acknowledgeAll(stranger.buyer());
    trader.terminate();
  }

  @Test
  void aMassCancelOfThePartnerReachesItsOwnAccountsOnly() {
    final Trader trader = stranger.trader();
    trader.massCancel("mp", foreign.account, MassActionScope.PARTNER, 0);
    trader.expect("mp", "mass PARTNER ACCEPTED 0 unnumbered");
    trader.expectNothingElse();
    assertUntouched();
    trader.terminate();
  }

  @Test
  void aSessionIsNotOpenedEndedOrTakenOverByAnother() {
    // The other's key id with our secret, and a partner and key that are not there.
    final LogonRequest logon = stranger.logonRequest();
    final String others =
        refusal(logon.withPartner(foreign.partner).withKey(foreign.key, logon.secret()));
    final String none =
        refusal(logon.withPartner(nothing.partner).withKey(nothing.key, logon.secret()));
    assertThat(others).isEqualTo(none);
    // The other's session and incarnation on a connection of ours.
    final WireConnection wire = stranger.connect();
    wire.send(Desk.establish(owner.logon(), 1_000, 1, true));
    stranger.expectAnswer(wire, "not established: UNNEGOTIATED");
    // Our key proves nothing for the other's sessions.
    assertThat(refusal(owner.logon().withKey(logon.accessKeyId(), logon.secret())))
        .contains("CREDENTIALS");
    // A good-bye in the other's name ends our own connection.
    final Trader trader = stranger.trader();
    trader.send(Frames.terminate(owner.logon().session(), owner.logon().incarnation()));
    trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: FINISHED");
    assertUntouched();
  }

  @Test
  void aStreamOfAnothersAccountOrInstrumentLooksLikeNothing() {
    final StreamDoor stream = stranger.stream();
    stream.say(subscription("reports", "'account': " + stranger.buyer()));
    stream.next("subscribed");
    assertThat(refused(stream, subscription("reports", "'account': " + foreign.account)))
        .isEqualTo(refused(stream, subscription("reports", "'account': " + nothing.account)));
    final String symbol = victim.instrument().symbol();
    for (final String channel : List.of("prices", "trades", "status")) {
      assertThat(refused(stream, subscription(channel, "'symbol': '" + symbol + "'")))
          .isEqualTo(refused(stream, subscription(channel, "'symbol': 'NO-SUCH'")));
    }
    final String secret = stranger.target().secret();
    assertThat(stranger.streamRefusal(foreign.partner + "." + foreign.key + "." + secret))
        .isEqualTo(stranger.streamRefusal(nothing.partner + "." + nothing.key + "." + secret))
        .isEqualTo(401);
    // What the other does is not heard.
    final OrderRequest another = owner.buy("ws", 1, -6, TimeInForce.DAY);
    owner.expect("ws", "NEW NEW 1@-6 leaves 1 cum 0");
    owner.cancel("wsx", another);
    owner.expect("wsx", "CANCELED CANCELED 1@-6 leaves 0 cum 0 of ws");
    stream.say("{'type': 'unsubscribe', 'channel': 'reports', 'account': 0}");
    assertThat(stream.next("error or report", message -> !isQuiet(message)).path("type").asText())
        .isEqualTo("error");
    assertUntouched();
  }

  private static boolean isQuiet(final JsonNode message) {
    return message.path("type").asText().equals("heartbeat");
  }

  private static String subscription(final String channel, final String of) {
    return "{'type': 'subscribe', 'channel': '" + channel + "', " + of + "}";
  }

  private static JsonNode refused(final StreamDoor stream, final String subscription) {
    stream.say(subscription);
    return stream.next("answer", message -> !isQuiet(message));
  }

  /**
   * Whoever sees how long an answer took and guesses which it was is right hardly more often than
   * by tossing a coin. The error of so many samples is 0.024, and what disturbs the machine
   * disturbs both alike.
   */
  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void timing(final Attempt attempt) {
    final Trader trader = stranger.trader();
    final long[] others = new long[TIMED];
    final long[] none = new long[TIMED];
    for (int i = 0; i < TIMED; i++) {
      // Taken in turns, so that what disturbs one disturbs the other.
      others[i] = time(trader, attempt, foreign);
      none[i] = time(trader, attempt, nothing);
    }
    final double slower = slower(others, none);
    Arrays.sort(others);
    Arrays.sort(none);
    System.out.printf(
        "isolation %s: median of %d, other's %d us, nothing %d us, slower in %.3f%n",
        attempt, TIMED, others[TIMED / 2] / 1_000, none[TIMED / 2] / 1_000, slower);
    assertThat(slower).as("share in which the other's took longer").isBetween(0.38, 0.62);
    trader.terminate();
  }

  /** Share of pairs in which the first is greater; ties count half (Mann, Whitney 1947: U / nm). */
  private static double slower(final long[] first, final long[] second) {
    double greater = 0;
    for (final long a : first) {
      for (final long b : second) {
        greater += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return greater / first.length / second.length;
  }

  private static long time(final Trader trader, final Attempt attempt, final Ids ids) {
    final long begin = System.nanoTime();
    attempt.attempt.send(trader, stranger, ids, "t" + names++);
    trader.take("an answer", heard -> true);
    final long nanos = System.nanoTime() - begin;
    // The other's session stays alive.
    victim.poll();
    trader.acknowledgeAll(stranger.buyer());
    return nanos;
  }

  private static String refusal(final LogonRequest logon) {
    return stranger
        .expectNegotiation(stranger.connect(), logon.frame(), "not negotiated: CREDENTIALS")
        .toString()
        .replaceAll("(session|incarnation|requestTimestamp)=[0-9]+", "$1");
  }

  /** What came back, with what the sender itself had put in left out, and what it cost. */
  private record Observed(List<String> answers, List<Long> work) {}

  private static Observed observe(final Trader trader, final Attempt attempt, final Ids ids) {
    final List<Long> before = work();
    attempt.attempt.send(trader, stranger, ids, "n" + names++);
    final Heard first = trader.take("an answer", heard -> true);
    final List<Long> after = work();
    final List<String> answers = new ArrayList<>();
    answers.add(normalised(first));
    trader.expectNothingElse(stranger.buyer());
    final List<Long> cost = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      cost.add(after.get(i) - before.get(i));
    }
    return new Observed(answers, cost);
  }

  private static List<Long> work() {
    final var counters = hub.hub.node().gateway().counters();
    return List.of(
        counters.inputs.value(),
        counters.businessRejects.value(),
        hub.hub.node().edgeCounters().replies.value());
  }

  /** The bytes, without the sender's own account, numbers, names and times. */
  private static String normalised(final Heard heard) {
    final UnsafeBuffer bytes = new UnsafeBuffer(heard.bytes());
    final int block = MessageHeaderDecoder.ENCODED_LENGTH;
    switch (heard.templateId()) {
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> {
        bytes.setMemory(
            block, BusinessMessageRejectDecoder.refTemplateIdEncodingOffset(), (byte) 0);
      }
      case LiquidityRejectDecoder.TEMPLATE_ID -> {
        final LiquidityRejectDecoder reject =
            new LiquidityRejectDecoder()
                .wrapAndApplyHeader(bytes, 0, new io.qanat.codecs.liquidity.MessageHeaderDecoder());
        return reject.securityId() + " " + reject.text().replaceAll("[0-9]+", "N");
      }
      case RetransmitRejectDecoder.TEMPLATE_ID -> bytes.setMemory(block, Long.BYTES, (byte) 0);
      case OrderCancelRejectDecoder.TEMPLATE_ID -> {
        bytes.setMemory(block, OrderCancelRejectDecoder.orderIdEncodingOffset(), (byte) 0);
        bytes.setMemory(
            block + OrderCancelRejectDecoder.clOrdIdEncodingOffset(),
            OrderCancelRejectDecoder.clOrdIdEncodingLength()
                + OrderCancelRejectDecoder.origClOrdIdEncodingLength(),
            (byte) 0);
      }
      default -> throw new AssertionError("an answer that nobody should get: " + heard);
    }
    return HexFormat.of().formatHex(bytes.byteArray());
  }

  /** The owner heard nothing, its order rests, its reports go on where they were. */
  private static void assertUntouched() {
    owner.expectNothingElse();
    owner.status(order, 0);
    owner.expect("a", "ORDER_STATUS NEW 1@-5 leaves 1 cum 0 unnumbered");
  }
}
