package io.qanat.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers that are true of committed state and wait until the log has said that the entity is still
 * ours: an owner that was away may have lost it without knowing. One question is under way at a
 * time; answers that come meanwhile wait for the next one.
 */
final class AnswerQueue {
  private final int answersMax;
  private final List<AppendWindow.HeldAnswer> asked = new ArrayList<>();
  private final Deque<AppendWindow.HeldAnswer> waiting = new ArrayDeque<>();

  AnswerQueue(final int answersMax) {
    this.answersMax = answersMax;
  }

  /**
   * Takes an answer.
   *
   * @return false: too many wait
   */
  boolean add(final AppendWindow.HeldAnswer answer) {
    if (asked.size() + waiting.size() >= answersMax) {
      return false;
    }
    waiting.add(answer);
    return true;
  }

  /** Whether the log should be asked now; if so, it is held to be asked. */
  boolean ask() {
    if (!asked.isEmpty() || waiting.isEmpty()) {
      return false;
    }
    asked.addAll(waiting);
    waiting.clear();
    return true;
  }

  /** The log has answered what was asked. */
  void release(final Consumer<AppendWindow.HeldAnswer> each) {
    final List<AppendWindow.HeldAnswer> released = List.copyOf(asked);
    asked.clear();
    released.forEach(each);
  }

  /** All of them, asked for or not. */
  void drop(final Consumer<AppendWindow.HeldAnswer> each) {
    release(each);
    while (!waiting.isEmpty()) {
      each.accept(waiting.poll());
    }
  }
}
