package io.qanat.partner.core;

import io.qanat.account.core.AccountCore;
import io.qanat.account.core.InstrumentTerms;
import io.qanat.account.core.Names;
import io.qanat.account.core.SelfMatchDefault;
import io.qanat.account.core.Terms;
import io.qanat.codecs.entity.AccountPutDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.EntitlementPutDecoder;
import io.qanat.codecs.entity.EntitlementRemoveDecoder;
import io.qanat.codecs.entity.KeyChangeDecoder;
import io.qanat.codecs.entity.KeyPutDecoder;
import io.qanat.codecs.entity.KeyRevokeDecoder;
import io.qanat.codecs.entity.KeyRotateDecoder;
import io.qanat.codecs.entity.KillSwitchSetDecoder;
import io.qanat.codecs.entity.PartnerDefineDecoder;
import io.qanat.codecs.entity.TransferRightPutDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.entity.core.Input;
import java.util.TreeMap;

/** Decides operators' acts. The same again is UNCHANGED; a refused one has changed nothing. */
final class Administration {
  /** Instruments one partner may ever be entitled to: what one message can carry. */
  static final int INSTRUMENTS_MAX = 10_000;

  /** Longest name of a partner, in characters. */
  static final int NAME_LENGTH_MAX = 200;

  /**
   * How an act ended.
   *
   * @param pushes whether the accounts must hear of it
   */
  record Outcome(AdminResult result, String text, boolean pushes) {
    static Outcome done(final boolean pushes) {
      return new Outcome(AdminResult.DONE, "", pushes);
    }

    static Outcome unchanged() {
      return new Outcome(AdminResult.UNCHANGED, "", false);
    }

    static Outcome refused(final AdminResult result, final String text) {
      return new Outcome(result, text, false);
    }

    static Outcome invalid(final String text) {
      return refused(AdminResult.INVALID, text);
    }
  }

  private final PartnerState state;
  private final KeyAdministration keys;

  Administration(final PartnerState state) {
    this.state = state;
    keys = new KeyAdministration(state.keys);
  }

  Outcome apply(final Input input) {
    if (input.schemaId() != PartnerDefineDecoder.SCHEMA_ID) {
      return notForPartners(input);
    }
    final int needed =
        switch (input.templateId()) {
          case PartnerDefineDecoder.TEMPLATE_ID -> PartnerDefineDecoder.BLOCK_LENGTH;
          case KeyPutDecoder.TEMPLATE_ID -> KeyPutDecoder.BLOCK_LENGTH;
          case KeyRevokeDecoder.TEMPLATE_ID -> KeyRevokeDecoder.BLOCK_LENGTH;
          case KeyRotateDecoder.TEMPLATE_ID -> KeyRotateDecoder.BLOCK_LENGTH;
          case KeyChangeDecoder.TEMPLATE_ID -> KeyChangeDecoder.BLOCK_LENGTH;
          case AccountPutDecoder.TEMPLATE_ID -> AccountPutDecoder.BLOCK_LENGTH;
          case EntitlementPutDecoder.TEMPLATE_ID -> EntitlementPutDecoder.BLOCK_LENGTH;
          case EntitlementRemoveDecoder.TEMPLATE_ID -> EntitlementRemoveDecoder.BLOCK_LENGTH;
          case KillSwitchSetDecoder.TEMPLATE_ID -> KillSwitchSetDecoder.BLOCK_LENGTH;
          case TransferRightPutDecoder.TEMPLATE_ID -> TransferRightPutDecoder.BLOCK_LENGTH;
          default -> -1;
        };
    if (needed < 0) {
      return notForPartners(input);
    }
    if (input.blockLength() < needed) {
      return Outcome.invalid("block of " + input.blockLength() + " bytes instead of " + needed);
    }
    if (!FrameChecker.ENTITY
        .check(input.body(), input.bodyOffset(), input.bodyLength())
        .isDecodable()) {
      return Outcome.invalid("the message is cut off");
    }
    if (input.templateId() == PartnerDefineDecoder.TEMPLATE_ID) {
      return define(input);
    }
    if (!state.defined) {
      return Outcome.refused(
          AdminResult.NOT_FOUND, "partner " + state.terms.partner() + " is not defined yet");
    }
    return switch (input.templateId()) {
      case KeyPutDecoder.TEMPLATE_ID -> keys.put(input);
      case KeyRevokeDecoder.TEMPLATE_ID -> keys.revoke(input);
      case KeyRotateDecoder.TEMPLATE_ID -> keys.rotate(input);
      case KeyChangeDecoder.TEMPLATE_ID -> keys.change(input);
      case TransferRightPutDecoder.TEMPLATE_ID -> keys.putTransferRight(input);
      case AccountPutDecoder.TEMPLATE_ID -> putAccount(input);
      case EntitlementPutDecoder.TEMPLATE_ID -> putEntitlement(input);
      case EntitlementRemoveDecoder.TEMPLATE_ID -> removeEntitlement(input);
      default -> setKillSwitch(input);
    };
  }

  private static Outcome notForPartners(final Input input) {
    return Outcome.invalid(
        "a partner does not take template "
            + input.templateId()
            + " of schema "
            + input.schemaId());
  }

  private Outcome define(final Input input) {
    final PartnerDefineDecoder define =
        new PartnerDefineDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String fault = TermsChecks.fault(define);
    if (fault != null) {
      return Outcome.invalid(fault);
    }
    final String name = define.name();
    if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
      return Outcome.invalid("name must have 1 to " + NAME_LENGTH_MAX + " characters");
    }
    final PartnerState.Definition definition =
        new PartnerState.Definition(
            define.messagesPerSecondMax(), define.burstMax(), define.sessionsMax(), name);
    final Terms old = state.terms;
    final Terms terms =
        new Terms(
            old.version(),
            old.partner(),
            old.killSwitch(),
            define.liveOrdersMax(),
            define.unacknowledgedReportsMax(),
            0,
            define.dayRollNanosOfDay(),
            "",
            old.instruments(),
            SelfMatchDefault.of(
                define.selfMatchPreventionInstruction(), define.selfMatchPreventionScope()));
    if (state.defined && terms.equals(old) && definition.equals(state.definition)) {
      return Outcome.unchanged();
    }
    state.defined = true;
    state.definition = definition;
    state.terms = terms;
    return Outcome.done(!terms.equals(old));
  }

  private Outcome putAccount(final Input input) {
    final AccountPutDecoder put =
        new AccountPutDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    if (put.account() < 1 || put.account() >= AccountCore.ACCOUNT_LIMIT) {
      return Outcome.invalid(
          "account must be in 1.." + (AccountCore.ACCOUNT_LIMIT - 1) + ": " + put.account());
    }
    if (put.creditLimit() < 0) {
      return Outcome.invalid("creditLimit must not be negative or absent");
    }
    final String currency = put.creditCurrency();
    if (!Names.isName(currency) && !(currency.isEmpty() && put.creditLimit() == 0)) {
      return Outcome.invalid(
          "creditCurrency must be printable ASCII without blanks: '" + currency + "'");
    }
    final PartnerState.Credit credit = new PartnerState.Credit(put.creditLimit(), currency);
    if (credit.equals(state.accounts.put(put.account(), credit))) {
      return Outcome.unchanged();
    }
    return Outcome.done(true);
  }

  private Outcome putEntitlement(final Input input) {
    final EntitlementPutDecoder put =
        new EntitlementPutDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String codeFault = TermsChecks.codeFault(put);
    if (codeFault != null) {
      return Outcome.invalid(codeFault);
    }
    final InstrumentTerms terms = InstrumentTerms.of(put);
    final String fault = TermsChecks.fault(terms);
    if (fault != null) {
      return Outcome.invalid(fault);
    }
    final InstrumentTerms earlier = state.terms.instruments().get(terms.instrument());
    if (terms.equals(earlier)) {
      return Outcome.unchanged();
    }
    if (earlier != null && !terms.settlesLike(earlier)) {
      return Outcome.refused(
          AdminResult.CONFLICT,
          "contractSize, contractType and currencies of instrument "
              + terms.instrument()
              + " are fixed: positions are held on them");
    }
    if (earlier == null && state.terms.instruments().size() >= INSTRUMENTS_MAX) {
      return Outcome.refused(
          AdminResult.CONFLICT, "the partner has " + INSTRUMENTS_MAX + " instruments already");
    }
    put(terms);
    return Outcome.done(true);
  }

  /** The terms stay, for what is open must still settle. */
  private Outcome removeEntitlement(final Input input) {
    final long instrument =
        new EntitlementRemoveDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version())
            .instrument();
    final InstrumentTerms earlier = state.terms.instruments().get(instrument);
    if (earlier == null) {
      return Outcome.refused(AdminResult.NOT_FOUND, "no entitlement for " + instrument);
    }
    if (!earlier.entitled()) {
      return Outcome.unchanged();
    }
    put(earlier.withEntitled(false));
    return Outcome.done(true);
  }

  private void put(final InstrumentTerms instrument) {
    final TreeMap<Long, InstrumentTerms> instruments = new TreeMap<>(state.terms.instruments());
    instruments.put(instrument.instrument(), instrument);
    state.terms = state.terms.withInstruments(instruments);
  }

  private Outcome setKillSwitch(final Input input) {
    final short on =
        new KillSwitchSetDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version())
            .onRaw();
    if (on != Bool.YES.value() && on != Bool.NO.value()) {
      return Outcome.invalid("on is neither YES nor NO: " + on);
    }
    final boolean value = on == Bool.YES.value();
    if (state.terms.killSwitch() == value) {
      return Outcome.unchanged();
    }
    state.terms = state.terms.withKillSwitch(value);
    return Outcome.done(true);
  }
}
