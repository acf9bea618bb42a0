package io.qanat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.AccountClaimDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishmentRejectCode;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.RetransmitRejectCode;
import io.qanat.codecs.orderentry.TerminateCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderEntryClientTest {
  private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.UTF_8);
  private static final KeyDerivation DERIVATION = new KeyDerivation(new byte[16], 8, 1, 1);
  private static final long ACCOUNT = 7;

  private final FakeHub hub = new FakeHub();
  private final List<String> events = new ArrayList<>();
  private final OrderEntryListener listener = new Recorder(events);
  private long clockNanos = 1_000_000_000_000L;
  private OrderEntryClient client;

  private OrderEntrySettings settings() {
    return new OrderEntrySettings()
        .credentials(3, 5, "key-1", SECRET)
        .keyDerivation(DERIVATION)
        .keepAliveMillis(1_000)
        .acknowledge(4, TimeUnit.MILLISECONDS.toNanos(50))
        .logonTimeoutNanos(TimeUnit.SECONDS.toNanos(2))
        .clocks(() -> clockNanos, () -> clockNanos);
  }

  private void connect(final OrderEntrySettings settings) {
    client = new OrderEntryClient(hub, settings, listener);
  }

  private void establish(final OrderEntrySettings settings) {
    establish(settings, 1_000);
  }

  private void establish(final OrderEntrySettings settings, final long keepAliveMillis) {
    connect(settings);
    client.poll();
    hub.sayNegotiated(10, 2);
    client.poll();
    hub.sayEstablished(keepAliveMillis);
    client.poll();
    assertThat(client.state()).isEqualTo(OrderEntryClient.State.ESTABLISHED);
    hub.heard();
    events.clear();
  }

  private void claim(final long nextReportNo, final long hubNext, final long hubOldest) {
    assertThat(client.claimAccount(ACCOUNT, nextReportNo)).isEqualTo(Offer.SENT);
    hub.sayAccountSequence(ACCOUNT, hubNext, hubOldest);
    client.poll();
  }

  private void passMillis(final long millis) {
    clockNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    client.poll();
  }

  private Offer order(final String clOrdId) {
    return client.newOrder(ACCOUNT, 1, clOrdId, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 100, 200);
  }

  @Test
  void logsOnWithAProofOfItsSecret() {
    hub.connected = false;
    connect(settings().cancelOnDisconnect(true));
    client.poll();
    assertThat(hub.heard()).isEmpty();

    hub.connected = true;
    client.poll();
    assertThat(hub.heard()).containsExactly("Negotiate partner=3 session=5 key=key-1");
    final NegotiateDecoder negotiate = hub.negotiate;
    final byte[] proof = new byte[LogonProof.KEY_LENGTH];
    negotiate.getProof(proof, 0, proof.length);
    assertThat(
            LogonProof.verify(
                LogonProof.storedKey(DERIVATION.saltedKey(SECRET)),
                proof,
                3,
                5,
                client.incarnation(),
                negotiate.requestTimestamp(),
                "key-1"))
        .isTrue();

    hub.sayNegotiated(100, 10);
    client.poll();
    assertThat(hub.heard())
        .containsExactly("Establish keepAlive=1000 nextSeqNo=1 cancelOnDisconnect=YES");
    assertThat(order("early")).isEqualTo(Offer.NOT_ESTABLISHED);

    hub.sayEstablished(1_000);
    client.poll();
    assertThat(events).containsExactly("negotiated 100 10", "established");
    assertThat(order("a")).isEqualTo(Offer.SENT);
  }

  @Test
  void waitsForTheTransportToTakeItsLogon() {
    connect(settings());
    hub.answer = Offer.RETRY;
    client.poll();
    client.poll();
    hub.answer = Offer.SENT;
    client.poll();
    client.poll();
    assertThat(hub.heard()).hasSize(1);
  }

  @Test
  void tellsWhyItWasRefused() {
    connect(settings());
    client.poll();
    hub.sayNegotiationReject(NegotiationRejectCode.DUPLICATE_INCARNATION, 99, "used");
    client.poll();
    assertThat(events)
        .containsExactly(
            "negotiationRejected DUPLICATE_INCARNATION 99 used", "closed NEGOTIATION_REJECTED");
    assertThat(hub.closed).isTrue();
    assertThat(order("a")).isEqualTo(Offer.CLOSED);
    assertThat(client.poll()).isZero();
  }

  @Test
  void tellsWhyItWasNotEstablished() {
    connect(settings());
    client.poll();
    hub.sayNegotiated(1, 1);
    client.poll();
    hub.sayEstablishmentReject(EstablishmentRejectCode.KEEPALIVE_INTERVAL, "no");
    client.poll();
    assertThat(events)
        .containsExactly(
            "negotiated 1 1",
            "establishmentRejected KEEPALIVE_INTERVAL no",
            "closed ESTABLISHMENT_REJECTED");
  }

  @Test
  void givesUpWhenNobodyAnswers() {
    hub.connected = false;
    connect(settings());
    passMillis(1_999);
    assertThat(events).isEmpty();
    passMillis(1);
    assertThat(events).containsExactly("closed CONNECT_TIMEOUT");
  }

  @Test
  void givesUpWhenTheLogonIsNotAnswered() {
    connect(settings());
    client.poll();
    passMillis(2_000);
    assertThat(events).containsExactly("closed LOGON_TIMEOUT");
  }

  @Test
  void keepsAliveWhenItHasNothingToSay() {
    establish(settings());
    order("a");
    hub.heard();
    passMillis(499);
    assertThat(hub.heard()).isEmpty();
    passMillis(1);
    assertThat(hub.heard()).containsExactly("Sequence 2");
  }

  @Test
  void noticesASilentHub() {
    establish(settings());
    passMillis(600);
    hub.saySequence(1);
    passMillis(400);
    passMillis(1_000);
    assertThat(events).isEmpty();
    hub.heard();
    passMillis(1);
    assertThat(hub.heard()).containsExactly("Terminate KEEPALIVE_LAPSED");
    assertThat(events).containsExactly("closed HUB_SILENT");
  }

  @Test
  void noticesALostTransport() {
    establish(settings());
    hub.connected = false;
    client.poll();
    assertThat(events).containsExactly("closed DISCONNECTED");
  }

  @Test
  void hearsTheTerminateThatPrecedesALostTransport() {
    establish(settings());
    hub.sayTerminate(TerminateCode.FLOOD, "too fast");
    hub.connected = false;
    client.poll();
    assertThat(events).containsExactly("terminated FLOOD too fast", "closed TERMINATED_BY_HUB");
  }

  @Test
  void whatIsSpecialInAnOrderIsWrittenAndTheNextIsPlainAgain() {
    establish(settings());
    client.newOrder(
        ACCOUNT,
        1,
        "a",
        Side.BUY,
        OrdType.LIMIT,
        TimeInForce.DAY,
        100,
        200,
        order -> order.displayQty(50));
    order("b");
    assertThat(hub.heard())
        .containsExactly(
            "1 NewOrderSingle a BUY 200@100 display=50", "2 NewOrderSingle b BUY 200@100");
  }

  @Test
  void numbersWhatItSendsAndOnlyThat() {
    establish(settings());
    assertThat(order("a")).isEqualTo(Offer.SENT);
    hub.answer = Offer.RETRY;
    assertThat(client.cancel(ACCOUNT, 0, "b", "a")).isEqualTo(Offer.RETRY);
    hub.answer = Offer.SENT;
    assertThat(client.cancel(ACCOUNT, 0, "b", "a")).isEqualTo(Offer.SENT);
    assertThat(client.replace(ACCOUNT, 0, "c", "a", 101, 201)).isEqualTo(Offer.SENT);
    assertThat(client.massCancel(ACCOUNT, MassActionScope.ALL_SECURITIES, 9, "d"))
        .isEqualTo(Offer.SENT);
    assertThat(client.requestStatus(ACCOUNT, 0, "a")).isEqualTo(Offer.SENT);
    assertThat(hub.heard())
        .containsExactly(
            "1 NewOrderSingle a BUY 200@100",
            "2 OrderCancelRequest b of a",
            "3 OrderCancelReplaceRequest c of a 201@101",
            "4 OrderMassActionRequest ALL_SECURITIES 0",
            "5 OrderStatusRequest a");
    assertThat(client.nextSeqNo()).isEqualTo(6);
  }

  @Test
  void holdsOrdersToTheThrottleButNeverCancels() {
    establish(settings());
    assertThat(order("a")).isEqualTo(Offer.SENT);
    assertThat(order("b")).isEqualTo(Offer.SENT);
    assertThat(order("c")).isEqualTo(Offer.THROTTLED);
    assertThat(client.cancel(ACCOUNT, 0, "d", "a")).isEqualTo(Offer.SENT);
    assertThat(client.massCancel(ACCOUNT, MassActionScope.SECURITY, 1, "e")).isEqualTo(Offer.SENT);
    passMillis(99);
    assertThat(order("c")).isEqualTo(Offer.THROTTLED);
    passMillis(1);
    assertThat(order("c")).isEqualTo(Offer.SENT);
    assertThat(order("f")).isEqualTo(Offer.THROTTLED);
  }

  @Test
  void canLeaveTheThrottleToTheHub() {
    establish(settings().holdToThrottle(false));
    for (int i = 0; i < 50; i++) {
      assertThat(order("a" + i)).isEqualTo(Offer.SENT);
    }
  }

  @Test
  void refusesBadArgumentsBeforeSendingAnything() {
    establish(settings());
    assertThatThrownBy(() -> order("")).hasMessageContaining("clOrdId is not 1 to 20");
    assertThatThrownBy(() -> order("123456789012345678901")).hasMessageContaining("clOrdId");
    assertThatThrownBy(() -> order("ümlaut")).hasMessageContaining("ümlaut");
    assertThatThrownBy(() -> client.cancel(ACCOUNT, 0, "a", "")).hasMessageContaining("clOrdId");
    assertThatThrownBy(() -> client.claimAccount(ACCOUNT, -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> client.acknowledge(ACCOUNT, 1))
        .hasMessage("report 1 of account 7 was not delivered");
    assertThatThrownBy(() -> connect(settings().keepAliveMillis(99)))
        .hasMessage("keepAliveMillis=99, allowed: 100 to 60000");
    assertThatThrownBy(() -> connect(settings().credentials(0, 1, "k", SECRET)))
        .hasMessage("partner=0, allowed: 1 and up");
    assertThatThrownBy(() -> connect(settings().credentials(1, 1, "a b", SECRET)))
        .hasMessageContaining("accessKeyId=a b");
    assertThat(hub.heard()).isEmpty();
  }

  @Test
  void deliversReportsInOrderAndAsksForWhatIsMissing() {
    establish(settings());
    claim(1, 1, 1);
    hub.sayReport(ACCOUNT, 1, false);
    hub.sayReport(ACCOUNT, 4, false);
    hub.sayReport(ACCOUNT, 1, true);
    client.poll();
    assertThat(events).containsExactly("claimed 7 1 1", "report 1", "repeated 1");
    assertThat(hub.heard())
        .containsExactly(
            "1 AccountClaim 7", "RetransmitRequest 7 from 2 count 2", "2 ReportAck 7 through 1");

    hub.sayRetransmission(ACCOUNT, 2, 2);
    hub.sayReport(ACCOUNT, 2, true);
    hub.sayReport(ACCOUNT, 3, true);
    hub.sayReport(ACCOUNT, 5, false);
    events.clear();
    client.poll();
    assertThat(events).containsExactly("report 2", "report 3", "report 4", "report 5");
    assertThat(hub.heard()).containsExactly("3 ReportAck 7 through 5");
    assertThat(client.nextReportNo(ACCOUNT)).isEqualTo(6);
  }

  @Test
  void resumesWhereTheEarlierIncarnationStopped() {
    establish(settings());
    claim(11, 14, 5);
    assertThat(hub.heard())
        .containsExactly(
            "1 AccountClaim 7", "RetransmitRequest 7 from 11 count 3", "2 ReportAck 7 through 10");
    for (long no = 11; no < 14; no++) {
      hub.sayReport(ACCOUNT, no, true);
    }
    client.poll();
    assertThat(events).containsExactly("claimed 7 14 5", "report 11", "report 12", "report 13");
  }

  @Test
  void beginsWithWhatTheHubHasWhenNothingIsRemembered() {
    establish(settings());
    claim(0, 14, 12);
    assertThat(hub.heard()).contains("RetransmitRequest 7 from 12 count 2");
    assertThat(events).containsExactly("claimed 7 14 12");
  }

  @Test
  void tellsWhichReportsAreGone() {
    establish(settings());
    claim(3, 14, 12);
    assertThat(events).containsExactly("unavailable 7 from 3 resumes 12", "claimed 7 14 12");
    assertThat(hub.heard()).contains("RetransmitRequest 7 from 12 count 2");
    hub.sayRetransmitReject(ACCOUNT, RetransmitRejectCode.OUT_OF_RANGE, 13, 14);
    hub.sayReport(ACCOUNT, 13, true);
    client.poll();
    assertThat(events).containsSubsequence("unavailable 7 from 12 resumes 13", "report 13");
  }

  @Test
  void asksAgainWhenARetransmissionDoesNotCome() {
    establish(settings());
    claim(1, 3, 1);
    hub.heard();
    for (int i = 0; i < 4; i++) {
      hub.saySequence(1);
      passMillis(500);
    }
    assertThat(hub.heard()).contains("RetransmitRequest 7 from 1 count 2");
  }

  @Test
  void asksForLongGapsInParts() {
    establish(settings());
    claim(1, 2_501, 1);
    assertThat(hub.heard()).contains("RetransmitRequest 7 from 1 count 1000");
    for (long no = 1; no <= 1_000; no++) {
      hub.sayReport(ACCOUNT, no, true);
    }
    for (int i = 0; i < 100; i++) {
      client.poll();
    }
    assertThat(hub.heard()).contains("RetransmitRequest 7 from 1001 count 1000");
  }

  @Test
  void stopsAskingForAnAccountItMayNotHave() {
    establish(settings());
    claim(1, 3, 1);
    hub.heard();
    hub.sayRetransmitReject(ACCOUNT, RetransmitRejectCode.UNKNOWN_ACCOUNT, 0, 0);
    for (int i = 0; i < 10; i++) {
      hub.saySequence(1);
      passMillis(500);
    }
    assertThat(events).contains("retransmitRejected 7 UNKNOWN_ACCOUNT");
    assertThat(hub.heard()).noneMatch(line -> line.startsWith("RetransmitRequest"));
  }

  @Test
  void acknowledgesByCountAndByTime() {
    establish(settings());
    claim(1, 1, 1);
    hub.heard();
    for (long no = 1; no <= 3; no++) {
      hub.sayReport(ACCOUNT, no, false);
    }
    client.poll();
    assertThat(hub.heard()).isEmpty();
    hub.sayReport(ACCOUNT, 4, false);
    client.poll();
    assertThat(hub.heard()).containsExactly("2 ReportAck 7 through 4");
    hub.sayReport(ACCOUNT, 5, false);
    client.poll();
    passMillis(49);
    assertThat(hub.heard()).isEmpty();
    passMillis(1);
    assertThat(hub.heard()).containsExactly("3 ReportAck 7 through 5");
    passMillis(100);
    assertThat(hub.heard()).isEmpty();
  }

  @Test
  void leavesAcknowledgingToTheApplicationIfAsked() {
    establish(settings().acknowledge(0, 1));
    claim(1, 1, 1);
    for (long no = 1; no <= 6; no++) {
      hub.sayReport(ACCOUNT, no, false);
    }
    client.poll();
    passMillis(100);
    assertThat(hub.heard()).containsExactly("1 AccountClaim 7");
    assertThat(client.acknowledge(ACCOUNT, 3)).isEqualTo(Offer.SENT);
    assertThat(hub.heard()).containsExactly("2 ReportAck 7 through 3");
    assertThatThrownBy(() -> client.acknowledge(ACCOUNT, 7)).hasMessageContaining("report 7");
    hub.sayNotApplied(2, 1);
    client.poll();
    assertThat(hub.heard()).containsExactly("3 ReportAck 7 through 3");
  }

  @Test
  void repeatsClaimsAndAcknowledgementsThatWereNotApplied() {
    establish(settings());
    client.claimAccount(ACCOUNT, 1);
    order("a");
    hub.sayNotApplied(1, 2);
    client.poll();
    assertThat(events).containsExactly("notApplied 1 2");
    assertThat(hub.heard())
        .containsExactly("1 AccountClaim 7", "2 NewOrderSingle a BUY 200@100", "3 AccountClaim 7");
  }

  @Test
  void repeatsAClaimThatABusyHubDidNotTake() {
    establish(settings());
    client.claimAccount(ACCOUNT, 1);
    hub.sayBusinessReject(ACCOUNT, AccountClaimDecoder.TEMPLATE_ID, 1, 20);
    client.poll();
    hub.sayBusinessReject(ACCOUNT, NewOrderSingleDecoder.TEMPLATE_ID, 1, 20);
    client.poll();
    assertThat(events).containsExactly("businessReject BUSY", "businessReject BUSY");
    passMillis(19);
    assertThat(hub.heard()).containsExactly("1 AccountClaim 7");
    passMillis(1);
    passMillis(20);
    assertThat(hub.heard()).containsExactly("2 AccountClaim 7");
  }

  @Test
  void claimsAgainWhatTheHubDoesNotAnswer() {
    establish(settings().keepAliveMillis(20_000), 20_000);
    client.claimAccount(ACCOUNT, 1);
    passMillis(2_999);
    assertThat(hub.heard()).containsExactly("1 AccountClaim 7");
    passMillis(1);
    assertThat(hub.heard()).containsExactly("2 AccountClaim 7");
    hub.sayAccountSequence(ACCOUNT, 1, 1);
    client.poll();
    passMillis(4_000);
    assertThat(hub.heard()).isEmpty();
    assertThat(events).containsExactly("claimed 7 1 1");
  }

  @Test
  void ignoresWhereAnAccountStoodBefore() {
    establish(settings());
    claim(1, 1, 1);
    hub.sayReport(ACCOUNT, 1, false);
    hub.sayReport(ACCOUNT, 2, false);
    hub.sayAccountSequence(ACCOUNT, 1, 1);
    hub.sayReport(ACCOUNT, 3, false);
    client.poll();
    assertThat(events).containsExactly("claimed 7 1 1", "report 1", "report 2", "report 3");
  }

  @Test
  void claimsOnceMoreBeforeItBelievesThatReportsWereNeverMade() {
    establish(settings());
    claim(42, 40, 38);
    client.poll();
    assertThat(hub.heard()).containsExactly("1 AccountClaim 7", "2 AccountClaim 7");
    assertThat(events).isEmpty();
    hub.sayAccountSequence(ACCOUNT, 44, 38);
    client.poll();
    assertThat(events).containsExactly("claimed 7 44 38");
  }

  @Test
  void believesItTheSecondTime() {
    establish(settings());
    claim(42, 40, 38);
    hub.sayAccountSequence(ACCOUNT, 40, 38);
    client.poll();
    assertThat(events).containsExactly("unavailable 7 from 42 resumes 40", "claimed 7 40 38");
  }

  @Test
  void doesNotClaimAgainWhatTheHubHasRefused() {
    establish(settings().keepAliveMillis(20_000), 20_000);
    client.claimAccount(ACCOUNT, 1);
    hub.sayBusinessReject(ACCOUNT, AccountClaimDecoder.TEMPLATE_ID, 1, 0);
    client.poll();
    passMillis(4_000);
    assertThat(hub.heard()).containsExactly("1 AccountClaim 7");
  }

  @Test
  void stopsListeningToAnAccountThatAnotherSessionClaimed() {
    establish(settings());
    claim(1, 1, 1);
    hub.sayAccountReleased(ACCOUNT);
    hub.sayReport(ACCOUNT, 1, false);
    client.poll();
    assertThat(events).containsExactly("claimed 7 1 1", "released 7");
    claim(0, 3, 1);
    hub.sayReport(ACCOUNT, 1, true);
    hub.sayReport(ACCOUNT, 2, true);
    client.poll();
    assertThat(events).endsWith("claimed 7 3 1", "report 1", "report 2");
  }

  @Test
  void passesAnswersToStatusRequestsOn() {
    establish(settings());
    hub.sayReport(ACCOUNT, 0, false);
    client.poll();
    assertThat(events).containsExactly("report 0");
  }

  @Test
  void endsASessionWhoseHubSpeaksNonsense() {
    establish(settings());
    hub.say(new byte[] {1, 2, 3});
    client.poll();
    assertThat(hub.heard()).containsExactly("Terminate DECODING_ERROR");
    assertThat(events).containsExactly("closed PROTOCOL_ERROR");
  }

  @Test
  void ignoresMessagesOfANewerHub() {
    establish(settings());
    hub.say(new byte[] {0, 0, (byte) 0xE7, 3, 101, 0, 9, 0, 1, 2, 3});
    client.poll();
    assertThat(client.state()).isEqualTo(OrderEntryClient.State.ESTABLISHED);
  }

  @Test
  void saysGoodbye() {
    establish(settings());
    client.close();
    client.close();
    assertThat(hub.heard()).containsExactly("Terminate FINISHED");
    assertThat(events).containsExactly("closed CLOSED_BY_CALLER");
  }

  @Test
  void mayBeClosedFromWithinItsListener() {
    final List<String> seen = new ArrayList<>();
    final OrderEntryClient[] self = new OrderEntryClient[1];
    self[0] =
        new OrderEntryClient(
            hub,
            settings(),
            new Recorder(seen) {
              @Override
              public void onNegotiated(final long rate, final long burst) {
                self[0].close();
              }
            });
    self[0].poll();
    hub.sayNegotiated(1, 1);
    self[0].poll();
    assertThat(self[0].state()).isEqualTo(OrderEntryClient.State.CLOSED);
    assertThat(seen).containsExactly("closed CLOSED_BY_CALLER");
  }

  /** Reports are lost, doubled and late, and clients come and go: each is seen once, in order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 99, 2_026})
  void everyReportIsSeenOnceAndInOrder(final long seed) {
    final Random random = new Random(seed);
    final long last = 2_000;
    long made = 0;
    long seen = 1;
    final TreeSet<Long> late = new TreeSet<>();
    for (int step = 0; seen <= last && step < 20_000; step++) {
      if (client == null || client.state() != OrderEntryClient.State.ESTABLISHED) {
        late.clear();
        hub.connected = true;
        establish(settings());
        client.claimAccount(ACCOUNT, seen);
        hub.sayAccountSequence(ACCOUNT, made + 1, 1);
      }
      if (made < last) {
        made++;
        sayOrLose(random, made, late);
      }
      passMillis(10);
      for (final String line : hub.heard()) {
        if (line.startsWith("RetransmitRequest")) {
          final String[] words = line.split(" ", -1);
          final long from = Long.parseLong(words[3]);
          hub.sayRetransmission(ACCOUNT, from, Long.parseLong(words[5]));
          for (long no = from; no < from + Long.parseLong(words[5]); no++) {
            sayOrLose(random, no, late);
          }
        }
      }
      hub.saySequence(1);
      client.poll();
      for (final String event : events) {
        if (event.startsWith("report")) {
          assertThat(event).as("seed %d", seed).isEqualTo("report " + seen);
          seen++;
        }
      }
      events.clear();
      if (random.nextInt(400) == 0) {
        hub.connected = false;
        while (client.poll() > 0) {
          hub.heard();
        }
        for (final String event : events) {
          if (event.startsWith("report")) {
            assertThat(event).as("seed %d", seed).isEqualTo("report " + seen);
            seen++;
          }
        }
      }
    }
    assertThat(seen).as("seed %d", seed).isEqualTo(last + 1);
  }

  private void sayOrLose(final Random random, final long no, final NavigableSet<Long> late) {
    final int fate = random.nextInt(10);
    if (fate == 0) {
      return;
    }
    if (fate == 1) {
      late.add(no);
      return;
    }
    hub.sayReport(ACCOUNT, no, false);
    if (fate == 2) {
      hub.sayReport(ACCOUNT, no, true);
    }
    if (fate == 3 && !late.isEmpty()) {
      hub.sayReport(ACCOUNT, late.pollFirst(), true);
    }
  }

  private static class Recorder implements OrderEntryListener {
    private final List<String> events;

    Recorder(final List<String> events) {
      this.events = events;
    }

    @Override
    public void onNegotiated(final long messagesPerSecondMax, final long burstMax) {
      events.add("negotiated " + messagesPerSecondMax + " " + burstMax);
    }

    @Override
    public void onNegotiationRejected(
        final NegotiationRejectCode code, final long lastIncarnation, final String text) {
      events.add("negotiationRejected " + code + " " + lastIncarnation + " " + text);
    }

    @Override
    public void onEstablished() {
      events.add("established");
    }

    @Override
    public void onEstablishmentRejected(final EstablishmentRejectCode code, final String text) {
      events.add("establishmentRejected " + code + " " + text);
    }

    @Override
    public void onTerminated(final TerminateCode code, final String text) {
      events.add("terminated " + code + " " + text);
    }

    @Override
    public void onClosed(final CloseReason reason) {
      events.add("closed " + reason);
    }

    @Override
    public void onNotApplied(final long fromSeqNo, final long count) {
      events.add("notApplied " + fromSeqNo + " " + count);
    }

    @Override
    public void onAccountClaimed(final long account, final long next, final long oldest) {
      events.add("claimed " + account + " " + next + " " + oldest);
    }

    @Override
    public void onAccountReleased(final long account) {
      events.add("released " + account);
    }

    @Override
    public void onReportsUnavailable(final long account, final long from, final long resumesAt) {
      events.add("unavailable " + account + " from " + from + " resumes " + resumesAt);
    }

    @Override
    public void onRetransmitRejected(final long account, final RetransmitRejectCode code) {
      events.add("retransmitRejected " + account + " " + code);
    }

    @Override
    public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
      events.add("businessReject " + reject.businessRejectReason());
    }

    @Override
    public void onRepeated(final MessageDecoderFlyweight report) {
      events.add("repeated " + ((ExecutionReportDecoder) report).reportNo());
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
      events.add("report " + report.reportNo());
    }
  }
}
