package io.qanat.log.client;

import io.qanat.log.EventLog;
import java.util.List;
import java.util.function.Consumer;

/** What other threads ask of the client's thread, entries and snapshots apart. */
sealed interface Command {
  record Load(long entity, EventLog.Listener listener) implements Command {}

  record Release(long entity, EventLog.Listener listener) implements Command {}

  record Confirm(long entity, long epoch, EventLog.Listener listener) implements Command {}

  record FindWakeable(Consumer<List<EventLog.Wakeable>> listener) implements Command {}

  record ReadCut(Consumer<EventLog.Cut> listener) implements Command {}
}
