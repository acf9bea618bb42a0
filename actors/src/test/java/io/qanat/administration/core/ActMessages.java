package io.qanat.administration.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.entity.AccountPutEncoder;
import io.qanat.codecs.entity.ApprovalRule;
import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.EntitlementRemoveEncoder;
import io.qanat.codecs.entity.HouseSwitchSetEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.InstrumentMassCancelEncoder;
import io.qanat.codecs.entity.KeyChangeEncoder;
import io.qanat.codecs.entity.KeyPutEncoder;
import io.qanat.codecs.entity.KeyRevokeEncoder;
import io.qanat.codecs.entity.KeyRotateEncoder;
import io.qanat.codecs.entity.KillSwitchSetEncoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.MarkPriceSetEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OperatorKeyPutEncoder;
import io.qanat.codecs.entity.OperatorKeyRevokeEncoder;
import io.qanat.codecs.entity.OperatorPutEncoder;
import io.qanat.codecs.entity.OperatorRemoveEncoder;
import io.qanat.codecs.entity.PartnerDefineEncoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import io.qanat.codecs.entity.PricingRevertEncoder;
import io.qanat.codecs.entity.ProposalDecideEncoder;
import io.qanat.codecs.entity.ProposalLifetimePutEncoder;
import io.qanat.codecs.entity.ProviderOrderResolveEncoder;
import io.qanat.codecs.entity.RulePutEncoder;
import io.qanat.codecs.entity.ScheduleSetEncoder;
import io.qanat.codecs.entity.SessionBoundary;
import io.qanat.codecs.entity.SessionMarkEncoder;
import io.qanat.codecs.entity.TradeBustEncoder;
import io.qanat.codecs.entity.TradeCorrectEncoder;
import io.qanat.codecs.entity.TradingPhaseChangeEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.entity.TransferRightPutEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.liquidity.AgeClock;
import io.qanat.codecs.value.AddressRange;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.CoreBench.Body;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** Messages of acts, as tests say them. */
public final class ActMessages {
  /** A derivation that costs nothing. */
  public static final KeyDerivation CHEAP = new KeyDerivation(new byte[16], 8, 1, 1);

  private ActMessages() {}

  private static MessageHeaderEncoder header() {
    return new MessageHeaderEncoder();
  }

  /** The message alone, with its header. */
  public static byte[] bytes(final Body body) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + body.encode(buffer)];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  public static KeyVerifier verifier(final String secret) {
    return KeyVerifier.of(CHEAP, secret.getBytes(US_ASCII));
  }

  public static Body operator(final String name, final int roles) {
    return b -> {
      final OperatorPutEncoder put = new OperatorPutEncoder().wrapAndApplyHeader(b, 0, header());
      Definitions.setRoles(put.roles(), roles);
      return put.name(name).encodedLength();
    };
  }

  public static Body removeOperator(final String name) {
    return b ->
        new OperatorRemoveEncoder().wrapAndApplyHeader(b, 0, header()).name(name).encodedLength();
  }

  public static Body operatorKey(final String name, final String key, final long expiresAt) {
    return b -> {
      final byte[] stored = verifier("secret of " + key).storedKey();
      final OperatorKeyPutEncoder put =
          new OperatorKeyPutEncoder()
              .wrapAndApplyHeader(b, 0, header())
              .accessKeyId(key)
              .putStoredKey(stored, 0, stored.length)
              .expiresAt(expiresAt)
              .putSalt(CHEAP.salt(), 0, 16)
              .memoryKib(CHEAP.memoryKib())
              .iterations(CHEAP.iterations())
              .parallelism((short) CHEAP.parallelism());
      put.allowedCount(0);
      return put.operatorName(name).encodedLength();
    };
  }

  public static Body revokeOperatorKey(final String key) {
    return b ->
        new OperatorKeyRevokeEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .accessKeyId(key)
            .encodedLength();
  }

  public static Body rule(
      final int template, final int roles, final ApprovalRule approval, final String threshold) {
    return b -> {
      final RulePutEncoder put =
          new RulePutEncoder().wrapAndApplyHeader(b, 0, header()).act(template);
      Definitions.setRoles(put.roles(), roles);
      return put.approval(approval).threshold(Fixed8.parse(threshold)).encodedLength();
    };
  }

  public static Body lifetime(final long nanos) {
    return b ->
        new ProposalLifetimePutEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .lifetimeNanos(nanos)
            .encodedLength();
  }

  public static Body mark(final SessionBoundary boundary, final String name) {
    return b ->
        new SessionMarkEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .boundary(boundary)
            .name(name)
            .encodedLength();
  }

  public static Body decide(final long proposal, final boolean approve) {
    return b ->
        new ProposalDecideEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .proposal(proposal)
            .approve(approve ? Bool.YES : Bool.NO)
            .encodedLength();
  }

  public static Body partner(final String name) {
    return b ->
        new PartnerDefineEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .messagesPerSecondMax(100)
            .burstMax(20)
            .sessionsMax(2)
            .liveOrdersMax(10)
            .unacknowledgedReportsMax(50)
            .dayRollNanosOfDay(0)
            .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.NONE)
            .selfMatchPreventionScope(SelfMatchPreventionScope.ACCOUNT)
            .name(name)
            .encodedLength();
  }

  public static Body key(
      final String id, final String secret, final long expiresAt, final AddressRange... allowed) {
    return b -> {
      final byte[] stored = verifier(secret).storedKey();
      final KeyPutEncoder put =
          new KeyPutEncoder()
              .wrapAndApplyHeader(b, 0, header())
              .accessKeyId(id)
              .putStoredKey(stored, 0, stored.length)
              .expiresAt(expiresAt)
              .putSalt(CHEAP.salt(), 0, 16)
              .memoryKib(CHEAP.memoryKib())
              .iterations(CHEAP.iterations())
              .parallelism((short) CHEAP.parallelism());
      final KeyPutEncoder.AllowedEncoder group = put.allowedCount(allowed.length);
      List.of(allowed)
          .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
      return put.encodedLength();
    };
  }

  public static Body rotate(
      final String id, final String newId, final String secret, final long overlapNanos) {
    return b -> {
      final byte[] stored = verifier(secret).storedKey();
      final KeyRotateEncoder rotate =
          new KeyRotateEncoder()
              .wrapAndApplyHeader(b, 0, header())
              .accessKeyId(id)
              .newAccessKeyId(newId)
              .putStoredKey(stored, 0, stored.length)
              .expiresAt(0)
              .overlapNanos(overlapNanos)
              .putSalt(CHEAP.salt(), 0, 16)
              .memoryKib(CHEAP.memoryKib())
              .iterations(CHEAP.iterations())
              .parallelism((short) CHEAP.parallelism());
      rotate.allowedCount(0);
      return rotate.encodedLength();
    };
  }

  public static Body changeKey(
      final String id, final long expiresAt, final AddressRange... allowed) {
    return b -> {
      final KeyChangeEncoder change =
          new KeyChangeEncoder()
              .wrapAndApplyHeader(b, 0, header())
              .accessKeyId(id)
              .expiresAt(expiresAt);
      final KeyChangeEncoder.AllowedEncoder group = change.allowedCount(allowed.length);
      List.of(allowed)
          .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
      return change.encodedLength();
    };
  }

  public static Body revoke(final String id) {
    return b ->
        new KeyRevokeEncoder().wrapAndApplyHeader(b, 0, header()).accessKeyId(id).encodedLength();
  }

  public static Body account(final long account, final String credit) {
    return b ->
        new AccountPutEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .account(account)
            .creditLimit(Fixed8.parse(credit))
            .creditCurrency("USD")
            .encodedLength();
  }

  public static Body entitle(final long instrument, final String takerFee) {
    return b ->
        new EntitlementPutEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .instrument(instrument)
            .contractSize(Fixed8.ONE)
            .tickSize(1)
            .lotSize(1)
            .minQty(1)
            .maxQty(100)
            .lowLimitPrice(1)
            .highLimitPrice(1000)
            .marginRate(1)
            .makerFeeRate(0)
            .takerFeeRate(Fixed8.parse(takerFee))
            .symbol("GOLD")
            .baseCurrency("XAU")
            .quoteCurrency("USD")
            .contractType(ContractType.CFD)
            .nonPositivePricesAllowed(Bool.NO)
            .encodedLength();
  }

  public static Body disentitle(final long instrument) {
    return b ->
        new EntitlementRemoveEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .instrument(instrument)
            .encodedLength();
  }

  public static Body kill(final boolean on) {
    return b ->
        new KillSwitchSetEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .on(on ? Bool.YES : Bool.NO)
            .encodedLength();
  }

  /** Who may deposit and withdraw; an empty key stands for every one. */
  public static Body transferRight(final String accessKeyId, final boolean allowed) {
    return b ->
        new TransferRightPutEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .accessKeyId(accessKeyId)
            .allowed(allowed ? Bool.YES : Bool.NO)
            .encodedLength();
  }

  public static Body instrument(final String symbol, final String highLimitPrice) {
    return b ->
        new InstrumentDefineEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .contractSize(Fixed8.ONE)
            .tickSize(1)
            .lotSize(1)
            .minQty(1)
            .maxQty(100)
            .lowLimitPrice(1)
            .highLimitPrice(Fixed8.parse(highLimitPrice))
            .dayRollNanosOfDay(0)
            .symbol(symbol)
            .baseCurrency("XAU")
            .quoteCurrency("USD")
            .contractType(ContractType.CFD)
            .nonPositivePricesAllowed(Bool.NO)
            .referencePrice(Fixed8.NULL)
            .staticBand(0)
            .dynamicBand(0)
            .volatilityAuctionNanos(0)
            .tradesRememberedMax(1_000)
            .encodedLength();
  }

  public static Body status(final SecurityTradingStatus status) {
    return b ->
        new TradingStatusChangeEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .status(status)
            .encodedLength();
  }

  public static Body markPrice(final String price) {
    return b ->
        new MarkPriceSetEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .price(Fixed8.parse(price))
            .encodedLength();
  }

  /** These phases, a nanosecond each, since the epoch. */
  public static Body schedule(final TradingPhase... phases) {
    return b -> {
      final ScheduleSetEncoder schedule =
          new ScheduleSetEncoder().wrapAndApplyHeader(b, 0, header());
      final ScheduleSetEncoder.TransitionsEncoder group = schedule.transitionsCount(phases.length);
      for (int i = 0; i < phases.length; i++) {
        group.next().at(i + 1).phase(phases[i]);
      }
      return schedule.encodedLength();
    };
  }

  public static Body phase(final TradingPhase phase, final long auctionNanos) {
    return b ->
        new TradingPhaseChangeEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .phase(phase)
            .auctionNanos(auctionNanos)
            .encodedLength();
  }

  public static Body bust(final long trade) {
    return b ->
        new TradeBustEncoder().wrapAndApplyHeader(b, 0, header()).tradeId(trade).encodedLength();
  }

  public static Body correct(final long trade, final String price, final String quantity) {
    return b ->
        new TradeCorrectEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .tradeId(trade)
            .price(Fixed8.parse(price))
            .quantity(Fixed8.parse(quantity))
            .encodedLength();
  }

  /** Neither providers nor pools. */
  public static Body liquidity() {
    return b -> {
      final LiquidityDefineEncoder encoder =
          new LiquidityDefineEncoder().wrapAndApplyHeader(b, 0, header()).ageClock(AgeClock.HUB);
      encoder.providersCount(0);
      encoder.poolsCount(0);
      encoder.membersCount(0);
      return encoder.encodedLength();
    };
  }

  /** No policies, and a house without limits. */
  public static Body pricing() {
    return b -> {
      final PricingDefineEncoder encoder =
          new PricingDefineEncoder()
              .wrapAndApplyHeader(b, 0, header())
              .skewPx(0)
              .skewVolatility(0)
              .skewPosition(0)
              .skewMax(0)
              .volatilityShift((short) 0)
              .widenPosition(0)
              .widenPx(0)
              .hedgePosition(0)
              .hedgeTo(0)
              .pool(0)
              .internalizeMax(0)
              .positionMax(0)
              .lossMax(0)
              .providerTimeoutNanos(1_000_000_000)
              .statusRetryNanos(1_000_000_000);
      encoder.policiesCount(0);
      encoder.tiersCount(0);
      encoder.accountsCount(0);
      return encoder.encodedLength();
    };
  }

  public static Body revertPricing(final long version) {
    return b ->
        new PricingRevertEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .version(version)
            .encodedLength();
  }

  /** Nothing of it was filled. */
  public static Body resolve(final long providerOrderId) {
    return b ->
        new ProviderOrderResolveEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .providerOrderId(providerOrderId)
            .cumQty(0)
            .avgPx(0)
            .encodedLength();
  }

  public static Body house(final boolean on) {
    return b ->
        new HouseSwitchSetEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .on(on ? Bool.YES : Bool.NO)
            .encodedLength();
  }

  public static Body cancelAll() {
    return b ->
        new InstrumentMassCancelEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .partner(0)
            .encodedLength();
  }

  public static Body transfer(final long id, final String amount) {
    return b ->
        new CashTransferEncoder()
            .wrapAndApplyHeader(b, 0, header())
            .transferId(id)
            .amount(Fixed8.parse(amount))
            .currency("USD")
            .encodedLength();
  }
}
