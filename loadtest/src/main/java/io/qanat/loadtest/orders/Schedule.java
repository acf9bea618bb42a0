package io.qanat.loadtest.orders;

import java.time.Duration;
import java.util.List;

/** When each message of an open loop is due, over phases with a rate each. */
final class Schedule {
  /** So many messages a second, for so long. */
  record Phase(String name, long rate, Duration duration) {
    long messages() {
      return rate * duration.toNanos() / 1_000_000_000L;
    }
  }

  private final List<Phase> phases;
  private final long[] firstMessage;
  private final long[] beginNanos;

  /** One phase behind the other. */
  Schedule(final List<Phase> phases) {
    this.phases = List.copyOf(phases);
    firstMessage = new long[phases.size() + 1];
    beginNanos = new long[phases.size() + 1];
    for (int i = 0; i < phases.size(); i++) {
      firstMessage[i + 1] = firstMessage[i] + phases.get(i).messages();
      beginNanos[i + 1] = beginNanos[i] + phases.get(i).duration().toNanos();
    }
  }

  List<Phase> phases() {
    return phases;
  }

  /** Messages of all phases. */
  long messages() {
    return firstMessage[phases.size()];
  }

  /** Which phase a message belongs to. */
  int phaseOf(final long message) {
    int phase = 0;
    while (message >= firstMessage[phase + 1]) {
      phase++;
    }
    return phase;
  }

  /** From the beginning to when it is due. */
  long dueNanos(final long message) {
    final int phase = phaseOf(message);
    return beginNanos[phase]
        + (long) ((message - firstMessage[phase]) * 1e9 / phases.get(phase).rate());
  }

  /** From the beginning to the end of a phase. */
  long endNanos(final int phase) {
    return beginNanos[phase + 1];
  }
}
