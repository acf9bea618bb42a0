package io.qanat.administration.core;

import static io.qanat.entity.core.EntityKey.THE_ADMINISTRATION;
import static io.qanat.entity.core.EntityKey.account;
import static io.qanat.entity.core.EntityKey.instrument;
import static io.qanat.entity.core.EntityKey.partner;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.ApprovalRule;
import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.KillSwitchSetEncoder;
import io.qanat.codecs.entity.SessionBoundary;
import io.qanat.codecs.fix.SecurityTradingStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdministrationCoreTest {
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final AdministrationDesk desk = new AdministrationDesk();

  /** Four people; their eight acts of configuration are numbers 1 to 8. */
  @BeforeEach
  void people() {
    desk.operator("vera", Roles.VIEWER)
        .operator("omar", Roles.OPERATOR)
        .operator("rita", Roles.RISK)
        .operator("anna", Roles.APPROVER);
  }

  @Test
  void anActGoesToItsTargetAndItsOutcomeToWhoAsked() {
    assertThat(desk.act("omar", partner(1), ActMessages.partner("Alpha")))
        .containsExactly("to partner-1: act 9 PartnerDefine of omar: because");
    assertThat(desk.outcome(partner(1), 9, AdminResult.DONE, ""))
        .containsExactly("reply 7: act 9 APPLIED DONE");
    assertThat(desk.audit(9, 10))
        .containsExactly(
            "#9 act 9 APPLIED on partner-1: PartnerDefine by omar because \"because\" 1>2 bytes",
            "from 1 to before 10");
  }

  @Test
  void theTargetsRefusalIsPassedOnAndWrittenDown() {
    desk.act("omar", account(5), ActMessages.transfer(1, "10"));
    assertThat(desk.outcome(account(5), 9, AdminResult.NOT_FOUND, "not opened"))
        .containsExactly("reply 7: act 9 REFUSED NOT_FOUND not opened");
    assertThat(desk.audit(9, 1))
        .containsExactly(
            "#9 act 9 REFUSED on account-5: CashTransfer by omar because \"because\" 1>2 bytes"
                + " not opened",
            "from 1 to before 10");
  }

  @Test
  void rolesAreRequired() {
    assertThat(desk.act("vera", partner(1), ActMessages.kill(true)))
        .containsExactly(
            "reply 7: act 9 FORBIDDEN INVALID KillSwitchSet takes one of the roles [OPERATOR,"
                + " RISK]");
    assertThat(desk.audit(9, 1).get(0))
        .startsWith("#9 act 9 FORBIDDEN on partner-1: KillSwitchSet by vera");
  }

  @Test
  void aKeyMustBeTheOperatorsAndValid() {
    final String stranger =
        "reply 7: act %d FORBIDDEN INVALID the key is not an operator's, or not any more";
    assertThat(desk.act("omar", "k-rita", partner(1), ActMessages.kill(true)))
        .containsExactly(stranger.formatted(9));
    assertThat(desk.act("nobody", partner(1), ActMessages.kill(true)))
        .containsExactly(stranger.formatted(10));
    desk.configure(
        THE_ADMINISTRATION, ActMessages.operatorKey("omar", "k-omar", desk.bench.nowNanos + 1));
    assertThat(desk.act("omar", partner(1), ActMessages.kill(true))).hasSize(1);
    desk.bench.nowNanos++;
    assertThat(desk.act("omar", partner(1), ActMessages.kill(true)))
        .containsExactly(stranger.formatted(13));
    desk.act("rita", THE_ADMINISTRATION, ActMessages.removeOperator("omar"));
    assertThat(desk.act("omar", partner(1), ActMessages.kill(true)))
        .containsExactly(stranger.formatted(15));
    assertThat(desk.act("configuration", "k-rita", partner(1), ActMessages.kill(true)))
        .containsExactly("reply 7: act 16 FORBIDDEN INVALID the configuration has no key");
  }

  @Test
  void aSecondPersonApproves() {
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "100000.01")))
        .containsExactly(
            "reply 7: act 9 PROPOSED UNCHANGED proposal 1 another operator has to approve it");
    assertThat(desk.proposals())
        .containsExactly("proposal 1 on account-5 by omar: because", "end of 1");
    desk.why = "checked";
    desk.requestId = 8;
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("to account-5: act 9 CashTransfer of omar: because");
    assertThat(desk.proposals()).containsExactly("end of 0");
    assertThat(desk.outcome(account(5), 9, AdminResult.DONE, ""))
        .containsExactly("reply 8: act 9 APPLIED DONE proposal 1");
    assertThat(desk.audit(9, 10))
        .containsExactly(
            "#9 act 9 PROPOSED on account-5: CashTransfer by omar because \"because\" 0>0 bytes"
                + " another operator has to approve it",
            "#10 act 9 APPROVED on account-5: CashTransfer by omar and anna because \"because\""
                + " 0>0 bytes checked",
            "#11 act 9 APPLIED on account-5: CashTransfer by omar and anna because \"because\" 1>2"
                + " bytes",
            "from 1 to before 12");
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("reply 8: act 11 REFUSED NOT_FOUND no open proposal 1");
  }

  @Test
  void whoProposesDoesNotApproveButMayWithdraw() {
    desk.operator("both", Roles.OPERATOR | Roles.APPROVER);
    desk.act("both", account(5), ActMessages.transfer(1, "-200000"));
    assertThat(desk.act("both", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("reply 7: act 12 FORBIDDEN INVALID who proposes does not approve");
    assertThat(desk.act("omar", THE_ADMINISTRATION, ActMessages.decide(1, false)))
        .containsExactly(
            "reply 7: act 13 FORBIDDEN INVALID ProposalDecide takes one of the roles [APPROVER]");
    assertThat(desk.act("both", THE_ADMINISTRATION, ActMessages.decide(1, false)))
        .containsExactly("reply 7: act 11 REJECTED UNCHANGED proposal 1 because");
    assertThat(desk.proposals()).containsExactly("end of 0");
  }

  @Test
  void anApproverRejects() {
    desk.act("rita", partner(1), ActMessages.kill(false));
    desk.why = "not yet";
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, false)))
        .containsExactly("reply 7: act 9 REJECTED UNCHANGED proposal 1 not yet");
    assertThat(desk.audit(10, 5))
        .containsExactly(
            "#10 act 9 REJECTED on partner-1: KillSwitchSet by rita and anna because \"because\""
                + " 0>0 bytes not yet",
            "from 1 to before 11");
  }

  @Test
  void aProposalExpires() {
    desk.act("rita", partner(1), ActMessages.kill(false));
    assertThat(desk.core.wakeAtNanos()).isEqualTo(desk.bench.nowNanos + DAY_NANOS);
    desk.bench.nowNanos += DAY_NANOS;
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("reply 7: act 10 REFUSED NOT_FOUND no open proposal 1");
    assertThat(desk.audit(10, 1).get(0))
        .startsWith("#10 act 9 EXPIRED on partner-1: KillSwitchSet by rita");
    desk.act("rita", partner(1), ActMessages.kill(false));
    desk.bench.nowNanos += DAY_NANOS;
    assertThat(desk.wake()).isEmpty();
    assertThat(desk.proposals()).containsExactly("end of 0");
    assertThat(desk.core.wakeAtNanos()).isZero();
  }

  @Test
  void aProposerWhoHasLeftIsNotActedFor() {
    desk.act("omar", account(5), ActMessages.transfer(1, "200000"));
    desk.act("rita", THE_ADMINISTRATION, ActMessages.removeOperator("omar"));
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly(
            "reply 7: act 11 REFUSED CONFLICT the proposer may no longer do this: CashTransfer"
                + " takes one of the roles [OPERATOR]");
  }

  @Test
  void whatTakesTwoByStandard() {
    assertThat(proposes("omar", account(5), ActMessages.transfer(1, "100000"))).isFalse();
    assertThat(proposes("omar", account(5), ActMessages.transfer(1, "-100000.5"))).isTrue();
    assertThat(proposes("rita", partner(1), ActMessages.kill(true))).isFalse();
    assertThat(proposes("rita", partner(1), ActMessages.kill(false))).isTrue();
    assertThat(proposes("rita", partner(1), ActMessages.account(5, "0"))).isFalse();
    assertThat(proposes("rita", partner(1), ActMessages.account(5, "1"))).isTrue();
    assertThat(proposes("omar", THE_ADMINISTRATION, ActMessages.operator("new", Roles.VIEWER)))
        .isTrue();
    assertThat(proposes("omar", THE_ADMINISTRATION, ActMessages.operatorKey("omar", "k2", 0)))
        .isTrue();
    assertThat(proposes("rita", THE_ADMINISTRATION, ActMessages.revokeOperatorKey("k-omar")))
        .isFalse();
  }

  private boolean proposes(
      final String who, final long target, final io.qanat.entity.core.CoreBench.Body act) {
    return desk.act(who, target, act).toString().contains("PROPOSED");
  }

  @Test
  void rulesAreDataThatTakesTwoToChange() {
    desk.act(
        "rita",
        THE_ADMINISTRATION,
        ActMessages.rule(CashTransferEncoder.TEMPLATE_ID, Roles.RISK, ApprovalRule.ABOVE, "5"));
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("reply 7: act 9 APPLIED DONE proposal 1");
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "1")))
        .containsExactly(
            "reply 7: act 11 FORBIDDEN INVALID CashTransfer takes one of the roles [RISK]");
    assertThat(proposes("rita", account(5), ActMessages.transfer(1, "5"))).isFalse();
    assertThat(proposes("rita", account(5), ActMessages.transfer(2, "5.00000001"))).isTrue();
  }

  @Test
  void aRuleThatSaysNothingIsRefused() {
    final Map<String, List<String>> refusals = new TreeMap<>();
    refusals.put(
        "partner has no amount",
        desk.configure(
            THE_ADMINISTRATION, ActMessages.rule(64, Roles.RISK, ApprovalRule.ABOVE, "5")));
    refusals.put(
        "partner releases nothing",
        desk.configure(
            THE_ADMINISTRATION, ActMessages.rule(64, Roles.RISK, ApprovalRule.RELEASE, "0")));
    refusals.put(
        "threshold without ABOVE",
        desk.configure(
            THE_ADMINISTRATION,
            ActMessages.rule(
                KillSwitchSetEncoder.TEMPLATE_ID, Roles.RISK, ApprovalRule.ALWAYS, "1")));
    refusals.put(
        "nobody",
        desk.configure(THE_ADMINISTRATION, ActMessages.rule(64, 0, ApprovalRule.NEVER, "0")));
    refusals.put(
        "unknown act",
        desk.configure(
            THE_ADMINISTRATION, ActMessages.rule(1, Roles.RISK, ApprovalRule.NEVER, "0")));
    refusals.put("short life", desk.configure(THE_ADMINISTRATION, ActMessages.lifetime(1)));
    assertThat(refusals)
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "partner has no amount",
                    List.of(
                        "reply 7: act 9 REFUSED INVALID PartnerDefine has no amount, so it cannot"
                            + " be ABOVE a threshold"),
                    "partner releases nothing",
                    List.of(
                        "reply 7: act 10 REFUSED INVALID PartnerDefine releases nothing, so"
                            + " RELEASE says nothing of it"),
                    "threshold without ABOVE",
                    List.of("reply 7: act 11 REFUSED INVALID threshold goes with ABOVE"),
                    "nobody",
                    List.of(
                        "reply 7: act 12 REFUSED INVALID roles must be some of [VIEWER, OPERATOR,"
                            + " RISK, APPROVER]"),
                    "unknown act",
                    List.of("reply 7: act 13 REFUSED NOT_FOUND no act has the template 1"),
                    "short life",
                    List.of(
                        "reply 7: act 14 REFUSED INVALID lifetimeNanos must be in"
                            + " 60000000000..7776000000000000: 1"))));
  }

  @Test
  void theSameIdempotencyKeyIsAnsweredAgainNotDoneAgain() {
    desk.idempotencyKey = "once";
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "10"))).hasSize(1);
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "10")))
        .containsExactly("reply 7: act 9 PENDING UNCHANGED not answered yet");
    desk.outcome(account(5), 9, AdminResult.DONE, "");
    desk.requestId = 8;
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "10")))
        .containsExactly("reply 8: act 9 APPLIED DONE");
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "11")))
        .containsExactly(
            "reply 8: act 12 REFUSED CONFLICT the idempotency key was used for another act");
    desk.reload();
    assertThat(desk.act("omar", account(5), ActMessages.transfer(1, "10")))
        .containsExactly("reply 8: act 9 APPLIED DONE");
    assertThat(desk.act("rita", instrument(3), ActMessages.cancelAll()))
        .containsExactly("to instrument-3: act 14 InstrumentMassCancel of rita: because");
  }

  @Test
  void anApprovalSentAgainIsAnsweredAgain() {
    desk.act("omar", account(5), ActMessages.transfer(1, "200000"));
    desk.idempotencyKey = "yes";
    desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true));
    desk.reload();
    desk.outcome(account(5), 9, AdminResult.DONE, "");
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("reply 7: act 9 APPLIED DONE proposal 1");
  }

  @Test
  void badActsAreRefusedByName() {
    assertThat(desk.act("omar", account(5), ActMessages.partner("Alpha")))
        .containsExactly("reply 7: act 9 REFUSED INVALID PartnerDefine is not for account-5");
    assertThat(desk.act("omar", partner(1L << 40), ActMessages.partner("Alpha")))
        .containsExactly(
            "reply 7: act 10 REFUSED INVALID PartnerDefine is not for partner-1099511627776");
    assertThat(desk.act("omar", account(1L << 24), ActMessages.transfer(1, "1")))
        .containsExactly(
            "reply 7: act 11 REFUSED INVALID CashTransfer is not for account-16777216");
    desk.why = "  ";
    assertThat(desk.act("omar", partner(1), ActMessages.partner("Alpha")))
        .containsExactly("reply 7: act 12 REFUSED INVALID why must have 1 to 1000 characters");
    desk.why = "w".repeat(1_001);
    assertThat(desk.act("omar", partner(1), ActMessages.partner("Alpha")))
        .containsExactly("reply 7: act 13 REFUSED INVALID why must have 1 to 1000 characters");
    desk.why = "because";
    assertThat(desk.act("omar", partner(1), b -> ActMessages.partner("Alpha").encode(b) - 1))
        .containsExactly("reply 7: act 0 REFUSED INVALID the act's message is TRUNCATED");
    assertThat(desk.act("omar", partner(1), AdministrationCoreTest::noAct))
        .containsExactly("reply 7: act 14 REFUSED INVALID no operator's act has the template 102");
  }

  private static int noAct(final org.agrona.MutableDirectBuffer buffer) {
    return new io.qanat.codecs.entity.ProposalsQueryEncoder()
        .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.entity.MessageHeaderEncoder())
        .encodedLength();
  }

  @Test
  void theConfigurationActsAloneAndApprovesNothing() {
    assertThat(desk.configure(account(5), ActMessages.transfer(1, "90000000")))
        .containsExactly("to account-5: act 9 CashTransfer of configuration: because");
    desk.act("omar", account(5), ActMessages.transfer(2, "200000"));
    assertThat(desk.configure(THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly(
            "reply 7: act 11 FORBIDDEN INVALID ProposalDecide takes one of the roles [APPROVER]");
  }

  @Test
  void whatTheConfigurationLeavesUnchangedIsNoNews() {
    desk.configure(instrument(1), ActMessages.status(SecurityTradingStatus.READY_TO_TRADE));
    assertThat(desk.outcome(instrument(1), 9, AdminResult.UNCHANGED, ""))
        .containsExactly("reply 7: act 9 UNCHANGED UNCHANGED");
    assertThat(desk.audit(9, 10)).containsExactly("from 1 to before 9");
  }

  @Test
  void theTrailIsPaged() {
    assertThat(desk.audit(7, 1))
        .containsExactly(
            "#7 act 7 APPLIED on administration-1: OperatorPut by configuration because"
                + " \"because\" 0>17 bytes",
            "from 1 to before 9");
    assertThat(desk.audit(9, 100)).containsExactly("from 1 to before 9");
    assertThat(desk.audit(0, 100)).hasSize(9);
  }

  @Test
  void theTrailForgetsTheOldestAndTheNumbersGoOn() {
    for (int i = 0; i < AuditTrail.RECORDS_MAX; i++) {
      desk.act("vera", partner(1), ActMessages.kill(true));
    }
    assertThat(desk.audit(0, 1))
        .element(0)
        .asString()
        .startsWith("#9 act 9 FORBIDDEN on partner-1");
    assertThat(desk.reload().audit(0, 0)).containsExactly("from 9 to before 10009");
  }

  @Test
  void everythingSurvivesASnapshot() {
    desk.act("omar", account(5), ActMessages.transfer(1, "200000"));
    desk.act("omar", account(5), ActMessages.transfer(2, "7"));
    desk.act(
        "rita",
        THE_ADMINISTRATION,
        ActMessages.rule(CashTransferEncoder.TEMPLATE_ID, Roles.RISK, ApprovalRule.ABOVE, "5"));
    desk.reload();
    assertThat(desk.outcome(account(5), 10, AdminResult.DONE, ""))
        .containsExactly("reply 7: act 10 APPLIED DONE");
    assertThat(desk.act("anna", THE_ADMINISTRATION, ActMessages.decide(1, true)))
        .containsExactly("to account-5: act 9 CashTransfer of omar: because");
    desk.reload();
    assertThat(desk.outcome(account(5), 9, AdminResult.DONE, ""))
        .containsExactly("reply 7: act 9 APPLIED DONE proposal 1");
    assertThat(desk.proposals()).hasSize(2);
    assertThat(desk.audit(0, 100)).hasSize(14);
  }

  @Test
  void aSessionBeginsAndEndsOnce() {
    final AdministrationDesk desk = new AdministrationDesk().operator("omar", Roles.OPERATOR);
    final AdministrationCore core = desk.core;
    assertThat(mark(desk, SessionBoundary.BEGIN, "day-1")).contains("APPLIED DONE");
    assertThat(core.openSessions().keySet()).containsExactly("day-1");
    assertThat(mark(desk, SessionBoundary.BEGIN, "day-1"))
        .contains("REFUSED CONFLICT", "the session day-1 has begun already");
    assertThat(mark(desk, SessionBoundary.BEGIN, "a b"))
        .contains("REFUSED INVALID", "name must be 1 to 64 of A-Z a-z 0-9 . _ -");
    final AdministrationCore copy = new AdministrationCore(1);
    core.writeSnapshot(copy::readSnapshotRecord);
    assertThat(copy.openSessions()).isEqualTo(core.openSessions());
    assertThat(copy.stateHash()).isEqualTo(core.stateHash());
    assertThat(mark(desk, SessionBoundary.END, "day-1")).contains("APPLIED DONE");
    assertThat(mark(desk, SessionBoundary.END, "day-1"))
        .contains("REFUSED NOT_FOUND", "no session day-1 has begun");
    assertThat(core.openSessions()).isEmpty();
  }

  private static String mark(
      final AdministrationDesk desk, final SessionBoundary boundary, final String name) {
    return String.join(" ", desk.act("omar", THE_ADMINISTRATION, ActMessages.mark(boundary, name)));
  }
}
