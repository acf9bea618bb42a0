package io.qanat.entity;

import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Entries that were applied and are not committed yet, in order, with what may leave once they are.
 * Bounded by number and bytes.
 */
final class AppendWindow {
  /** A computed answer; it leaves when everything applied before it is committed. */
  record HeldAnswer(InputQueue.Item query, OutputBatch answers) {}

  /** An applied entry and its outputs. */
  static final class Pending {
    private final OutputBatch outputs = new OutputBatch();
    private LogEntry entry;
    private long sender;
    private long channelSeq;
    private List<HeldAnswer> answers = List.of();

    LogEntry entry() {
      return entry;
    }

    OutputBatch outputs() {
      return outputs;
    }

    /** The peer whose message the entry is; 0: none. */
    long sender() {
      return sender;
    }

    long channelSeq() {
      return channelSeq;
    }

    List<HeldAnswer> answers() {
      return answers;
    }

    Pending from(final long sender, final long channelSeq) {
      this.sender = sender;
      this.channelSeq = channelSeq;
      return this;
    }
  }

  private static final int FREE_MAX = 64;

  private final int entriesMax;
  private final long bytesMax;
  private final int answersMax;
  private final ArrayDeque<Pending> inFlight = new ArrayDeque<>();
  private final ArrayDeque<Pending> toOffer = new ArrayDeque<>();
  private final ArrayDeque<Pending> free = new ArrayDeque<>();
  private long bytes;
  private int answersHeld;

  AppendWindow(final int entriesMax, final long bytesMax) {
    this.entriesMax = entriesMax;
    this.bytesMax = bytesMax;
    this.answersMax = entriesMax;
  }

  /** Whether an input of this length may be applied now; an empty window takes any length. */
  boolean hasRoom(final int length) {
    return inFlight.isEmpty() || (inFlight.size() < entriesMax && bytes + length <= bytesMax);
  }

  boolean isEmpty() {
    return inFlight.isEmpty();
  }

  int size() {
    return inFlight.size();
  }

  /** Time of the oldest input that is not committed; {@link Long#MAX_VALUE}: there is none. */
  long oldestNanos() {
    return inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.peekFirst().entry.timeNanos();
  }

  /** A cleared slot; it belongs to the caller until it is added or recycled. */
  Pending slot() {
    final Pending slot = free.isEmpty() ? new Pending() : free.pollLast();
    slot.outputs.clear();
    slot.answers = List.of();
    return slot.from(0, 0);
  }

  void recycle(final Pending slot) {
    slot.entry = null;
    if (free.size() < FREE_MAX) {
      free.addLast(slot);
    }
  }

  void add(final Pending slot, final LogEntry entry) {
    slot.entry = entry;
    inFlight.addLast(slot);
    toOffer.addLast(slot);
    bytes += entry.input().capacity();
  }

  /** Gives to the log what it has not taken yet; false if it has no room for all of it now. */
  boolean offer(final EventLog log) {
    while (!toOffer.isEmpty()) {
      if (!log.append(toOffer.peekFirst().entry)) {
        return false;
      }
      toOffer.pollFirst();
    }
    return true;
  }

  boolean hasUnoffered() {
    return !toOffer.isEmpty();
  }

  /** Holds an answer behind the last entry; false if too many are held. Not for an empty window. */
  boolean hold(final HeldAnswer answer) {
    if (answersHeld >= answersMax) {
      return false;
    }
    final Pending last = inFlight.peekLast();
    if (last.answers.isEmpty()) {
      last.answers = new ArrayList<>();
    }
    last.answers.add(answer);
    answersHeld++;
    return true;
  }

  /** Removes committed entries, oldest first; each is valid during the call only. */
  void commit(final long throughSeqNr, final Consumer<Pending> consumer) {
    while (!inFlight.isEmpty() && inFlight.peekFirst().entry.seqNr() <= throughSeqNr) {
      remove(consumer);
    }
  }

  /** Removes everything, oldest first; each is valid during the call only. */
  void discard(final Consumer<Pending> consumer) {
    toOffer.clear();
    while (!inFlight.isEmpty()) {
      remove(consumer);
    }
  }

  private void remove(final Consumer<Pending> consumer) {
    final Pending oldest = inFlight.pollFirst();
    bytes -= oldest.entry.input().capacity();
    answersHeld -= oldest.answers.size();
    consumer.accept(oldest);
    recycle(oldest);
  }
}
