package io.qanat.entity;

import static io.qanat.entity.RunnerHarness.A;
import static io.qanat.entity.RunnerHarness.B;
import static io.qanat.sim.ToyCore.pay;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.entity.PeerAckDecoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import io.qanat.sim.ToyCore;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EntityRunnerTest {
  private static EntityConfig config(final String overrides) {
    return EntityConfig.of(
        ConfigFactory.parseString("qanat.entity { " + overrides + " }")
            .withFallback(ConfigFactory.defaultReference()));
  }

  private static RunnerHarness started(final String overrides) {
    return new RunnerHarness(A).start(ToyCore.factory(), config(overrides)).settle();
  }

  @Test
  void outputsLeaveInOrderAndOnlyOnceTheirInputIsCommitted() {
    final RunnerHarness harness = RunnerHarness.started();

    harness.runner.onInput(pay(B, 5, 11));
    harness.runner.onInput(pay(B, 7, 12));

    assertThat(harness.history()).extracting(LogEntry::seqNr).containsExactly(1L, 2L);
    assertThat(harness.said()).as("nothing is committed yet").isEmpty();
    harness.settle();
    assertThat(harness.said())
        .containsExactly(
            "account-2 input 1 pays 5 ack 0",
            "report 1",
            "reply 11: 1",
            "account-2 input 2 pays 7 ack 0",
            "report 2",
            "reply 12: 2");
    assertThat(harness.causeSeqNrs).containsExactly(1L, 2L);
  }

  @Test
  void aPeerOfTheSameNodeGetsItsMessageBeforeTheCommitAndNothingElseLeaves() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.peersAreHere = true;

    harness.runner.onInput(pay(B, 5, 11));
    harness.runner.onInput(pay(B, 7, 12));

    assertThat(harness.said())
        .containsExactly("account-2 input 1 pays 5 ack 0", "account-2 input 2 pays 7 ack 0");
    assertThat(harness.causeSeqNrs).containsExactly(1L, 2L);
    harness.settle();
    assertThat(harness.said())
        .containsExactly("report 1", "reply 11: 1", "report 2", "reply 12: 2");
  }

  @Test
  void nothingIsHandedOverThatTheLogHasNotTakenYet() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.peersAreHere = true;
    harness.room = false;

    harness.runner.onInput(pay(B, 5, 11));
    assertThat(harness.said()).isEmpty();
    harness.room = true;
    harness.runner.onInput(pay(B, 7, 12));

    assertThat(harness.said())
        .containsExactly("account-2 input 1 pays 5 ack 0", "account-2 input 2 pays 7 ack 0");
    assertThat(harness.history()).extracting(LogEntry::seqNr).containsExactly(1L, 2L);
  }

  @Test
  void whatFollowsFromACauseThatWasNotStoredIsDiscardedAndTheEntityGoesOn() {
    final RunnerHarness harness = RunnerHarness.started();
    final LogEntry.Cause lost = new LogEntry.Cause(B, 1, 9, 0);

    for (int attempt = 0; attempt < 5; attempt++) {
      harness.runner.onPeer(Envelopes.peerInput(B, 1, 0, ToyCore.body(A, 2)), lost, 0);
      harness.settle();
    }

    assertThat(harness.history()).isEmpty();
    assertThat(harness.said())
        .hasSize(5)
        .allMatch(said -> said.contains("append refused: CAUSE_MISSING"));
    harness.paidByB(1, 3, 0);
    harness.settle();
    assertThat(harness.core().balance()).as("3 less the one given back").isEqualTo(2);
    assertThat(harness.history()).extracting(LogEntry::seqNr).containsExactly(1L);
  }

  @Test
  void anEntrySaysWhatWasDecidedAndWhatHadLeft() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 5, 0));
    harness.settle();
    final LogEntry.Cause cause = new LogEntry.Cause(B, 1, 0, 3);
    final long later = harness.nowNanos + 77;

    harness.runner.onPeer(Envelopes.peerInput(B, 1, 1, ToyCore.body(A, 2)), cause, later);

    final LogEntry entry = harness.history().get(1);
    assertThat(entry.epoch()).isEqualTo(1);
    assertThat(entry.seqNr()).isEqualTo(2);
    assertThat(entry.cause()).isEqualTo(cause);
    assertThat(entry.timeNanos()).as("never before its cause").isEqualTo(later);
    assertThat(entry.releasedThrough()).isEqualTo(1);
    assertThat(entry.coreVersion()).isEqualTo(ToyCore.VERSION);
    assertThat(entry.outputsHash()).isEqualTo(new OutputBatch().hash());
    assertThat(entry.wakeAtNanos()).as("nothing is unacknowledged").isZero();
    assertThat(harness.history().get(0).wakeAtNanos())
        .as("something was unacknowledged")
        .isEqualTo(harness.history().get(0).timeNanos());
  }

  @Test
  void timeNeverGoesBack() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 1, 0));
    harness.nowNanos -= 1_000;
    harness.runner.onInput(pay(B, 1, 0));

    assertThat(harness.history().get(1).timeNanos())
        .isEqualTo(harness.history().get(0).timeNanos());
  }

  @Test
  void newWorkIsRefusedWithoutRoomAndUrgentWorkWaits() {
    final RunnerHarness harness = started("window-entries = 2");
    harness.runner.onInput(pay(B, 1, 1));
    harness.runner.onInput(pay(B, 1, 2));

    harness.runner.onInput(pay(B, 1, 3));
    harness.runner.onInput(ToyCore.admin(4));
    harness.paidByB(1, 2, 0);

    assertThat(harness.said()).containsExactly("BUSY 3 retry 50");
    assertThat(harness.history()).hasSize(2);
    harness.settle();
    assertThat(harness.history()).hasSize(4);
    assertThat(harness.said()).contains("reply 4: 3").doesNotContain("BUSY 4 retry 50");
    harness.runner.onInput(pay(B, 1, 5));
    assertThat(harness.history()).hasSize(5);
  }

  @Test
  void evenUrgentWorkHasABound() {
    final RunnerHarness harness = started("window-entries = 1, queue-entries = 1");
    harness.runner.onInput(pay(B, 1, 1));
    harness.runner.onInput(ToyCore.admin(2));
    harness.runner.onInput(ToyCore.admin(3));

    assertThat(harness.said()).containsExactly("BUSY 3 retry 50");
  }

  @Test
  void inputsWaitForTheLoadWithinABound() {
    final RunnerHarness harness =
        new RunnerHarness(A).start(ToyCore.factory(), config("window-entries = 2"));
    harness.runner.onInput(pay(B, 1, 1));
    harness.runner.onInput(pay(B, 1, 2));
    harness.runner.onInput(pay(B, 1, 3));
    harness.runner.onQuery(4, ToyCore.body(0, 0));

    assertThat(harness.said()).containsExactly("UNAVAILABLE 3 retry 50", "UNAVAILABLE 4 retry 50");
    harness.settle();
    assertThat(harness.history()).hasSize(2);
  }

  @Test
  void whatTheLogHasNoRoomForIsOfferedAgain() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.room = false;
    harness.runner.onInput(pay(B, 1, 1));
    harness.runner.onInput(pay(B, 2, 2));
    harness.settle();
    assertThat(harness.said()).isEmpty();
    assertThat(harness.runner.nanosUntilTick())
        .isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(10));

    harness.room = true;
    harness.pass(10).settle();

    assertThat(harness.said()).contains("reply 1: 1", "reply 2: 2");
  }

  @Test
  void aMessageIsAppliedOnceAndADuplicateIsAcknowledgedAgain() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.paidByB(1, 2, 0);
    harness.settle().pass(200);
    assertThat(harness.said()).containsExactly("account-2 ack 1");

    harness.paidByB(1, 2, 0);
    harness.pass(200);

    assertThat(harness.history()).hasSize(1);
    assertThat(harness.core().balance()).isEqualTo(2);
    assertThat(harness.said()).containsExactly("account-2 ack 1");
  }

  @Test
  void aGapIsAskedForOnceAndNothingBehindItIsApplied() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.paidByB(2, 2, 0);
    harness.paidByB(3, 2, 0);

    assertThat(harness.history()).isEmpty();
    assertThat(harness.said()).containsExactly("account-2 nack 1");
    harness.paidByB(1, 1, 0);
    harness.paidByB(2, 2, 0);
    harness.settle();
    assertThat(harness.core().balance()).isEqualTo(3);
  }

  @Test
  void whatAPeerMissesIsSentAgainInOrder() {
    final RunnerHarness harness = RunnerHarness.started();
    for (int i = 1; i <= 3; i++) {
      harness.runner.onInput(pay(B, i, 0));
    }
    harness.settle().said();

    harness.receive(Envelopes.peerNack(B, 2));

    assertThat(harness.said())
        .containsExactly("account-2 input 2 pays 2 ack 0", "account-2 input 3 pays 3 ack 0");
  }

  @Test
  void silenceIsAnsweredBySendingAgainLessAndLessOften() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 1, 0));
    harness.settle().said();

    harness.pass(999);
    assertThat(harness.said()).isEmpty();
    harness.pass(1);
    assertThat(harness.said()).containsExactly("account-2 input 1 pays 1 ack 0");
    harness.pass(1_999);
    assertThat(harness.said()).isEmpty();
    harness.pass(1);
    assertThat(harness.said()).containsExactly("account-2 input 1 pays 1 ack 0");
    harness.receive(Envelopes.peerAck(B, 1));
    harness.pass(100_000);
    assertThat(harness.said()).isEmpty();
  }

  @Test
  void silenceIsBrokenByTheFirstAndTheLastMessageNotByAll() {
    final RunnerHarness harness = RunnerHarness.started();
    for (int i = 1; i <= 4; i++) {
      harness.runner.onInput(ToyCore.client(ToyCore.body(B, i), 0));
    }
    harness.settle().said();

    harness.pass(1_000);
    assertThat(harness.said())
        .containsExactly("account-2 input 1 pays 1 ack 0", "account-2 input 4 pays 4 ack 0");
    harness.receive(Envelopes.peerNack(B, 2));
    assertThat(harness.said())
        .as("what it lacks it asks for")
        .containsExactly(
            "account-2 input 2 pays 2 ack 0",
            "account-2 input 3 pays 3 ack 0",
            "account-2 input 4 pays 4 ack 0");
  }

  @Test
  void newWorkIsRefusedWhileTooMuchIsUnacknowledged() {
    final RunnerHarness harness = started("unacknowledged-max = 2");
    harness.runner.onInput(pay(B, 1, 1));
    harness.runner.onInput(pay(B, 1, 2));
    harness.settle().said();

    harness.runner.onInput(pay(B, 1, 3));
    assertThat(harness.said()).containsExactly("BUSY 3 retry 50");
    harness.runner.onInput(ToyCore.admin(4));
    harness.settle();
    assertThat(harness.said())
        .as("urgent work is not new work")
        .anyMatch(s -> s.startsWith("reply 4"));

    harness.receive(Envelopes.peerAck(B, 2));
    harness.pass(300);
    harness.settle().said();
    harness.runner.onInput(pay(B, 1, 5));
    harness.settle();
    assertThat(harness.said()).anyMatch(s -> s.startsWith("reply 5"));
  }

  @Test
  void newWorkIsRefusedWhileABacklogWaitsTooLongForAPeer() {
    final RunnerHarness harness = started("shed-after = 500 ms, unacknowledged-max = 100000");
    for (int i = 1; i <= LoadShedder.BACKLOG_MIN; i++) {
      harness.runner.onInput(pay(B, 1, i));
    }
    harness.settle();
    harness.pass(500).settle().said();
    harness.runner.onInput(pay(B, 1, 1_001));
    assertThat(harness.settle().said())
        .as("not yet too long")
        .anyMatch(s -> s.startsWith("reply 1001"));

    harness.pass(10).settle().said();
    harness.runner.onInput(pay(B, 1, 1_002));
    assertThat(harness.said()).containsExactly("BUSY 1002 retry 50");
    harness.runner.onInput(ToyCore.admin(1_003));
    assertThat(harness.settle().said())
        .as("urgent work is not new work")
        .anyMatch(s -> s.startsWith("reply 1003"));

    harness.receive(Envelopes.peerAck(B, LoadShedder.BACKLOG_MIN));
    harness.pass(10).settle().said();
    harness.runner.onInput(pay(B, 1, 1_004));
    assertThat(harness.settle().said())
        .as("the rest is young")
        .anyMatch(s -> s.startsWith("reply 1004"));
  }

  @Test
  void newWorkIsRefusedWhileABacklogWaitsTooLongForTheLog() {
    final RunnerHarness harness = started("shed-after = 500 ms");
    for (int i = 1; i <= LoadShedder.BACKLOG_MIN; i++) {
      harness.runner.onInput(pay(B, 1, i));
    }
    harness.pass(501).said();
    harness.runner.onInput(pay(B, 1, 1_001));
    assertThat(harness.said()).containsExactly("BUSY 1001 retry 50");

    harness.settle();
    harness.receive(Envelopes.peerAck(B, LoadShedder.BACKLOG_MIN));
    harness.pass(10).said();
    harness.runner.onInput(pay(B, 1, 1_002));
    assertThat(harness.settle().said()).anyMatch(s -> s.startsWith("reply 1002"));
  }

  @Test
  void aFewThatWaitLongAreNoOverload() {
    final RunnerHarness harness = started("shed-after = 500 ms");
    for (int i = 1; i < LoadShedder.BACKLOG_MIN; i++) {
      harness.runner.onInput(pay(B, 1, i));
    }
    harness.settle();
    harness.pass(60_000).settle().said();
    harness.runner.onInput(pay(B, 1, 1_001));
    assertThat(harness.settle().said()).anyMatch(s -> s.startsWith("reply 1001"));
  }

  @Test
  void messagesBeyondThePeersWindowWaitForItsAcknowledgements() {
    final RunnerHarness harness = started("peer-window = 2");
    for (int i = 1; i <= 4; i++) {
      harness.runner.onInput(ToyCore.client(ToyCore.body(B, i), 0));
    }
    harness.settle();
    assertThat(harness.said().stream().filter(s -> s.contains("input")))
        .containsExactly("account-2 input 1 pays 1 ack 0", "account-2 input 2 pays 2 ack 0");

    harness.receive(Envelopes.peerAck(B, 1));

    assertThat(harness.said()).containsExactly("account-2 input 3 pays 3 ack 0");
  }

  @Test
  void acknowledgementsCoverCommittedInputsAndGoBareAfterThirtyTwo() {
    final RunnerHarness harness = RunnerHarness.started();
    for (int i = 1; i <= 32; i++) {
      harness.paidByB(i, 1, 0);
    }
    assertThat(harness.said()).isEmpty();
    harness.settle();
    assertThat(harness.said()).containsExactly("account-2 ack 32");
  }

  @Test
  void acknowledgementsRideOnMessages() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.paidByB(1, 3, 0);
    harness.settle();

    assertThat(harness.said()).containsExactly("account-2 input 1 pays 1 ack 1");
    harness.pass(300);
    assertThat(harness.said()).as("no bare one is owed").isEmpty();
  }

  @Test
  void bareAcknowledgementsAreLoggedTogether() {
    final RunnerHarness harness = RunnerHarness.started();
    for (int i = 1; i <= 3; i++) {
      harness.runner.onInput(pay(B, i, 0));
    }
    harness.settle();
    for (int i = 1; i <= 3; i++) {
      harness.receive(Envelopes.peerAck(B, i));
    }
    assertThat(harness.history()).hasSize(3);

    harness.pass(200).settle();

    assertThat(harness.history()).hasSize(4);
    final LogEntry last = harness.history().get(3);
    assertThat(Envelopes.template(last.input())).isEqualTo(PeerAckDecoder.TEMPLATE_ID);
    assertThat(Envelopes.readPeerAck(last.input()).ackThrough()).isEqualTo(3);
    assertThat(last.wakeAtNanos()).isZero();
    assertThat(harness.runner.status().isQuiet()).isTrue();
  }

  @Test
  void whoHearsOfWhatItNeverSentLearnsWhatItHasMissed() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.receive(Envelopes.peerAck(B, 9));

    assertThat(harness.said())
        .containsExactly(
            "anomaly: account-1: account-2 acknowledges message 9 that was never sent to it");
    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.LOADING);
    harness.settle();
    assertThat(harness.runner.epoch()).isEqualTo(2);
    assertThat(harness.runner.isSettled()).isTrue();
  }

  @Test
  void whoHearsOfWhatItNeverSentLetsGoOfWhatIsAnothersByNow() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.owns = false;
    harness.receive(Envelopes.peerInput(B, 1, 4, ToyCore.body(A, 5)));

    assertThat(harness.said())
        .containsExactly(
            "anomaly: account-1: account-2 acknowledges message 4 that was never sent to it",
            "stopped");
    assertThat(harness.history()).isEmpty();
  }

  @Test
  void whatTheLogDoesNotKnowEitherStopsTheEntityAfterSomeAttempts() {
    final RunnerHarness harness = RunnerHarness.started();
    for (int attempt = 1; attempt <= 3; attempt++) {
      harness.receive(Envelopes.peerAck(B, 9));
      harness.settle();
    }

    assertThat(harness.said())
        .containsExactly(
            "anomaly: account-1: account-2 acknowledges message 9 that was never sent to it",
            "anomaly: account-1: account-2 acknowledges message 9 that was never sent to it",
            "failed: account-1: account-2 acknowledges message 9 that was never sent to it");
  }

  @Test
  void whereOthersMayLoadAQueryWaitsUntilTheEntityIsKnownToBeOurs() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.log.share();
    harness.runner.onQuery(1, ToyCore.body(0, 0));
    harness.runner.onQuery(2, ToyCore.body(0, 0));
    assertThat(harness.said()).isEmpty();
    harness.answers.poll().run();
    assertThat(harness.said()).as("asked before the second came").containsExactly("reply 1: 0");
    harness.settle();
    assertThat(harness.said()).containsExactly("reply 2: 0");

    harness.runner.onInput(pay(B, 5, 0));
    harness.runner.onQuery(3, ToyCore.body(0, 0));
    harness.settle();
    assertThat(harness.said())
        .containsExactly("account-2 input 1 pays 5 ack 0", "report 1", "reply 3: -5");
  }

  @Test
  void anOwnerThatWasAwayAnswersNothingOfWhatItKnew() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.log.share();
    final RunnerHarness next = new RunnerHarness(RunnerHarness.A);
    harness.log.load(RunnerHarness.A, next);
    harness.owns = false;

    harness.runner.onQuery(1, ToyCore.body(0, 0));
    harness.answers.removeFirst();
    harness.settle();

    assertThat(harness.said())
        .containsExactly(
            "UNAVAILABLE 1 retry 50",
            "anomaly: account-1 epoch 1: another owner has it",
            "stopped");
    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.STOPPED);
  }

  @Test
  void anOwnerThatShouldHaveTheEntityLoadsItAgain() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.log.share();
    harness.log.load(RunnerHarness.A, new RunnerHarness(RunnerHarness.A));
    harness.runner.onQuery(1, ToyCore.body(0, 0));
    harness.answers.removeFirst();
    harness.settle();
    harness.said();
    harness.runner.onQuery(2, ToyCore.body(0, 0));
    harness.settle();
    assertThat(harness.said()).containsExactly("reply 2: 0");
    assertThat(harness.runner.epoch()).isEqualTo(3);
  }

  @Test
  void aQueryIsAnsweredBehindEverythingAppliedBefore() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 5, 1));
    harness.runner.onQuery(2, ToyCore.body(0, 0));
    assertThat(harness.said()).isEmpty();

    harness.settle();

    assertThat(harness.said())
        .containsExactly("account-2 input 1 pays 5 ack 0", "report 1", "reply 1: 1", "reply 2: -5");
    harness.runner.onQuery(3, ToyCore.body(0, 0));
    assertThat(harness.said()).containsExactly("reply 3: -5");
  }

  @Test
  void poisonNeverReachesTheLogAndWhatWasDecidedBeforeStillLeaves() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 5, 1));
    harness.runner.onInput(pay(B, ToyCore.POISON, 2));
    harness.runner.onInput(pay(B, 6, 3));
    harness.settle();

    assertThat(harness.said())
        .containsExactly(
            "POISON 2 retry 0",
            "anomaly: account-1 epoch 1 seqNr 2: an external input fails:"
                + " java.lang.IllegalStateException: poison",
            "account-2 input 1 pays 5 ack 0",
            "report 1",
            "reply 1: 1",
            "account-2 input 1 pays 5 ack 0",
            "account-2 input 2 pays 6 ack 0",
            "report 2",
            "reply 3: 2");
    assertThat(harness.history()).extracting(LogEntry::epoch).containsExactly(1L, 2L);
    assertThat(harness.core().balance()).isEqualTo(-11);
  }

  @Test
  void bytesThatAreNoInputAreRefusedWithoutDisturbingTheCore() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(new UnsafeBuffer(new byte[3]));
    harness.runner.onInput(Envelopes.peerAck(B, 1));
    harness.runner.onInput(ToyCore.client(new UnsafeBuffer(new byte[2]), 7));
    harness.runner.onQuery(8, new UnsafeBuffer(new byte[2]));

    assertThat(harness.said())
        .containsExactly(
            "POISON 0 retry 0", "POISON 0 retry 0", "POISON 7 retry 0", "POISON 8 retry 0");
    assertThat(harness.runner.status().epoch()).isEqualTo(1);
    assertThat(harness.history()).isEmpty();
  }

  @Test
  void aPeersPoisonStopsTheEntityAfterSomeAttempts() {
    final RunnerHarness harness = RunnerHarness.started();
    for (int attempt = 1; attempt <= 3; attempt++) {
      harness.paidByB(1, ToyCore.POISON_FOR_PEER, 0);
      harness.settle();
    }
    final String fails =
        "message 1 of account-2 fails: java.lang.IllegalStateException: poison (attempt ";

    assertThat(harness.said())
        .containsExactly(
            "anomaly: account-1 epoch 1 seqNr 1: " + fails + "1)",
            "anomaly: account-1 epoch 2 seqNr 1: " + fails + "2)",
            "failed: account-1 epoch 3 seqNr 1: " + fails + "3)");
    assertThat(harness.history()).isEmpty();
    harness.runner.onInput(pay(B, 1, 9));
    assertThat(harness.said()).containsExactly("UNAVAILABLE 9 retry 50");
  }

  @Test
  void aRestartContinuesWhereTheCrashWas() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.paidByB(1, 9, 0);
    harness.runner.onInput(pay(B, 5, 1));
    harness.settle();
    final long hash = harness.runner.status().stateHash();
    harness.said();

    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle();

    assertThat(harness.runner.status().stateHash()).isEqualTo(hash);
    assertThat(harness.runner.status().epoch()).isEqualTo(2);
    assertThat(harness.said())
        .as("unacknowledged messages again, and the reports that may not have left")
        .containsExactly(
            "report 2", "account-2 input 1 pays 1 ack 1", "account-2 input 2 pays 5 ack 1");
  }

  @Test
  void whatLeftBeforeTheLastEntryDoesNotLeaveAgain() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(A, 1, 0));
    harness.settle();
    harness.runner.onInput(pay(A, 1, 0));
    harness.said();

    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle();

    assertThat(harness.said().stream().filter(s -> s.startsWith("report")))
        .startsWith("report 2")
        .doesNotContain("report 1");
  }

  @Test
  void otherOutputsThanRecordedStopTheEntityUnlessAnOperatorOverrides() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 5, 1));
    harness.settle().said();
    final String place = "account-1 epoch 1 seqNr 1 core version 1: recorded outputs hash ";

    harness.start(ToyCore.factory(1_000), EntityConfig.defaults()).settle();
    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.FAILED);
    assertThat(harness.said()).singleElement().asString().startsWith("failed: " + place);

    harness
        .start(ToyCore.factory(1_000), config("override-hash-mismatch-of = [\"account-1\"]"))
        .settle();
    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.RUNNING);
    assertThat(harness.said().get(0))
        .startsWith("anomaly: " + place)
        .endsWith("goes on by the operator's override");
  }

  @Test
  void anEntryOfAnotherCoreVersionIsNotReplayed() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(B, 5, 1));
    harness.settle().said();
    final LogEntry e = harness.history().get(0);
    harness.log.falsify(
        new LogEntry(
            e.entity(),
            e.epoch(),
            e.seqNr(),
            e.timeNanos(),
            e.cause(),
            2,
            e.outputsHash(),
            0,
            0,
            e.input()));

    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle();

    assertThat(harness.said())
        .containsExactly(
            "failed: account-1 epoch 1 seqNr 1 core version 2: decided by core version 2, this"
                + " node has version 1");
  }

  @Test
  void snapshotAndTailRecoverTheSameState() {
    final String small =
        "snapshot-floor-entries = 10, snapshot-floor-bytes = 1 KiB, snapshot-interval = 0 ms";
    final RunnerHarness harness = started(small);
    for (int i = 1; i <= 25; i++) {
      harness.runner.onInput(pay(B, i, 0));
      harness.paidByB(i, 1, 0);
    }
    assertThat(harness.log.stored(A, 1).snapshot()).as("nothing is committed").isNull();
    harness.settle();
    for (int i = 26; i <= 30; i++) {
      harness.runner.onInput(pay(B, i, 0));
    }
    harness.settle();
    final long hash = harness.runner.status().stateHash();
    final long taken = harness.log.stored(A, 1).snapshot().seqNr();
    assertThat(harness.said()).contains("snapshot " + taken);
    assertThat(harness.log.stored(A, 1).tail().get(0).seqNr()).isEqualTo(taken + 1);

    harness.start(ToyCore.factory(), config(small)).settle();

    assertThat(harness.runner.status().stateHash()).isEqualTo(hash);
    assertThat(harness.said()).contains("account-2 input 1 pays 1 ack 25");
  }

  @Test
  void aCoreIsWokenWhenItsTimeComesAndAfterARestart() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(A, TimeUnit.SECONDS.toNanos(5), 0));
    harness.settle().said();
    assertThat(harness.history().get(0).wakeAtNanos())
        .isEqualTo(harness.nowNanos + TimeUnit.SECONDS.toNanos(5));
    assertThat(harness.runner.nanosUntilTick()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
    harness.pass(4_999).settle();
    assertThat(harness.said()).isEmpty();

    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle().said();
    harness.pass(1).settle();

    assertThat(harness.said()).containsExactly("report 2");
    assertThat(harness.history()).hasSize(2);
    harness.runner.onInput(pay(A, TimeUnit.SECONDS.toNanos(5), 0));
    harness.settle();
    harness.nowNanos += TimeUnit.SECONDS.toNanos(60);
    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle();
    assertThat(harness.history()).as("due when loaded").hasSize(4);
  }

  @Test
  void onlyAnEntityWithNothingToDoMayLeaveMemory() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.pass(119_999);
    assertThat(harness.runner.isPassivable()).isFalse();
    harness.pass(1);
    assertThat(harness.runner.isPassivable()).isTrue();

    harness.runner.onInput(pay(B, 1, 0));
    harness.settle().pass(200_000);
    assertThat(harness.runner.isPassivable()).as("unacknowledged").isFalse();
    harness.receive(Envelopes.peerAck(B, 1));
    harness.pass(200).settle().pass(120_000);
    assertThat(harness.runner.isPassivable()).isTrue();
    harness.runner.onInput(pay(A, Long.MAX_VALUE / 8, 0));
    harness.settle().pass(120_000);
    assertThat(harness.runner.isPassivable()).as("a timer").isFalse();
  }

  @Test
  void aDrainedEntityStopsOnceItsAppendsAreSettled() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(A, 1, 1));
    harness.runner.drain();
    harness.runner.onInput(pay(A, 1, 2));
    assertThat(harness.said()).containsExactly("UNAVAILABLE 2 retry 50");

    harness.settle();

    assertThat(harness.said()).containsExactly("report 1", "reply 1: 1", "stopped");
    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.STOPPED);
  }

  @Test
  void aFencedRunnerStopsOrLoadsAgain() {
    final RunnerHarness harness = RunnerHarness.started();
    final EntityRunner fenced = harness.runner;
    harness.log.load(A, harness);
    harness.answers.clear();
    fenced.onInput(pay(A, 1, 1));
    harness.settle();
    assertThat(harness.said())
        .containsExactly(
            "UNAVAILABLE 1 retry 50",
            "anomaly: account-1 epoch 1 seqNr 1: append refused: FENCED, expected seqNr 1");
    assertThat(fenced.status().phase()).isEqualTo(EntityStatus.Phase.RUNNING);
    assertThat(fenced.status().epoch()).isEqualTo(3);

    harness.owns = false;
    harness.log.load(A, harness);
    harness.answers.clear();
    fenced.onInput(pay(A, 1, 2));
    harness.settle();
    assertThat(harness.said()).contains("UNAVAILABLE 2 retry 50", "stopped");
  }

  @Test
  void aFailedLoadIsTriedAgain() {
    final RunnerHarness harness = new RunnerHarness(A);
    harness.start(ToyCore.factory(), EntityConfig.defaults());
    harness.answers.clear();
    harness.onLoadFailed("no leader");
    assertThat(harness.runner.nanosUntilTick()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));

    harness.pass(500).settle();

    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.RUNNING);
    assertThat(harness.said()).containsExactly("anomaly: account-1: load failed: no leader");
  }

  @Test
  void anInstrumentsMarketDataCarriesItsEpochAndAStartIsAnnounced() {
    final RunnerHarness harness = new RunnerHarness(EntityKey.instrument(7));
    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle();
    assertThat(harness.said()).containsExactly("started epoch 1");
    harness.runner.onInput(pay(harness.entity, 1, 0));
    harness.settle();
    assertThat(harness.said()).containsExactly("report 1", "market data TOP epoch 1: 1");

    harness.start(ToyCore.factory(), EntityConfig.defaults()).settle();
    assertThat(harness.said())
        .startsWith("report 1", "market data TOP epoch 2: 1", "started epoch 2");
  }

  @Test
  void refusalsOfTheLogNameTheirKind() {
    final RunnerHarness harness = RunnerHarness.started();
    harness.runner.onInput(pay(A, 1, 1));
    harness.answers.clear();
    harness.onRefused(EventLog.Refusal.GAP, 1, 1, 1);
    assertThat(harness.said())
        .containsExactly(
            "UNAVAILABLE 1 retry 50",
            "anomaly: account-1 epoch 1 seqNr 1: append refused: GAP, expected seqNr 1");
    harness.settle();
    assertThat(harness.runner.status().phase()).isEqualTo(EntityStatus.Phase.RUNNING);
  }
}
