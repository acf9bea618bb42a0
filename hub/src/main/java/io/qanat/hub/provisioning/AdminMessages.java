package io.qanat.hub.provisioning;

import io.qanat.administration.core.Roles;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.entity.AccountPutEncoder;
import io.qanat.codecs.entity.AdminActEncoder;
import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.KeyChangeEncoder;
import io.qanat.codecs.entity.KeyPutEncoder;
import io.qanat.codecs.entity.KeyRotateEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OperatorKeyPutEncoder;
import io.qanat.codecs.entity.OperatorPutEncoder;
import io.qanat.codecs.entity.PartnerDefineEncoder;
import io.qanat.codecs.entity.ScheduleSetEncoder;
import io.qanat.codecs.entity.TransferRightPutEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.value.AddressRange;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes administrative messages of the entity schema; every buffer returned is fresh. */
public final class AdminMessages {
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);

  /** As the setup says. */
  public DirectBuffer instrumentDefine(final InstrumentSetup setup) {
    final InstrumentDefineEncoder encoder =
        new InstrumentDefineEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .contractSize(setup.contractSize())
            .tickSize(setup.tickSize())
            .lotSize(setup.lotSize())
            .minQty(setup.minQty())
            .maxQty(setup.maxQty())
            .lowLimitPrice(setup.lowLimitPrice())
            .highLimitPrice(setup.highLimitPrice())
            .dayRollNanosOfDay(setup.dayRollNanosOfDay())
            .symbol(setup.symbol())
            .baseCurrency(setup.baseCurrency())
            .quoteCurrency(setup.quoteCurrency())
            .contractType(setup.contractType())
            .nonPositivePricesAllowed(bool(setup.nonPositivePricesAllowed()))
            .referencePrice(setup.trading().referencePrice())
            .staticBand(setup.trading().staticBand())
            .dynamicBand(setup.trading().dynamicBand())
            .volatilityAuctionNanos(setup.trading().volatilityAuctionNanos())
            .tradesRememberedMax(setup.trading().tradesRememberedMax());
    return copy(encoder.encodedLength());
  }

  /** Without transitions: no schedule. */
  public DirectBuffer scheduleSet(final List<ScheduleSetup.Transition> transitions) {
    final ScheduleSetEncoder encoder =
        new ScheduleSetEncoder().wrapAndApplyHeader(scratch, 0, header);
    final ScheduleSetEncoder.TransitionsEncoder group =
        encoder.transitionsCount(transitions.size());
    for (final ScheduleSetup.Transition transition : transitions) {
      group.next().at(transition.atNanos()).phase(transition.phase());
    }
    return copy(encoder.encodedLength());
  }

  /** As the setup says. */
  public DirectBuffer partnerDefine(final PartnerSetup setup) {
    final PartnerDefineEncoder encoder =
        new PartnerDefineEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .messagesPerSecondMax(setup.messagesPerSecondMax())
            .burstMax(setup.burstMax())
            .sessionsMax(setup.sessionsMax())
            .liveOrdersMax(setup.liveOrdersMax())
            .unacknowledgedReportsMax(setup.unacknowledgedReportsMax())
            .dayRollNanosOfDay(setup.dayRollNanosOfDay())
            .selfMatchPreventionInstruction(setup.selfMatch().instruction())
            .selfMatchPreventionScope(setup.selfMatch().scope())
            .name(setup.name());
    return copy(encoder.encodedLength());
  }

  /** A new key, or another in its place. */
  public DirectBuffer keyPut(final KeySetup key) {
    final KeyDerivation derivation = key.verifier().derivation();
    final byte[] storedKey = key.verifier().storedKey();
    final KeyPutEncoder encoder =
        new KeyPutEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .accessKeyId(key.id())
            .putStoredKey(storedKey, 0, storedKey.length)
            .expiresAt(key.expiresAtNanos())
            .putSalt(derivation.salt(), 0, KeyDerivation.SALT_LENGTH)
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism());
    final KeyPutEncoder.AllowedEncoder group = encoder.allowedCount(key.allowed().size());
    key.allowed()
        .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    return copy(encoder.encodedLength());
  }

  /** A rotation: a new key, and the old one for as long as the overlap. */
  public DirectBuffer keyRotate(
      final String accessKeyId, final KeySetup key, final long overlapNanos) {
    final KeyDerivation derivation = key.verifier().derivation();
    final byte[] storedKey = key.verifier().storedKey();
    final KeyRotateEncoder encoder =
        new KeyRotateEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .accessKeyId(accessKeyId)
            .newAccessKeyId(key.id())
            .putStoredKey(storedKey, 0, storedKey.length)
            .expiresAt(key.expiresAtNanos())
            .overlapNanos(overlapNanos)
            .putSalt(derivation.salt(), 0, KeyDerivation.SALT_LENGTH)
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism());
    final KeyRotateEncoder.AllowedEncoder group = encoder.allowedCount(key.allowed().size());
    key.allowed()
        .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    return copy(encoder.encodedLength());
  }

  /** When a key expires and from where it may be used. */
  public DirectBuffer keyChange(
      final String accessKeyId, final long expiresAtNanos, final List<AddressRange> allowed) {
    final KeyChangeEncoder encoder =
        new KeyChangeEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .accessKeyId(accessKeyId)
            .expiresAt(expiresAtNanos);
    final KeyChangeEncoder.AllowedEncoder group = encoder.allowedCount(allowed.size());
    allowed.forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    return copy(encoder.encodedLength());
  }

  /** An operator's key. */
  public DirectBuffer operatorKeyPut(final String operator, final KeySetup key) {
    final KeyDerivation derivation = key.verifier().derivation();
    final byte[] storedKey = key.verifier().storedKey();
    final OperatorKeyPutEncoder encoder =
        new OperatorKeyPutEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .accessKeyId(key.id())
            .putStoredKey(storedKey, 0, storedKey.length)
            .expiresAt(key.expiresAtNanos())
            .putSalt(derivation.salt(), 0, KeyDerivation.SALT_LENGTH)
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism());
    final OperatorKeyPutEncoder.AllowedEncoder group = encoder.allowedCount(key.allowed().size());
    key.allowed()
        .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    return copy(encoder.operatorName(operator).encodedLength());
  }

  /** As the setup says. */
  public DirectBuffer operatorPut(final OperatorSetup operator) {
    final OperatorPutEncoder encoder =
        new OperatorPutEncoder().wrapAndApplyHeader(scratch, 0, header);
    encoder
        .roles()
        .clear()
        .vIEWER((operator.roles() & Roles.VIEWER) != 0)
        .oPERATOR((operator.roles() & Roles.OPERATOR) != 0)
        .rISK((operator.roles() & Roles.RISK) != 0)
        .aPPROVER((operator.roles() & Roles.APPROVER) != 0);
    return copy(encoder.name(operator.name()).encodedLength());
  }

  /**
   * Who may deposit and withdraw.
   *
   * @param accessKeyId empty: every key of the partner
   */
  public DirectBuffer transferRightPut(final String accessKeyId, final boolean allowed) {
    final TransferRightPutEncoder encoder =
        new TransferRightPutEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .accessKeyId(accessKeyId)
            .allowed(bool(allowed));
    return copy(encoder.encodedLength());
  }

  /** As the setup says. */
  public DirectBuffer accountPut(final PartnerSetup.Account account) {
    final AccountPutEncoder encoder =
        new AccountPutEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .account(account.id())
            .creditLimit(account.creditLimit())
            .creditCurrency(account.creditCurrency());
    return copy(encoder.encodedLength());
  }

  /** As the setup says. */
  public DirectBuffer entitlementPut(
      final PartnerSetup.Entitlement entitlement, final InstrumentSetup setup) {
    final EntitlementPutEncoder encoder =
        new EntitlementPutEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .instrument(setup.id())
            .contractSize(setup.contractSize())
            .tickSize(setup.tickSize())
            .lotSize(setup.lotSize())
            .minQty(setup.minQty())
            .maxQty(setup.maxQty())
            .lowLimitPrice(setup.lowLimitPrice())
            .highLimitPrice(setup.highLimitPrice())
            .marginRate(entitlement.marginRate())
            .makerFeeRate(entitlement.makerFeeRate())
            .takerFeeRate(entitlement.takerFeeRate())
            .symbol(setup.symbol())
            .baseCurrency(setup.baseCurrency())
            .quoteCurrency(setup.quoteCurrency())
            .contractType(setup.contractType())
            .nonPositivePricesAllowed(bool(setup.nonPositivePricesAllowed()));
    return copy(encoder.encodedLength());
  }

  /** As the setup says. */
  public DirectBuffer cashTransfer(final PartnerSetup.Deposit deposit) {
    final CashTransferEncoder encoder =
        new CashTransferEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .transferId(deposit.transferId())
            .amount(deposit.amount())
            .currency(deposit.currency());
    return copy(encoder.encodedLength());
  }

  /**
   * An act for the administration.
   *
   * @param target EntityKey of whom it concerns
   * @param idempotencyKey empty: none
   */
  public DirectBuffer adminInput(
      final long requestId,
      final long target,
      final DirectBuffer act,
      final Author author,
      final String idempotencyKey) {
    final AdminActEncoder body =
        new AdminActEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .target(target)
            .accessKeyId(author.accessKeyId())
            .putAct(act, 0, act.capacity())
            .idempotencyKey(idempotencyKey);
    final DirectBuffer bytes = copy(body.encodedLength());
    final AdminInputEncoder encoder =
        new AdminInputEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .requestId(requestId)
            .putBody(bytes, 0, bytes.capacity())
            .who(author.who())
            .why(author.why());
    return copy(encoder.encodedLength());
  }

  /**
   * Who acts, and why.
   *
   * @param accessKeyId of the operator's key; empty for the configuration
   */
  public record Author(String who, String accessKeyId, String why) {
    /** The node's own setup file. */
    public static Author configuration() {
      return new Author("configuration", "", "applied at start");
    }
  }

  private DirectBuffer copy(final int encodedLength) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    final byte[] bytes = new byte[length];
    scratch.getBytes(0, bytes);
    return new UnsafeBuffer(bytes);
  }

  private static Bool bool(final boolean value) {
    return value ? Bool.YES : Bool.NO;
  }
}
