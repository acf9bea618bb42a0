package io.qanat.account.core;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The last {@value #KEPT_MAX} fills of an account, their corrections and busts among them, as the
 * reports that told them, for whoever asks later: reports themselves are forgotten once a session
 * has acknowledged them.
 */
final class FillHistory {
  /** Fills that are kept. */
  static final int KEPT_MAX = 500;

  private final ArrayDeque<byte[]> kept = new ArrayDeque<>();

  /** Remembers a report with ExecType TRADE, TRADE_CORRECT or TRADE_CANCEL, not to be changed. */
  void add(final byte[] report) {
    if (kept.size() == KEPT_MAX) {
      kept.remove();
    }
    kept.add(report);
  }

  Iterator<byte[]> oldestFirst() {
    return kept.iterator();
  }

  Iterator<byte[]> newestFirst() {
    return kept.descendingIterator();
  }
}
