package io.qanat.partner.core;

import io.qanat.account.core.InstrumentTerms;
import io.qanat.account.core.Names;
import io.qanat.codecs.entity.EntitlementPutDecoder;
import io.qanat.codecs.entity.PartnerDefineDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.value.Fixed8;

/** What is wrong with an operator's figures: one clear line, or null. */
final class TermsChecks {
  private static final long DAY_NANOS = 86_400_000_000_000L;

  /** A margin rate of more than a hundred times the notional is a slip. */
  private static final long MARGIN_RATE_MAX = 100 * Fixed8.ONE;

  private TermsChecks() {}

  static String fault(final PartnerDefineDecoder partner) {
    if (partner.messagesPerSecondMax() < 1) {
      return "messagesPerSecondMax must be above 0";
    }
    if (partner.burstMax() < 1) {
      return "burstMax must be above 0";
    }
    if (partner.sessionsMax() < 1) {
      return "sessionsMax must be above 0";
    }
    if (partner.liveOrdersMax() < 1) {
      return "liveOrdersMax must be above 0";
    }
    if (partner.unacknowledgedReportsMax() < 1) {
      return "unacknowledgedReportsMax must be above 0";
    }
    if (partner.selfMatchPreventionInstruction() == SelfMatchPreventionInstruction.SBE_UNKNOWN) {
      return "selfMatchPreventionInstruction is unknown: "
          + partner.selfMatchPreventionInstructionRaw();
    }
    if (partner.selfMatchPreventionScope() == SelfMatchPreventionScope.SBE_UNKNOWN) {
      return "selfMatchPreventionScope is neither ACCOUNT nor PARTNER: "
          + partner.selfMatchPreventionScopeRaw();
    }
    final long roll = partner.dayRollNanosOfDay();
    return roll < 0 || roll >= DAY_NANOS
        ? "dayRollNanosOfDay must be in 0.." + (DAY_NANOS - 1) + ": " + roll
        : null;
  }

  /** Of codes that no enumeration knows; to be asked before the terms are read. */
  static String codeFault(final EntitlementPutDecoder put) {
    final short type = put.contractTypeRaw();
    if (type != ContractType.CFD.value() && type != ContractType.DELIVERED.value()) {
      return "contractType is neither CFD nor DELIVERED: " + type;
    }
    final short allowed = put.nonPositivePricesAllowedRaw();
    return allowed == Bool.YES.value() || allowed == Bool.NO.value()
        ? null
        : "nonPositivePricesAllowed is neither YES nor NO: " + allowed;
  }

  static String fault(final InstrumentTerms terms) {
    if (terms.instrument() < 1 || terms.instrument() >= 1L << 56) {
      return "instrument must be in 1..2^56-1: " + terms.instrument();
    }
    String fault = notPositive("contractSize", terms.contractSize());
    fault = fault != null ? fault : notPositive("tickSize", terms.tickSize());
    fault = fault != null ? fault : notPositive("lotSize", terms.lotSize());
    fault = fault != null ? fault : notPositive("minQty", terms.minQty());
    fault = fault != null ? fault : rate("makerFeeRate", terms.makerFeeRate(), Fixed8.ONE);
    fault = fault != null ? fault : rate("takerFeeRate", terms.takerFeeRate(), Fixed8.ONE);
    fault = fault != null ? fault : rate("marginRate", terms.marginRate(), MARGIN_RATE_MAX);
    fault = fault != null ? fault : name("symbol", terms.symbol());
    fault = fault != null ? fault : name("baseCurrency", terms.baseCurrency());
    fault = fault != null ? fault : name("quoteCurrency", terms.quoteCurrency());
    if (fault != null) {
      return fault;
    }
    if (terms.maxQty() < terms.minQty()) {
      return "maxQty must not be below minQty";
    }
    if (terms.lowLimitPrice() == Fixed8.NULL || terms.highLimitPrice() == Fixed8.NULL) {
      return "lowLimitPrice and highLimitPrice must be given";
    }
    if (terms.highLimitPrice() < terms.lowLimitPrice()) {
      return "highLimitPrice must not be below lowLimitPrice";
    }
    return !terms.isCfd() && terms.baseCurrency().equals(terms.quoteCurrency())
        ? "baseCurrency and quoteCurrency of a delivered instrument must differ"
        : null;
  }

  private static String notPositive(final String field, final long value) {
    return value > 0 ? null : field + " must be above 0: " + Fixed8.format(value);
  }

  private static String rate(final String field, final long value, final long max) {
    return value >= 0 && value <= max
        ? null
        : field + " must be in 0.." + Fixed8.format(max) + ": " + Fixed8.format(value);
  }

  private static String name(final String field, final String value) {
    return Names.isName(value)
        ? null
        : field + " must be printable ASCII without blanks: '" + value + "'";
  }
}
