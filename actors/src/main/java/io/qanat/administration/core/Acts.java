package io.qanat.administration.core;

import io.qanat.codecs.entity.AccountPutDecoder;
import io.qanat.codecs.entity.ApprovalRule;
import io.qanat.codecs.entity.CashTransferDecoder;
import io.qanat.codecs.entity.EntitlementPutDecoder;
import io.qanat.codecs.entity.EntitlementRemoveDecoder;
import io.qanat.codecs.entity.HouseSwitchSetDecoder;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.InstrumentMassCancelDecoder;
import io.qanat.codecs.entity.KeyChangeDecoder;
import io.qanat.codecs.entity.KeyPutDecoder;
import io.qanat.codecs.entity.KeyRevokeDecoder;
import io.qanat.codecs.entity.KeyRotateDecoder;
import io.qanat.codecs.entity.KillSwitchSetDecoder;
import io.qanat.codecs.entity.LiquidityDefineDecoder;
import io.qanat.codecs.entity.MarkPriceSetDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OperatorKeyPutDecoder;
import io.qanat.codecs.entity.OperatorKeyRevokeDecoder;
import io.qanat.codecs.entity.OperatorPutDecoder;
import io.qanat.codecs.entity.OperatorRemoveDecoder;
import io.qanat.codecs.entity.PartnerDefineDecoder;
import io.qanat.codecs.entity.PricingDefineDecoder;
import io.qanat.codecs.entity.PricingRevertDecoder;
import io.qanat.codecs.entity.ProposalDecideDecoder;
import io.qanat.codecs.entity.ProposalLifetimePutDecoder;
import io.qanat.codecs.entity.ProviderOrderResolveDecoder;
import io.qanat.codecs.entity.RulePutDecoder;
import io.qanat.codecs.entity.ScheduleSetDecoder;
import io.qanat.codecs.entity.SessionMarkDecoder;
import io.qanat.codecs.entity.TradeBustDecoder;
import io.qanat.codecs.entity.TradeCorrectDecoder;
import io.qanat.codecs.entity.TradingPhaseChangeDecoder;
import io.qanat.codecs.entity.TradingStatusChangeDecoder;
import io.qanat.codecs.entity.TransferRightPutDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Every act that can be done through the administration: whom it concerns, and who may do it unless
 * a rule says otherwise. A new act is one line here.
 */
public final class Acts {
  /** Sums up to this one person may move; more takes two. Whatever the currency. */
  static final long TRANSFER_ALONE_MAX = Fixed8.ofUnits(100_000);

  /**
   * One kind of act.
   *
   * @param template of its message
   * @param targetKind of {@link EntityKey}
   * @param standard who may do it, and when it takes two, unless a rule says otherwise
   * @param amount Fixed8 at stake, for rules that compare it; null: there is none
   * @param releases whether this one lets trading go on, for rules that ask; null: it never does
   */
  public record Kind(
      int template,
      String name,
      int targetKind,
      Rule standard,
      ToLongFunction<UnsafeBuffer> amount,
      Predicate<UnsafeBuffer> releases) {}

  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int OPERATOR = Roles.OPERATOR;
  private static final int RISK = Roles.RISK;
  private static final int BOTH = Roles.OPERATOR | Roles.RISK;
  private static final Map<Integer, Kind> ALL = new TreeMap<>();

  static {
    instruments();
    partners();
    accounts();
    administration();
  }

  private Acts() {}

  private static void instruments() {
    never(InstrumentDefineDecoder.TEMPLATE_ID, "InstrumentDefine", EntityKey.INSTRUMENT, OPERATOR);
    put(
        new Kind(
            TradingStatusChangeDecoder.TEMPLATE_ID,
            "TradingStatusChange",
            EntityKey.INSTRUMENT,
            new Rule(BOTH, ApprovalRule.NEVER, 0),
            null,
            act ->
                new TradingStatusChangeDecoder()
                        .wrap(act, HEADER, TradingStatusChangeDecoder.BLOCK_LENGTH, 0)
                        .statusRaw()
                    == SecurityTradingStatus.READY_TO_TRADE.value()));
    never(
        InstrumentMassCancelDecoder.TEMPLATE_ID,
        "InstrumentMassCancel",
        EntityKey.INSTRUMENT,
        BOTH);
    never(MarkPriceSetDecoder.TEMPLATE_ID, "MarkPriceSet", EntityKey.INSTRUMENT, OPERATOR);
    never(ScheduleSetDecoder.TEMPLATE_ID, "ScheduleSet", EntityKey.INSTRUMENT, OPERATOR);
    never(
        TradingPhaseChangeDecoder.TEMPLATE_ID,
        "TradingPhaseChange",
        EntityKey.INSTRUMENT,
        OPERATOR);
    never(TradeBustDecoder.TEMPLATE_ID, "TradeBust", EntityKey.INSTRUMENT, OPERATOR);
    never(TradeCorrectDecoder.TEMPLATE_ID, "TradeCorrect", EntityKey.INSTRUMENT, OPERATOR);
    never(LiquidityDefineDecoder.TEMPLATE_ID, "LiquidityDefine", EntityKey.INSTRUMENT, BOTH);
    always(PricingDefineDecoder.TEMPLATE_ID, "PricingDefine", EntityKey.INSTRUMENT, BOTH);
    always(PricingRevertDecoder.TEMPLATE_ID, "PricingRevert", EntityKey.INSTRUMENT, BOTH);
    always(
        ProviderOrderResolveDecoder.TEMPLATE_ID,
        "ProviderOrderResolve",
        EntityKey.INSTRUMENT,
        BOTH);
    put(
        new Kind(
            HouseSwitchSetDecoder.TEMPLATE_ID,
            "HouseSwitchSet",
            EntityKey.INSTRUMENT,
            new Rule(BOTH, ApprovalRule.RELEASE, 0),
            null,
            act ->
                new HouseSwitchSetDecoder()
                        .wrap(act, HEADER, HouseSwitchSetDecoder.BLOCK_LENGTH, 0)
                        .onRaw()
                    != Bool.NO.value()));
  }

  private static void partners() {
    never(PartnerDefineDecoder.TEMPLATE_ID, "PartnerDefine", EntityKey.PARTNER, OPERATOR);
    never(KeyPutDecoder.TEMPLATE_ID, "KeyPut", EntityKey.PARTNER, OPERATOR);
    never(KeyRotateDecoder.TEMPLATE_ID, "KeyRotate", EntityKey.PARTNER, OPERATOR);
    never(KeyChangeDecoder.TEMPLATE_ID, "KeyChange", EntityKey.PARTNER, OPERATOR);
    never(KeyRevokeDecoder.TEMPLATE_ID, "KeyRevoke", EntityKey.PARTNER, BOTH);
    put(
        new Kind(
            AccountPutDecoder.TEMPLATE_ID,
            "AccountPut",
            EntityKey.PARTNER,
            new Rule(BOTH, ApprovalRule.ABOVE, 0),
            act ->
                new AccountPutDecoder()
                    .wrap(act, HEADER, AccountPutDecoder.BLOCK_LENGTH, 0)
                    .creditLimit(),
            null));
    never(EntitlementPutDecoder.TEMPLATE_ID, "EntitlementPut", EntityKey.PARTNER, BOTH);
    never(EntitlementRemoveDecoder.TEMPLATE_ID, "EntitlementRemove", EntityKey.PARTNER, BOTH);
    put(
        new Kind(
            KillSwitchSetDecoder.TEMPLATE_ID,
            "KillSwitchSet",
            EntityKey.PARTNER,
            new Rule(BOTH, ApprovalRule.RELEASE, 0),
            null,
            act ->
                new KillSwitchSetDecoder()
                        .wrap(act, HEADER, KillSwitchSetDecoder.BLOCK_LENGTH, 0)
                        .onRaw()
                    != Bool.YES.value()));
    put(
        new Kind(
            TransferRightPutDecoder.TEMPLATE_ID,
            "TransferRightPut",
            EntityKey.PARTNER,
            new Rule(BOTH, ApprovalRule.RELEASE, 0),
            null,
            act ->
                new TransferRightPutDecoder()
                        .wrap(act, HEADER, TransferRightPutDecoder.BLOCK_LENGTH, 0)
                        .allowedRaw()
                    != Bool.NO.value()));
  }

  private static void accounts() {
    put(
        new Kind(
            CashTransferDecoder.TEMPLATE_ID,
            "CashTransfer",
            EntityKey.ACCOUNT,
            new Rule(OPERATOR, ApprovalRule.ABOVE, TRANSFER_ALONE_MAX),
            act ->
                new CashTransferDecoder()
                    .wrap(act, HEADER, CashTransferDecoder.BLOCK_LENGTH, 0)
                    .amount(),
            null));
  }

  private static void administration() {
    final int self = EntityKey.ADMINISTRATION;
    always(OperatorPutDecoder.TEMPLATE_ID, "OperatorPut", self, OPERATOR);
    always(OperatorKeyPutDecoder.TEMPLATE_ID, "OperatorKeyPut", self, OPERATOR);
    // Power is taken away at once.
    never(OperatorRemoveDecoder.TEMPLATE_ID, "OperatorRemove", self, BOTH);
    never(OperatorKeyRevokeDecoder.TEMPLATE_ID, "OperatorKeyRevoke", self, BOTH);
    always(RulePutDecoder.TEMPLATE_ID, "RulePut", self, RISK);
    always(ProposalLifetimePutDecoder.TEMPLATE_ID, "ProposalLifetimePut", self, RISK);
    never(SessionMarkDecoder.TEMPLATE_ID, "SessionMark", self, BOTH);
    never(ProposalDecideDecoder.TEMPLATE_ID, "ProposalDecide", self, Roles.APPROVER);
  }

  private static void never(
      final int template, final String name, final int targetKind, final int roles) {
    put(new Kind(template, name, targetKind, new Rule(roles, ApprovalRule.NEVER, 0), null, null));
  }

  private static void always(
      final int template, final String name, final int targetKind, final int roles) {
    put(new Kind(template, name, targetKind, new Rule(roles, ApprovalRule.ALWAYS, 0), null, null));
  }

  private static void put(final Kind kind) {
    ALL.put(kind.template, kind);
  }

  /** The kind of act with this template; null: there is none. */
  public static Kind of(final int template) {
    return ALL.get(template);
  }

  /** All kinds, by template. */
  public static Collection<Kind> all() {
    return ALL.values();
  }
}
