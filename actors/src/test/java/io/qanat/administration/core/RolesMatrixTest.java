package io.qanat.administration.core;

import static io.qanat.entity.core.EntityKey.THE_ADMINISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.ApprovalRule;
import io.qanat.codecs.entity.SessionBoundary;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.entity.core.CoreBench.Body;
import io.qanat.entity.core.EntityKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every role tries every act: D it is done, P it is proposed, - it is forbidden. */
class RolesMatrixTest {
  private static final Map<String, Body> ACTS = new LinkedHashMap<>();

  static {
    ACTS.put("InstrumentDefine", ActMessages.instrument("GOLD", "5"));
    ACTS.put("TradingStatusChange", ActMessages.status(SecurityTradingStatus.TRADING_HALT));
    ACTS.put("InstrumentMassCancel", ActMessages.cancelAll());
    ACTS.put("MarkPriceSet", ActMessages.markPrice("2"));
    ACTS.put("ScheduleSet", ActMessages.schedule(TradingPhase.CONTINUOUS, TradingPhase.CLOSED));
    ACTS.put("TradingPhaseChange", ActMessages.phase(TradingPhase.OPENING_AUCTION, 1));
    ACTS.put("TradeBust", ActMessages.bust(1));
    ACTS.put("TradeCorrect", ActMessages.correct(1, "2", "1"));
    ACTS.put("LiquidityDefine", ActMessages.liquidity());
    ACTS.put("PricingDefine", ActMessages.pricing());
    ACTS.put("PricingRevert", ActMessages.revertPricing(1));
    ACTS.put("ProviderOrderResolve", ActMessages.resolve(1));
    ACTS.put("HouseSwitchSet on", ActMessages.house(true));
    ACTS.put("HouseSwitchSet off", ActMessages.house(false));
    ACTS.put("PartnerDefine", ActMessages.partner("Alpha"));
    ACTS.put("KeyPut", ActMessages.key("k", "secret", 0));
    ACTS.put("KeyRotate", ActMessages.rotate("k", "k2", "secret", 1));
    ACTS.put("KeyChange", ActMessages.changeKey("k", 0));
    ACTS.put("KeyRevoke", ActMessages.revoke("k"));
    ACTS.put("AccountPut", ActMessages.account(5, "0"));
    ACTS.put("AccountPut with credit", ActMessages.account(5, "1"));
    ACTS.put("EntitlementPut", ActMessages.entitle(3, "0"));
    ACTS.put("EntitlementRemove", ActMessages.disentitle(3));
    ACTS.put("KillSwitchSet on", ActMessages.kill(true));
    ACTS.put("KillSwitchSet off", ActMessages.kill(false));
    ACTS.put("TransferRightPut given", ActMessages.transferRight("", true));
    ACTS.put("TransferRightPut taken", ActMessages.transferRight("", false));
    ACTS.put("CashTransfer", ActMessages.transfer(1, "100000"));
    ACTS.put("CashTransfer of more", ActMessages.transfer(1, "-100001"));
    ACTS.put("OperatorPut", ActMessages.operator("new", Roles.ALL));
    ACTS.put("OperatorKeyPut", ActMessages.operatorKey("other", "k", 0));
    ACTS.put("OperatorKeyRevoke", ActMessages.revokeOperatorKey("k-other"));
    ACTS.put("OperatorRemove", ActMessages.removeOperator("other"));
    ACTS.put("RulePut", ActMessages.rule(63, Roles.RISK, ApprovalRule.NEVER, "0"));
    ACTS.put("ProposalLifetimePut", ActMessages.lifetime(Proposals.LIFETIME_NANOS_MIN));
    ACTS.put("SessionMark", ActMessages.mark(SessionBoundary.BEGIN, "morning"));
    ACTS.put("ProposalDecide", ActMessages.decide(1, true));
  }

  @Test
  void whoMayDoWhat() {
    final List<String> matrix = new ArrayList<>();
    ACTS.forEach(
        (name, act) -> {
          final StringBuilder line = new StringBuilder(name).append(':');
          for (final int role :
              new int[] {Roles.VIEWER, Roles.OPERATOR, Roles.RISK, Roles.APPROVER}) {
            line.append(' ').append(attempt(role, name, act));
          }
          matrix.add(line.toString());
        });
    assertThat(matrix)
        .containsExactly(
            "InstrumentDefine: - D - -",
            "TradingStatusChange: - D D -",
            "InstrumentMassCancel: - D D -",
            "MarkPriceSet: - D - -",
            "ScheduleSet: - D - -",
            "TradingPhaseChange: - D - -",
            "TradeBust: - D - -",
            "TradeCorrect: - D - -",
            "LiquidityDefine: - D D -",
            "PricingDefine: - P P -",
            "PricingRevert: - P P -",
            "ProviderOrderResolve: - P P -",
            "HouseSwitchSet on: - P P -",
            "HouseSwitchSet off: - D D -",
            "PartnerDefine: - D - -",
            "KeyPut: - D - -",
            "KeyRotate: - D - -",
            "KeyChange: - D - -",
            "KeyRevoke: - D D -",
            "AccountPut: - D D -",
            "AccountPut with credit: - P P -",
            "EntitlementPut: - D D -",
            "EntitlementRemove: - D D -",
            "KillSwitchSet on: - D D -",
            "KillSwitchSet off: - P P -",
            "TransferRightPut given: - P P -",
            "TransferRightPut taken: - D D -",
            "CashTransfer: - D - -",
            "CashTransfer of more: - P - -",
            "OperatorPut: - P - -",
            "OperatorKeyPut: - P - -",
            "OperatorKeyRevoke: - D D -",
            "OperatorRemove: - D D -",
            "RulePut: - - P -",
            "ProposalLifetimePut: - - P -",
            "SessionMark: - D D -",
            "ProposalDecide: - - - D");
  }

  @Test
  void everyActThatThereIsIsInTheMatrix() {
    final TreeSet<String> tried = new TreeSet<>();
    ACTS.keySet().forEach(name -> tried.add(name.split(" ", 2)[0]));
    final TreeSet<String> all = new TreeSet<>();
    Acts.all().forEach(kind -> all.add(kind.name()));
    assertThat(tried).isEqualTo(all);
  }

  private static char attempt(final int role, final String name, final Body act) {
    final AdministrationDesk desk =
        new AdministrationDesk().operator("me", role).operator("other", Roles.OPERATOR);
    desk.act("other", EntityKey.account(9), ActMessages.transfer(1, "500000"));
    final Acts.Kind kind =
        Acts.all().stream()
            .filter(k -> k.name().equals(name.split(" ", 2)[0]))
            .findFirst()
            .orElseThrow();
    final long target =
        kind.targetKind() == EntityKey.ADMINISTRATION
            ? THE_ADMINISTRATION
            : EntityKey.of(kind.targetKind(), 3);
    final String first = desk.act("me", target, act).get(0);
    if (first.contains("FORBIDDEN")) {
      return '-';
    }
    if (first.contains("PROPOSED")) {
      return 'P';
    }
    assertThat(first).as(name).matches("to .*|.* APPLIED DONE.*");
    return 'D';
  }
}
