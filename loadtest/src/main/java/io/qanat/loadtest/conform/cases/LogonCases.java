package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Frames;
import io.qanat.loadtest.conform.Heard;
import io.qanat.loadtest.conform.LogonRequest;
import io.qanat.loadtest.conform.Trader;
import io.qanat.loadtest.conform.WireConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who gets in, and who does not. */
final class LogonCases {
  private static final String LOGON = "logon";
  private static final String SESSION = "session";
  private static final long LOGON_TIMEOUT_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
  private static final long SKEW_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int ATTEMPTS_MAX = 1_000;
  private static final int ATTEMPTS_AT_ONCE = 100;
  private static final long HIGHEST_SESSION = 0xFFFF_FFFEL;

  private LogonCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire("LOGON-01", "A proven logon is answered with the rate", LOGON, LogonCases::good),
        wire(
            "LOGON-02",
            "A wrong proof is refused, the right one then taken",
            LOGON,
            desk -> {
              final LogonRequest logon = desk.logonRequest();
              final WireConnection wire = desk.connect();
              final byte[] wrong = logon.frame(new byte[LogonProof.KEY_LENGTH]);
              desk.expectNegotiation(wire, wrong, "not negotiated: CREDENTIALS");
              desk.expectNegotiation(wire, logon.frame(), "negotiated");
            }),
        wire(
            "LOGON-03",
            "A proof made for another logon is refused",
            LOGON,
            desk -> {
              final LogonRequest logon = desk.logonRequest();
              final WireConnection wire = desk.connect();
              desk.expectNegotiation(
                  wire,
                  logon.frame(logon.withIncarnation(logon.incarnation() + 1).proof()),
                  "not negotiated: CREDENTIALS");
            }),
        wire(
            "LOGON-04",
            "An unknown key, an unknown partner and a wrong secret look alike",
            LOGON,
            LogonCases::strangersLookAlike),
        wire(
            "LOGON-05",
            "A logon that was recorded is not accepted again",
            LOGON,
            desk -> {
              final Trader trader = desk.logon();
              trader.terminate();
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: FINISHED");
              final NegotiationRejectDecoder reject =
                  desk.expectNegotiation(
                          desk.connect(),
                          trader.logon().frame(),
                          "not negotiated: DUPLICATE_INCARNATION")
                      .negotiationReject();
              CaseFailure.unlessEqual(
                  "lastIncarnation", trader.logon().incarnation(), reject.lastIncarnation());
            }),
        wire(
            "LOGON-06",
            "A lower incarnation is refused while the session runs, which goes on",
            LOGON,
            desk -> {
              final Trader trader = desk.trader();
              desk.expectNegotiation(
                  desk.connect(),
                  trader.logon().withIncarnation(trader.logon().incarnation() - 1).frame(),
                  "not negotiated: DUPLICATE_INCARNATION");
              trader.expectNothingElse();
            }),
        wire(
            "LOGON-07",
            "A clock that is a minute off is refused",
            LOGON,
            desk -> {
              for (final long skew : new long[] {-SKEW_NANOS, SKEW_NANOS}) {
                final LogonRequest logon = desk.logonRequest();
                desk.expectNegotiation(
                    desk.connect(),
                    logon.withRequestTimestamp(logon.requestTimestamp() + skew).frame(),
                    "not negotiated: CLOCK_SKEW");
              }
            }),
        wire(
            "LOGON-08",
            "A session number beyond the partner's is refused",
            LOGON,
            desk -> {
              final WireConnection wire = desk.connect();
              for (final long session : new long[] {0, HIGHEST_SESSION}) {
                desk.expectNegotiation(
                    wire,
                    desk.logonRequest().withSession(session).frame(),
                    "not negotiated: SESSION_NOT_ALLOWED");
              }
            }),
        wire(
            "LOGON-09",
            "A connection carries one session",
            LOGON,
            desk -> {
              final Trader trader = desk.trader();
              trader.send(desk.logonRequest().frame());
              trader.expectMessage(
                  NegotiationRejectDecoder.TEMPLATE_ID, "not negotiated: SESSION_IN_USE");
              trader.expectNothingElse();
            }),
        wire(
            "LOGON-10",
            "A newer incarnation ends the older one",
            LOGON,
            desk -> {
              final Trader older = desk.trader();
              final LogonRequest newer = desk.logonRequest().withSession(older.logon().session());
              final Trader trader =
                  desk.claimed(desk.logon(newer, Desk.KEEP_ALIVE_MILLIS, 1, false));
              older.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: SUPERSEDED");
              trader.expectNothingElse();
            }),
        wire(
            "LOGON-11",
            "Whoever tries too often with one key waits, others do not",
            LOGON,
            LogonCases::tooManyAttempts),
        wire(
            "LOGON-12",
            "A message before the logon ends the connection",
            SESSION,
            desk -> {
              final WireConnection wire = desk.connect();
              wire.send(Frames.sequence(1, 1));
              desk.expectAnswer(wire, "terminated: UNNEGOTIATED");
            }),
        wire(
            "LOGON-13",
            "A message before Establish ends the connection",
            SESSION,
            desk -> {
              final WireConnection wire = desk.connect();
              final LogonRequest logon = desk.logonRequest();
              desk.expectNegotiation(wire, logon.frame(), "negotiated");
              wire.send(Frames.sequence(logon.incarnation(), 1));
              desk.expectAnswer(wire, "terminated: NOT_ESTABLISHED");
            }),
        wire(
            "LOGON-14",
            "Establish without Negotiate is refused, as is one of another incarnation",
            "establish--4",
            desk -> {
              final WireConnection wire = desk.connect();
              final LogonRequest logon = desk.logonRequest();
              wire.send(Desk.establish(logon, 1_000, 1, false));
              desk.expectAnswer(wire, "not established: UNNEGOTIATED");
              desk.expectNegotiation(wire, logon.frame(), "negotiated");
              wire.send(
                  Desk.establish(logon.withIncarnation(logon.incarnation() + 1), 1_000, 1, false));
              desk.expectAnswer(wire, "not established: UNNEGOTIATED");
              wire.send(Desk.establish(logon, 1_000, 1, false));
              desk.expectAnswer(wire, "established");
            }),
        wire(
            "LOGON-15",
            "Establish twice is refused, the session goes on",
            "establish--4",
            desk -> {
              final Trader trader = desk.trader();
              trader.send(Desk.establish(trader.logon(), 1_000, 1, false));
              trader.expectMessage(
                  EstablishmentRejectDecoder.TEMPLATE_ID, "not established: ALREADY_ESTABLISHED");
              trader.expectNothingElse();
            }),
        wire(
            "LOGON-16",
            "A keep-alive interval outside 100 to 60,000 ms is refused",
            "establish--4",
            desk -> {
              final WireConnection wire = desk.connect();
              final LogonRequest logon = desk.logonRequest();
              desk.expectNegotiation(wire, logon.frame(), "negotiated");
              for (final int keepAliveMillis : new int[] {0, 99, 60_001}) {
                wire.send(Desk.establish(logon, keepAliveMillis, 1, false));
                desk.expectAnswer(wire, "not established: KEEPALIVE_INTERVAL");
              }
              wire.send(Desk.establish(logon, 60_000, 1, false));
              desk.expectAnswer(wire, "established");
            }),
        wire(
            "LOGON-17",
            "Whoever does not log on in time is cut off",
            "refusals-and-what-to-do-about-them",
            desk -> {
              final WireConnection wire = desk.connect();
              desk.await(
                  () -> !wire.isConnected() || wire.hasHeard(),
                  () -> "still connected without a logon",
                  LOGON_TIMEOUT_NANOS_MAX);
              desk.expectAnswer(wire, "terminated: LOGON_TIMEOUT");
            }),
        wire(
            "LOGON-18",
            "An account that is not there cannot be claimed",
            "accountclaim--10",
            desk -> {
              final Trader trader = desk.logon();
              for (final long account : new long[] {0, -1, (1 << 24) - 1, Long.MAX_VALUE}) {
                trader.claimAsking(account);
                trader.expect("claim", "not taken UNKNOWN_ID");
              }
            }),
        wire(
            "LOGON-19",
            "Another partner's account looks like one that is not there",
            "accountclaim--10",
            LogonCases::foreignAccount),
        wire(
            "LOGON-20",
            "The last claim of an account wins",
            "reports",
            desk -> {
              final Trader first = desk.trader();
              final Trader second = desk.logon();
              second.claim(desk.buyer());
              final Heard released =
                  first.take(
                      "AccountReleased",
                      heard -> heard.templateId() == AccountReleasedDecoder.TEMPLATE_ID);
              CaseFailure.unlessEqual(
                  "account", desk.buyer(), released.accountReleased().account());
              first.buy("a", 1, -5, TimeInForce.DAY);
              first.expect("a", "not taken UNKNOWN_ID");
              second.buy("b", 1, -5, TimeInForce.DAY);
              second.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
            }),
        wire(
            "LOGON-21",
            "Without a claim nothing of an account is taken",
            "accountclaim--10",
            desk -> {
              final Trader trader = desk.logon();
              final var order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "not taken UNKNOWN_ID");
              trader.cancel("b", order);
              trader.expect("b", "not taken UNKNOWN_ID");
              trader.replace("c", order, 1, -6);
              trader.expect("c", "not taken UNKNOWN_ID");
              trader.status(order, 0);
              trader.expect("a", "not taken UNKNOWN_ID");
              trader.acknowledge(desk.buyer(), 1);
              trader.expect("ack", "not taken UNKNOWN_ID");
              trader.retransmit(desk.buyer(), 1, 1);
              trader.expectMessage(
                  RetransmitRejectDecoder.TEMPLATE_ID, "not retransmitted: UNKNOWN_ACCOUNT");
            }));
  }

  private static void good(final Desk desk) {
    final WireConnection wire = desk.connect();
    final LogonRequest logon = desk.logonRequest();
    final NegotiationResponseDecoder negotiated =
        desk.expectNegotiation(wire, logon.frame(), "negotiated").negotiationResponse();
    CaseFailure.unlessEqual("session", logon.session(), negotiated.session());
    CaseFailure.unlessEqual("incarnation", logon.incarnation(), negotiated.incarnation());
    CaseFailure.unlessEqual(
        "requestTimestamp", logon.requestTimestamp(), negotiated.requestTimestamp());
    CaseFailure.unless(negotiated.messagesPerSecondMax() >= 1, "messagesPerSecondMax is below 1");
    CaseFailure.unless(negotiated.burstMax() >= 1, "burstMax is below 1");
    wire.send(Desk.establish(logon, 1_000, 1, false));
    final EstablishmentAckDecoder ack = desk.expectAnswer(wire, "established").establishmentAck();
    CaseFailure.unlessEqual("session", logon.session(), ack.session());
    CaseFailure.unlessEqual("incarnation", logon.incarnation(), ack.incarnation());
    CaseFailure.unlessEqual(
        "requestTimestamp", logon.requestTimestamp() + 1, ack.requestTimestamp());
    CaseFailure.unlessEqual("keepAliveMillis", 1_000L, ack.keepAliveMillis());
    CaseFailure.unlessEqual("nextSeqNo", 1L, ack.nextSeqNo());
  }

  private static void strangersLookAlike(final Desk desk) {
    final LogonRequest logon = desk.logonRequest();
    final WireConnection wire = desk.connect();
    final String wrongSecret = refusal(desk, wire, logon.withKey(logon.accessKeyId(), "nobody's"));
    final String wrongKey =
        refusal(desk, wire, logon.withKey("nobody-" + logon.incarnation() % 1_000_000, "x"));
    final String wrongPartner = refusal(desk, wire, logon.withPartner(Integer.MAX_VALUE - 1));
    CaseFailure.unlessEqual("the answer to an unknown key", wrongSecret, wrongKey);
    CaseFailure.unlessEqual("the answer to an unknown partner", wrongSecret, wrongPartner);
  }

  private static String refusal(
      final Desk desk, final WireConnection wire, final LogonRequest logon) {
    return desk.expectNegotiation(wire, logon.frame(), "not negotiated: CREDENTIALS").toString();
  }

  private static void tooManyAttempts(final Desk desk) {
    // Of no partner: it is refused at once, so that many can be under way on one connection.
    final LogonRequest guess =
        desk.logonRequest()
            .withPartner(0)
            .withKey("guess-" + System.nanoTime() % 1_000_000_000L, "guess");
    for (int i = 0; i < ATTEMPTS_MAX; i += ATTEMPTS_AT_ONCE) {
      final WireConnection wire = desk.connect();
      for (int k = 0; k < ATTEMPTS_AT_ONCE; k++) {
        wire.send(guess.frame());
      }
      for (int k = 0; k < ATTEMPTS_AT_ONCE; k++) {
        final NegotiationRejectCode code = desk.answer(wire).negotiationReject().code();
        if (code == NegotiationRejectCode.TOO_MANY_ATTEMPTS) {
          desk.logon();
          return;
        }
        CaseFailure.unlessEqual("the answer to a guess", NegotiationRejectCode.CREDENTIALS, code);
      }
    }
    throw new CaseFailure(ATTEMPTS_MAX + " guesses in a row were looked at");
  }

  private static void foreignAccount(final Desk desk) {
    final long foreign = Skips.account(desk.target().foreignAccount(), "--foreign-account");
    final Trader trader = desk.logon();
    trader.claimAsking((1 << 24) - 1);
    final BusinessMessageRejectDecoder unknown =
        trader.expect("claim", "not taken UNKNOWN_ID").businessReject();
    trader.claimAsking(foreign);
    final BusinessMessageRejectDecoder others =
        trader.expect("claim", "not taken UNKNOWN_ID").businessReject();
    CaseFailure.unlessEqual("account", foreign, others.account());
    CaseFailure.unlessEqual("text", unknown.text(), others.text());
    CaseFailure.unlessEqual(
        "retryAfterMillis", unknown.retryAfterMillis(), others.retryAfterMillis());
  }
}
