package io.qanat.loadtest.simulate;

/** What happened in a run, or in several. */
final class Statistics {
  long orders;
  long cancels;
  long replaces;

  /** Sides of trades, as clients were told. */
  long executions;

  long trades;
  long reconnects;
  long repeats;

  /** Auctions, halts, busts, corrections and mass cancels that an operator was told are done. */
  long operatorActs;

  /** Trades that an operator busted or corrected, as clients were told. */
  long amendedTrades;

  long audits;
  long entries;
  long recoveries;

  void add(final Statistics other) {
    orders += other.orders;
    cancels += other.cancels;
    replaces += other.replaces;
    executions += other.executions;
    trades += other.trades;
    reconnects += other.reconnects;
    repeats += other.repeats;
    operatorActs += other.operatorActs;
    amendedTrades += other.amendedTrades;
    audits += other.audits;
    entries += other.entries;
    recoveries += other.recoveries;
  }
}
