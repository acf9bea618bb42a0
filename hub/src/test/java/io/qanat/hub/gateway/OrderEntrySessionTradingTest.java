package io.qanat.hub.gateway;

import static io.qanat.hub.gateway.ClientFrames.cancel;
import static io.qanat.hub.gateway.ClientFrames.claim;
import static io.qanat.hub.gateway.ClientFrames.massAction;
import static io.qanat.hub.gateway.ClientFrames.massQuote;
import static io.qanat.hub.gateway.ClientFrames.newOrder;
import static io.qanat.hub.gateway.ClientFrames.replace;
import static io.qanat.hub.gateway.ClientFrames.reportAck;
import static io.qanat.hub.gateway.ClientFrames.retransmit;
import static io.qanat.hub.gateway.ClientFrames.sequence;
import static io.qanat.hub.gateway.ClientFrames.status;
import static io.qanat.hub.gateway.EntityMessages.accountReleased;
import static io.qanat.hub.gateway.EntityMessages.accountSequence;
import static io.qanat.hub.gateway.EntityMessages.ownsAccount;
import static io.qanat.hub.gateway.EntityMessages.report;
import static io.qanat.hub.gateway.EntityMessages.reports;
import static io.qanat.hub.gateway.EntityMessages.unknownOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.entity.Edge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an established session may do with accounts. */
class OrderEntrySessionTradingTest {
  private final SessionHarness hub = new SessionHarness();

  @Test
  void anOwnAccountIsClaimed() {
    hub.established(true);
    hub.frame(claim(1, 17));
    assertThat(hub.take())
        .containsExactly("query partner-7 OwnsAccountQuery account=17 request=101");
    hub.reply(101, ownsAccount(17, true));
    assertThat(hub.take())
        .containsExactly(
            "tell account-17 SessionClaim gateway=77 cancelOnDisconnect=YES from=7/1/10 seqNum=1");
    hub.report(accountSequence(17, 42));
    assertThat(hub.take()).containsExactly("send AccountSequence account=17 next=42");
    assertThat(hub.openRequests()).isEmpty();
  }

  @Test
  void aForeignAccountIsAsUnknownAsOneThatCannotBe() {
    hub.established();
    hub.frame(claim(1, 18));
    hub.take();
    hub.reply(101, ownsAccount(18, false));
    hub.frame(claim(2, -1));
    hub.frame(claim(3, 1L << 56));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject UNKNOWN_ID account=18 ref=10/1 clOrdId= retryAfter=0",
            "send BusinessMessageReject UNKNOWN_ID account=-1 ref=10/2 clOrdId= retryAfter=0",
            "send BusinessMessageReject UNKNOWN_ID account=72057594037927936 ref=10/3 clOrdId="
                + " retryAfter=0");
  }

  @Test
  void ownershipIsAskedOncePerSession() {
    hub.trading();
    hub.frame(claim(2, 17));
    assertThat(hub.take())
        .containsExactly(
            "tell account-17 SessionClaim gateway=77 cancelOnDisconnect=NO from=7/1/10 seqNum=2");
  }

  @Test
  void aClaimThatCannotBeDecidedMayBeRepeated() {
    hub.established();
    hub.frame(claim(1, 17));
    hub.take();
    hub.requestRefused(101, 40);
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject BUSY account=17 ref=10/1 clOrdId= retryAfter=40");
    hub.frame(claim(2, 17));
    assertThat(hub.take())
        .containsExactly("query partner-7 OwnsAccountQuery account=17 request=102");
  }

  @Test
  void aClaimThatTheAccountDidNotTakeIsNone() {
    hub.established();
    hub.frame(claim(1, 17));
    hub.reply(101, ownsAccount(17, true));
    hub.take();
    hub.inputRefused(Edge.Refusal.BUSY, 15);
    hub.frame(newOrder(2, 17, "a"));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject BUSY account=17 ref=10/1 clOrdId= retryAfter=15",
            "send BusinessMessageReject UNKNOWN_ID account=17 ref=20/2 clOrdId=a retryAfter=0");
  }

  @Test
  void theNumberOfClaimsIsBounded() {
    hub.established();
    for (int i = 0; i < SessionHarness.LIMITS.accountsMax(); i++) {
      hub.frame(claim(1 + i, 100 + i));
      hub.reply(101 + i, ownsAccount(100 + i, true));
    }
    hub.take();
    hub.frame(claim(9, 200));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject OTHER account=200 ref=10/9 clOrdId= retryAfter=0");
  }

  @Test
  void ordersOfAClaimedAccountReachItUnchanged() {
    hub.trading();
    hub.frame(newOrder(2, 17, "a"));
    hub.frame(replace(3, 17, "b"));
    hub.frame(cancel(4, 17, "c"));
    hub.frame(massAction(5, 17, MassActionScope.ALL_SECURITIES, "d"));
    hub.frame(reportAck(6, 17, 3));
    assertThat(hub.take())
        .containsExactly(
            "tell account-17 template 20 from=7/1/10 seqNum=2",
            "tell account-17 template 22 from=7/1/10 seqNum=3",
            "tell account-17 template 21 from=7/1/10 seqNum=4",
            "tell account-17 template 23 from=7/1/10 seqNum=5",
            "tell account-17 template 15 from=7/1/10 seqNum=6");
  }

  @Test
  void aMassCancelOfThePartnerNeedsNoClaim() {
    hub.established();
    hub.frame(massAction(1, 0, MassActionScope.PARTNER, "d"));
    assertThat(hub.take()).containsExactly("tell partner-7 template 23 from=7/1/10 seqNum=1");
  }

  @Test
  void ordersOfAnUnclaimedAccountAreRefused() {
    hub.trading();
    hub.frame(newOrder(2, 18, "a"));
    hub.frame(cancel(3, 18, "b"));
    hub.frame(massAction(4, 18, MassActionScope.ALL_SECURITIES, "c"));
    hub.frame(status(5, 18, "d"));
    hub.frame(reportAck(6, 18, 1));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject UNKNOWN_ID account=18 ref=20/2 clOrdId=a retryAfter=0",
            "send BusinessMessageReject UNKNOWN_ID account=18 ref=21/3 clOrdId=b retryAfter=0",
            "send BusinessMessageReject UNKNOWN_ID account=18 ref=23/4 clOrdId=c retryAfter=0",
            "send BusinessMessageReject UNKNOWN_ID account=18 ref=24/5 clOrdId=d retryAfter=0",
            "send BusinessMessageReject UNKNOWN_ID account=18 ref=15/6 clOrdId= retryAfter=0");
  }

  @Test
  void aCodeOutsideItsSetIsRefusedAndCounted() {
    hub.trading();
    final byte[] order = newOrder(2, 17, "a");
    order[MessageHeaderDecoder.ENCODED_LENGTH + NewOrderSingleDecoder.sideEncodingOffset()] = 'X';
    hub.frame(order);
    hub.frame(cancel(3, 17, "b"));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject INVALID_FIELD account=17 ref=20/2 clOrdId=a retryAfter=0",
            "tell account-17 template 21 from=7/1/10 seqNum=3");
  }

  @Test
  void aGapIsNamedAndTheFlowGoesOn() {
    hub.trading();
    hub.frame(newOrder(5, 17, "a"));
    hub.frame(newOrder(6, 17, "b"));
    assertThat(hub.take())
        .containsExactly(
            "send NotApplied from=2 count=3",
            "tell account-17 template 20 from=7/1/10 seqNum=5",
            "tell account-17 template 20 from=7/1/10 seqNum=6");
  }

  @Test
  void aHeartbeatMayRevealAGap() {
    hub.trading();
    hub.frame(sequence(10, 4));
    hub.frame(newOrder(4, 17, "a"));
    assertThat(hub.take())
        .containsExactly(
            "send NotApplied from=2 count=2", "tell account-17 template 20 from=7/1/10 seqNum=4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0, -1, Long.MIN_VALUE + 1})
  void aNumberThatWasUsedEndsTheSession(final long seqNum) {
    hub.trading();
    hub.frame(newOrder(seqNum, 17, "a"));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate SEQUENCE_TOO_LOW: seqNum " + seqNum + " was used before, expected 2",
            "tell account-17 SessionLost gateway=77 from=7/1/10 seqNum=0",
            "end");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 5_000_000_000L})
  void aNumberFarAheadEndsTheSession(final long seqNum) {
    hub.trading();
    hub.frame(newOrder(seqNum, 17, "a"));
    assertThat(hub.take())
        .first()
        .isEqualTo("send Terminate DECODING_ERROR: seqNum " + seqNum + " is too far ahead of 2");
  }

  @Test
  void beyondTheRateOrdersAreRefusedAndCancelsNever() {
    hub.trading();
    for (int i = 0; i < 3; i++) {
      hub.frame(newOrder(2 + i, 17, "a" + i));
    }
    hub.take();
    hub.frame(newOrder(5, 17, "late"));
    hub.frame(replace(6, 17, "later"));
    hub.frame(cancel(7, 17, "c"));
    hub.frame(massAction(8, 17, MassActionScope.ALL_SECURITIES, "d"));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject THROTTLE_LIMIT_EXCEEDED account=17 ref=20/5 clOrdId=late"
                + " retryAfter=10",
            "send BusinessMessageReject THROTTLE_LIMIT_EXCEEDED account=17 ref=22/6 clOrdId=later"
                + " retryAfter=10",
            "tell account-17 template 21 from=7/1/10 seqNum=7",
            "tell account-17 template 23 from=7/1/10 seqNum=8");
    hub.skipMillis(10);
    hub.frame(newOrder(9, 17, "again"));
    assertThat(hub.take()).containsExactly("tell account-17 template 20 from=7/1/10 seqNum=9");
    assertThat(hub.counters.throttled.value()).isEqualTo(2);
  }

  @Test
  void quotesGoToTheirInstrumentWhichHearsOfTheSessionsEnd() {
    hub.trading();
    hub.frame(massQuote(2, 5));
    assertThat(hub.take())
        .containsExactly("tell instrument-5 entity template 1001 from=7/1/10 seqNum=2");
    hub.frame(massQuote(3, 0));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject UNKNOWN_ID account=0 ref=1001/3 clOrdId= retryAfter=0");
    hub.frame(massQuote(3, 5));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate SEQUENCE_TOO_LOW: seqNum 3 was used before, expected 4",
            "tell account-17 SessionLost gateway=77 from=7/1/10 seqNum=0",
            "tell instrument-5 SessionLost gateway=77 from=7/1/10 seqNum=0",
            "end");
  }

  @Test
  void aFloodIsCutOffButNotOneOfCancels() {
    hub.trading();
    long seqNum = 2;
    for (int i = 0; i < 10_000; i++) {
      hub.frame(cancel(seqNum++, 17, "c"));
    }
    assertThat(hub.session.isEnded()).isFalse();
    hub.take();
    int orders = 0;
    while (!hub.session.isEnded()) {
      hub.frame(newOrder(seqNum++, 17, "a"));
      orders++;
    }
    // The claim counted as well: burst 3 times 10.
    assertThat(orders).isEqualTo(30);
    assertThat(hub.take()).contains("send Terminate FLOOD: more than 10 times the session's limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BUSY", "UNAVAILABLE"})
  void anInputThatWasNotTakenIsReportedBusy(final String refusal) {
    hub.trading();
    hub.frame(newOrder(2, 17, "a"));
    hub.take();
    hub.inputRefused(Edge.Refusal.valueOf(refusal), 30);
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject BUSY account=17 ref=20/2 clOrdId=a retryAfter=30");
  }

  @Test
  void poisonIsNotToBeRepeated() {
    hub.trading();
    hub.frame(cancel(2, 17, "a"));
    hub.take();
    hub.inputRefused(Edge.Refusal.POISON, 30);
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject OTHER account=17 ref=21/2 clOrdId=a retryAfter=0");
  }

  @Test
  void refusalsOfAnEarlierIncarnationAreNobodys() {
    hub.trading();
    hub.staleInputRefused();
    assertThat(hub.take()).isEmpty();
  }

  @Test
  void orderStatusIsAskedOfTheAccount() {
    hub.trading();
    hub.frame(status(2, 17, "a"));
    assertThat(hub.take())
        .containsExactly(
            "query account-17 OrderStatusQuery partner=7 clOrdId=a seqNum=2 request=102");
    hub.reply(102, report(17, 0, "a"));
    assertThat(hub.take())
        .containsExactly("send ExecutionReport account=17 report=0 possResend=NO");
  }

  @Test
  void questionsInFlightAreBounded() {
    hub.trading();
    for (int i = 0; i < 4; i++) {
      hub.frame(status(2 + i, 17, "a"));
    }
    hub.take();
    hub.frame(status(6, 17, "b"));
    hub.frame(retransmit(17, 1, 1));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject BUSY account=17 ref=24/6 clOrdId=b retryAfter=25",
            "send RetransmitReject account=17 REQUEST_LIMIT_EXCEEDED oldest=0 next=0");
  }

  @Test
  void missedReportsAreSentAgainMarked() {
    hub.trading();
    hub.frame(retransmit(17, 5, 2));
    assertThat(hub.take())
        .containsExactly("query account-17 ReportsQuery partner=7 from=5 count=2 request=102");
    hub.reply(102, reports(5, 1, 7, List.of(report(17, 5, "a"), report(17, 6, "b"))));
    assertThat(hub.take())
        .containsExactly(
            "send Retransmission account=17 from=5 count=2",
            "send ExecutionReport account=17 report=5 possResend=YES",
            "send ExecutionReport account=17 report=6 possResend=YES");
  }

  @Test
  void aRetransmissionIsBounded() {
    hub.trading();
    hub.frame(retransmit(17, 1, 4_000_000_000L));
    assertThat(hub.take())
        .containsExactly("query account-17 ReportsQuery partner=7 from=1 count=100 request=102");
  }

  @Test
  void reportsThatCannotBeHadAreNamed() {
    hub.trading();
    hub.frame(retransmit(18, 1, 1));
    hub.frame(retransmit(17, 0, 1));
    hub.frame(retransmit(17, 1, 0));
    assertThat(hub.take())
        .containsExactly(
            "send RetransmitReject account=18 UNKNOWN_ACCOUNT oldest=0 next=0",
            "send RetransmitReject account=17 OUT_OF_RANGE oldest=0 next=0",
            "send RetransmitReject account=17 OUT_OF_RANGE oldest=0 next=0");
    hub.frame(retransmit(17, 3, 2));
    hub.take();
    hub.reply(102, reports(3, 5, 9, List.of()));
    assertThat(hub.take())
        .containsExactly("send RetransmitReject account=17 OUT_OF_RANGE oldest=5 next=9");
  }

  @Test
  void reportsOfOtherAccountsAreNotShown() {
    hub.trading();
    hub.report(report(17, 1, "a"));
    hub.report(report(18, 1, "a"));
    hub.report(accountSequence(18, 1));
    assertThat(hub.take())
        .containsExactly("send ExecutionReport account=17 report=1 possResend=NO");
    assertThat(hub.counters.reportsUnclaimed.value()).isEqualTo(2);
  }

  @Test
  void aReleasedAccountIsNotTheSessionsAnyMore() {
    hub.trading();
    hub.report(accountReleased(17));
    hub.report(report(17, 2, "a"));
    hub.frame(newOrder(2, 17, "b"));
    hub.hubTerminates(TerminateCode.HUB_STOPPING);
    assertThat(hub.take())
        .containsExactly(
            "send AccountReleased account=17",
            "send BusinessMessageReject UNKNOWN_ID account=17 ref=20/2 clOrdId=b retryAfter=0",
            "send Terminate HUB_STOPPING: because",
            "end");
  }

  @Test
  void itsAccountsAreToldOfALostSession() {
    hub.trading(true);
    hub.frame(status(2, 17, "a"));
    hub.take();
    hub.session.onDisconnected();
    assertThat(hub.take())
        .containsExactly("tell account-17 SessionLost gateway=77 from=7/1/10 seqNum=0", "end");
    assertThat(hub.openRequests()).isEmpty();
    assertThat(hub.counters.sessionsLost.value()).isEqualTo(1);
    assertThat(hub.counters.sessions.value()).isZero();
  }

  @Test
  void aRefusedStatusRequestNamesTheClientsOwnMessage() {
    hub.trading();
    hub.frame(status(2, 17, "never"));
    hub.take();
    hub.reply(102, unknownOrder(17, "never"));
    assertThat(hub.take())
        .containsExactly(
            "send BusinessMessageReject UNKNOWN_ID account=17 ref=24/2 clOrdId=never retryAfter=0");
  }
}
