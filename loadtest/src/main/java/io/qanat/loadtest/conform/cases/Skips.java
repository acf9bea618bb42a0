package io.qanat.loadtest.conform.cases;

import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.Instrument;

/** What a case needs and cannot have everywhere. */
final class Skips {
  private Skips() {}

  /** The account, unless the option that names it was not given. */
  static long account(final long account, final String option) {
    if (account == 0) {
      throw new CaseSkipped("needs " + option);
    }
    return account;
  }

  /** A price beside this one that is no multiple of the tick. */
  static long offTick(final Instrument instrument, final long price) {
    if (instrument.tickSize() < 2) {
      throw new CaseSkipped("every price of " + instrument.symbol() + " is a multiple of its tick");
    }
    return price + 1;
  }

  /** A quantity above this one that is no multiple of the lot. */
  static long offLot(final Instrument instrument, final long quantity) {
    if (instrument.lotSize() < 2) {
      throw new CaseSkipped(
          "every quantity of " + instrument.symbol() + " is a multiple of its lot");
    }
    return quantity + 1;
  }

  /** A price of 0. */
  static long notPositive(final Instrument instrument) {
    if (instrument.nonPositivePricesAllowed()) {
      throw new CaseSkipped("prices of " + instrument.symbol() + " may be 0 and below");
    }
    return 0;
  }
}
