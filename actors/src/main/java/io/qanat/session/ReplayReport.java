package io.qanat.session;

import java.util.List;

/**
 * How a replay compares with history.
 *
 * @param entries of the span that were replayed at their place
 * @param equal of these, with outputs as recorded
 * @param different of these, with other outputs
 * @param dropped recorded messages and wake-ups that nothing produces any more
 * @param added messages and wake-ups that history does not have, and inputs that were submitted
 * @param early recorded messages that came before their place, since others stood behind them
 * @param acknowledgements between entities, which are not compared
 * @param firstDifferences where, for people; a few
 * @param damage of the file; null: it is whole
 */
public record ReplayReport(
    long entries,
    long equal,
    long different,
    long dropped,
    long added,
    long early,
    long acknowledgements,
    long firstNanos,
    long lastNanos,
    List<String> firstDifferences,
    String damage) {
  /** Whether the replay did what is recorded, and nothing else. */
  public boolean isAsRecorded() {
    return different == 0 && dropped == 0 && added == 0 && early == 0 && damage == null;
  }
}
