package io.qanat.partner.core;

import io.qanat.account.core.InstrumentTerms;
import io.qanat.administration.core.Definitions;
import io.qanat.apikey.core.ApiKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.entity.AccountPutDecoder;
import io.qanat.codecs.entity.AccountPutEncoder;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.DefinitionsEndEncoder;
import io.qanat.codecs.entity.EntitlementPutDecoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.EntitlementRemoveDecoder;
import io.qanat.codecs.entity.KeyChangeDecoder;
import io.qanat.codecs.entity.KeyPutDecoder;
import io.qanat.codecs.entity.KeyQueryDecoder;
import io.qanat.codecs.entity.KeyRevokeDecoder;
import io.qanat.codecs.entity.KeyRotateDecoder;
import io.qanat.codecs.entity.KillSwitchSetDecoder;
import io.qanat.codecs.entity.KillSwitchSetEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PartnerDefineDecoder;
import io.qanat.codecs.entity.PartnerDefineEncoder;
import io.qanat.codecs.entity.TransferRightPutDecoder;
import io.qanat.codecs.entity.TransferRightPutEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers what a partner is defined as, and what a door needs to check one of its keys. */
final class PartnerDefinitions {
  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

  private final PartnerState state;
  private final Definitions definitions = new Definitions();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  PartnerDefinitions(final PartnerState state) {
    this.state = state;
  }

  void answer(final Input query, final Outputs answers) {
    if (query.templateId() == KeyQueryDecoder.TEMPLATE_ID) {
      final byte[] answer = keyAnswer(query);
      answers.reply(query.requestId(), new UnsafeBuffer(answer), 0, answer.length);
      return;
    }
    final DefinitionQueryDecoder decoder =
        new DefinitionQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version());
    final UnsafeBuffer act = new UnsafeBuffer();
    decoder.wrapAct(act);
    final List<byte[]> found = act.capacity() == 0 ? everything() : subject(act);
    found.forEach(one -> answers.reply(query.requestId(), new UnsafeBuffer(one), 0, one.length));
    final int length =
        new DefinitionsEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .count(found.size())
            .encodedLength();
    answers.reply(query.requestId(), buffer, 0, HEADER + length);
  }

  private byte[] keyAnswer(final Input query) {
    final KeyQueryDecoder decoder =
        new KeyQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version());
    final String accessKeyId = decoder.accessKeyId();
    final byte[] source = KeyParts.address(decoder, KeyQueryDecoder::getSourceAddress);
    final ApiKey key = state.keys.get(accessKeyId);
    final boolean usable = state.defined && key != null && key.isUsable(query.timeNanos(), source);
    return definitions.keyAnswer(
        accessKeyId,
        usable ? key : null,
        usable ? state.definition.messagesPerSecondMax() : 0,
        usable ? state.definition.burstMax() : 0,
        0,
        usable && state.keys.mayTransfer(accessKeyId),
        usable ? state.definition.name() : "");
  }

  private List<byte[]> everything() {
    final List<byte[]> all = new ArrayList<>();
    if (state.defined) {
      all.add(partner());
      all.add(killSwitch());
      all.add(transferRight(Keys.EVERY_KEY));
      state
          .keys
          .all()
          .forEach(
              (id, key) -> {
                all.add(definitions.key(id, key, ""));
                all.add(transferRight(id));
              });
      state.accounts.forEach((account, credit) -> all.add(account(account, credit)));
      state.terms.instruments().values().stream()
          .filter(InstrumentTerms::entitled)
          .forEach(terms -> all.add(entitlement(terms)));
    }
    return all;
  }

  /** What an act is about, as it is now. */
  private List<byte[]> subject(final UnsafeBuffer act) {
    final MessageHeaderDecoder head = new MessageHeaderDecoder();
    if (!state.defined || !FrameChecker.ENTITY.check(act, 0, act.capacity()).isDecodable()) {
      return List.of();
    }
    return switch (head.wrap(act, 0).templateId()) {
      case PartnerDefineDecoder.TEMPLATE_ID -> List.of(partner());
      case KillSwitchSetDecoder.TEMPLATE_ID -> List.of(killSwitch());
      case TransferRightPutDecoder.TEMPLATE_ID ->
          List.of(
              transferRight(
                  new TransferRightPutDecoder().wrapAndApplyHeader(act, 0, head).accessKeyId()));
      case KeyPutDecoder.TEMPLATE_ID ->
          key(new KeyPutDecoder().wrapAndApplyHeader(act, 0, head).accessKeyId());
      case KeyRevokeDecoder.TEMPLATE_ID ->
          key(new KeyRevokeDecoder().wrapAndApplyHeader(act, 0, head).accessKeyId());
      case KeyRotateDecoder.TEMPLATE_ID ->
          key(new KeyRotateDecoder().wrapAndApplyHeader(act, 0, head).accessKeyId());
      case KeyChangeDecoder.TEMPLATE_ID ->
          key(new KeyChangeDecoder().wrapAndApplyHeader(act, 0, head).accessKeyId());
      case AccountPutDecoder.TEMPLATE_ID -> {
        final long account = new AccountPutDecoder().wrapAndApplyHeader(act, 0, head).account();
        final PartnerState.Credit credit = state.accounts.get(account);
        yield credit == null ? List.of() : List.of(account(account, credit));
      }
      case EntitlementPutDecoder.TEMPLATE_ID ->
          entitlement(new EntitlementPutDecoder().wrapAndApplyHeader(act, 0, head).instrument());
      case EntitlementRemoveDecoder.TEMPLATE_ID ->
          entitlement(new EntitlementRemoveDecoder().wrapAndApplyHeader(act, 0, head).instrument());
      default -> List.of();
    };
  }

  private List<byte[]> key(final String accessKeyId) {
    final ApiKey key = state.keys.get(accessKeyId);
    return key == null ? List.of() : List.of(definitions.key(accessKeyId, key, ""));
  }

  private List<byte[]> entitlement(final long instrument) {
    final InstrumentTerms terms = state.terms.instruments().get(instrument);
    return terms == null || !terms.entitled() ? List.of() : List.of(entitlement(terms));
  }

  private byte[] partner() {
    return copy(
        new PartnerDefineEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .messagesPerSecondMax(state.definition.messagesPerSecondMax())
            .burstMax(state.definition.burstMax())
            .sessionsMax(state.definition.sessionsMax())
            .liveOrdersMax(state.terms.liveOrdersMax())
            .unacknowledgedReportsMax(state.terms.unacknowledgedReportsMax())
            .dayRollNanosOfDay(state.terms.dayRollNanosOfDay())
            .selfMatchPreventionInstruction(state.terms.selfMatch().instruction())
            .selfMatchPreventionScope(state.terms.selfMatch().scope())
            .name(state.definition.name())
            .encodedLength());
  }

  private byte[] killSwitch() {
    return copy(
        new KillSwitchSetEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .on(state.terms.killSwitch() ? Bool.YES : Bool.NO)
            .encodedLength());
  }

  private byte[] transferRight(final String accessKeyId) {
    return copy(
        new TransferRightPutEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .accessKeyId(accessKeyId)
            .allowed(state.keys.hasTransferRight(accessKeyId) ? Bool.YES : Bool.NO)
            .encodedLength());
  }

  private byte[] account(final long account, final PartnerState.Credit credit) {
    return copy(
        new AccountPutEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .account(account)
            .creditLimit(credit.limit())
            .creditCurrency(credit.currency())
            .encodedLength());
  }

  private byte[] entitlement(final InstrumentTerms terms) {
    return copy(
        new EntitlementPutEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .instrument(terms.instrument())
            .contractSize(terms.contractSize())
            .tickSize(terms.tickSize())
            .lotSize(terms.lotSize())
            .minQty(terms.minQty())
            .maxQty(terms.maxQty())
            .lowLimitPrice(terms.lowLimitPrice())
            .highLimitPrice(terms.highLimitPrice())
            .marginRate(terms.marginRate())
            .makerFeeRate(terms.makerFeeRate())
            .takerFeeRate(terms.takerFeeRate())
            .symbol(terms.symbol())
            .baseCurrency(terms.baseCurrency())
            .quoteCurrency(terms.quoteCurrency())
            .contractType(terms.contractType())
            .nonPositivePricesAllowed(terms.nonPositivePricesAllowed() ? Bool.YES : Bool.NO)
            .encodedLength());
  }

  private byte[] copy(final int encodedLength) {
    final byte[] bytes = new byte[HEADER + encodedLength];
    buffer.getBytes(0, bytes);
    return bytes;
  }
}
