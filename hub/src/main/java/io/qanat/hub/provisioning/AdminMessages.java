package io.qanat.hub.provisioning;

import io.qanat.codecs.entity.AccountPutEncoder;
import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.KeyPutEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PartnerDefineEncoder;
import io.qanat.codecs.entity.ScheduleSetEncoder;
import io.qanat.codecs.fix.Bool;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes administrative messages of the entity schema; every buffer returned is fresh. */
final class AdminMessages {
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);

  DirectBuffer instrumentDefine(final InstrumentSetup setup) {
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
  DirectBuffer scheduleSet(final List<ScheduleSetup.Transition> transitions) {
    final ScheduleSetEncoder encoder =
        new ScheduleSetEncoder().wrapAndApplyHeader(scratch, 0, header);
    final ScheduleSetEncoder.TransitionsEncoder group =
        encoder.transitionsCount(transitions.size());
    for (final ScheduleSetup.Transition transition : transitions) {
      group.next().at(transition.atNanos()).phase(transition.phase());
    }
    return copy(encoder.encodedLength());
  }

  DirectBuffer partnerDefine(final PartnerSetup setup) {
    final PartnerDefineEncoder encoder =
        new PartnerDefineEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .messagesPerSecondMax(setup.messagesPerSecondMax())
            .burstMax(setup.burstMax())
            .sessionsMax(setup.sessionsMax())
            .liveOrdersMax(setup.liveOrdersMax())
            .unacknowledgedReportsMax(setup.unacknowledgedReportsMax())
            .dayRollNanosOfDay(setup.dayRollNanosOfDay())
            .name(setup.name());
    return copy(encoder.encodedLength());
  }

  DirectBuffer keyPut(final PartnerSetup.Key key) {
    final byte[] storedKey = key.storedKey();
    final KeyPutEncoder encoder =
        new KeyPutEncoder().wrapAndApplyHeader(scratch, 0, header).accessKeyId(key.id());
    for (int i = 0; i < storedKey.length; i++) {
      encoder.storedKey(i, (short) (storedKey[i] & 0xFF));
    }
    encoder.expiresAt(0);
    return copy(encoder.encodedLength());
  }

  DirectBuffer accountPut(final PartnerSetup.Account account) {
    final AccountPutEncoder encoder =
        new AccountPutEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .account(account.id())
            .creditLimit(account.creditLimit())
            .creditCurrency(account.creditCurrency());
    return copy(encoder.encodedLength());
  }

  DirectBuffer entitlementPut(
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

  DirectBuffer cashTransfer(final PartnerSetup.Deposit deposit) {
    final CashTransferEncoder encoder =
        new CashTransferEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .transferId(deposit.transferId())
            .amount(deposit.amount())
            .currency(deposit.currency());
    return copy(encoder.encodedLength());
  }

  /** The envelope around one of the above. */
  DirectBuffer adminInput(
      final long requestId, final DirectBuffer body, final String who, final String why) {
    final AdminInputEncoder encoder =
        new AdminInputEncoder()
            .wrapAndApplyHeader(scratch, 0, header)
            .requestId(requestId)
            .putBody(body, 0, body.capacity())
            .who(who)
            .why(why);
    return copy(encoder.encodedLength());
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
