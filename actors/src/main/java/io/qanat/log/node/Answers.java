package io.qanat.log.node;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.exceptions.AeronException;
import io.qanat.log.store.Records;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;

/**
 * Streams answers to loads and queries on a thread of its own, so that neither their size nor a
 * slow reader holds up the log. Answers are best effort: who gets none asks again.
 */
final class Answers implements Agent {
  /**
   * An answer to give.
   *
   * @param records immutable, captured at {@code logPosition}
   */
  record Answer(
      long clientId,
      long requestId,
      long logPosition,
      String channel,
      int streamId,
      Records records) {}

  private static final int ANSWERS_MAX = 16 * 1024;
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long UNUSED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ManyToOneConcurrentArrayQueue<Answer> queue =
      new ManyToOneConcurrentArrayQueue<>(ANSWERS_MAX);
  private final Aeron aeron;
  private final NanoClock clock;
  private final Consumer<String> notices;

  /** By channel and stream. */
  private final Map<String, Reader> readers = new HashMap<>();

  Answers(final Aeron aeron, final NanoClock clock, final Consumer<String> notices) {
    this.aeron = aeron;
    this.clock = clock;
    this.notices = notices;
  }

  /** Of any thread. With too many answers under way this one is dropped. */
  void give(final Answer answer) {
    queue.offer(answer);
  }

  @Override
  public int doWork() {
    final long nowNanos = clock.nanoTime();
    int work = aeron.conductorAgentInvoker().invoke();
    Answer answer;
    while ((answer = queue.poll()) != null) {
      begin(answer, nowNanos);
      work++;
    }
    if (!readers.isEmpty()) {
      final var iterator = readers.values().iterator();
      while (iterator.hasNext()) {
        final Reader reader = iterator.next();
        work += reader.doWork(nowNanos);
        if (reader.isUnused(nowNanos)) {
          reader.close();
          iterator.remove();
        }
      }
    }
    return work;
  }

  private void begin(final Answer answer, final long nowNanos) {
    try {
      readers
          .computeIfAbsent(
              answer.channel() + '#' + answer.streamId(),
              key -> new Reader(answer.channel(), answer.streamId(), nowNanos))
          .waiting
          .add(answer);
    } catch (final AeronException | IllegalArgumentException e) {
      notices.accept(
          "log: no answer to request "
              + answer.requestId()
              + ": it cannot be sent to its channel: "
              + LogErrors.line(e));
    }
  }

  @Override
  public void onClose() {
    readers.values().forEach(Reader::close);
    CloseHelper.quietClose(aeron);
  }

  @Override
  public String roleName() {
    return "log-answers";
  }

  /** The answers to one stream, one after the other. */
  private final class Reader {
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final ExclusivePublication publication;
    private final AnswerParts parts = new AnswerParts();
    private Answer current;
    private int partLength;
    private long progressNanos;

    Reader(final String channel, final int streamId, final long nowNanos) {
      publication = aeron.addExclusivePublication(channel, streamId);
      progressNanos = nowNanos;
    }

    int doWork(final long nowNanos) {
      if (current == null) {
        current = waiting.poll();
        if (current == null) {
          return 0;
        }
        partLength = 0;
        parts.begin(
            current.clientId(), current.requestId(), current.logPosition(), current.records());
        progressNanos = nowNanos;
      }
      if (partLength == 0) {
        partLength = parts.fill();
      }
      final long result = publication.offer(parts.buffer(), 0, partLength);
      if (result > 0) {
        progressNanos = nowNanos;
        partLength = 0;
        if (parts.isLast()) {
          current = null;
        }
        return 1;
      }
      if (result == Publication.CLOSED
          || result == Publication.MAX_POSITION_EXCEEDED
          || nowNanos - progressNanos > STALLED_NANOS) {
        current = null;
        waiting.clear();
      }
      return 0;
    }

    boolean isUnused(final long nowNanos) {
      return current == null
          && waiting.isEmpty()
          && (publication.isClosed() || nowNanos - progressNanos > UNUSED_NANOS);
    }

    void close() {
      CloseHelper.quietClose(publication);
    }
  }
}
