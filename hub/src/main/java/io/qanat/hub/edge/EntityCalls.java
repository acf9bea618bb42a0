package io.qanat.hub.edge;

import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks entities and tells them things, for callers that want a future instead of a queue: HTTP,
 * administration. Thread-safe. Every call ends, by an answer, a refusal or the passing of time.
 */
public final class EntityCalls {
  /** How a call ended. */
  public sealed interface Outcome permits Answered, Refused, Unanswered {}

  /**
   * The entity's answer.
   *
   * @param messages SBE messages with their headers, at least one; copies
   */
  public record Answered(List<DirectBuffer> messages) implements Outcome {
    /** The only message of most answers. */
    public DirectBuffer message() {
      return messages.get(0);
    }
  }

  /**
   * Nothing was asked or changed.
   *
   * @param retryAfterMillis when to try again
   */
  public record Refused(Edge.Refusal refusal, int retryAfterMillis) implements Outcome {}

  /** No answer in time; an input may have been applied, or may still be. */
  public record Unanswered() implements Outcome {}

  /**
   * An input on its way.
   *
   * @param requestId what its envelope carries, in the log too; 0 if it was not sent
   */
  public record Sent(long requestId, CompletionStage<Outcome> outcome) {}

  private static final int NO_ROOM_RETRY_MILLIS = 100;

  private final Entities entities;
  private final Requests requests;
  private final Executor executor;
  private final long queryTimeoutMillis;

  /**
   * Calls these entities.
   *
   * @param executor where futures go on; entities' threads must not
   * @param queryTimeoutMillis until a query counts as unanswered
   */
  public EntityCalls(
      final Entities entities,
      final Requests requests,
      final Executor executor,
      final long queryTimeoutMillis) {
    this.entities = entities;
    this.requests = requests;
    this.executor = executor;
    this.queryTimeoutMillis = queryTimeoutMillis;
  }

  /** Asks a question with one answer. */
  public CompletionStage<Outcome> query(final long entity, final DirectBuffer body) {
    return query(entity, body, messages -> true);
  }

  /**
   * Asks a question whose answer comes in several messages.
   *
   * @param isComplete whether these are all
   */
  public CompletionStage<Outcome> query(
      final long entity, final DirectBuffer body, final Predicate<List<DirectBuffer>> isComplete) {
    return call(
            queryTimeoutMillis,
            isComplete,
            requestId -> entities.query(entity, requestId, body, 0, body.capacity()))
        .outcome();
  }

  /**
   * Sends an input.
   *
   * @param input makes the encoded ClientInput or AdminInput with this request id
   */
  public Sent tell(
      final long entity, final long timeoutMillis, final LongFunction<DirectBuffer> input) {
    return call(
        timeoutMillis,
        messages -> true,
        requestId -> {
          final DirectBuffer bytes = input.apply(requestId);
          entities.tell(entity, bytes, 0, bytes.capacity());
        });
  }

  private Sent call(
      final long timeoutMillis,
      final Predicate<List<DirectBuffer>> isComplete,
      final java.util.function.LongConsumer send) {
    final Call call = new Call(isComplete);
    // The deadline only matters to owners that expire their own requests: here the future does.
    final long requestId = requests.open(call, Long.MAX_VALUE);
    if (requestId == 0) {
      return new Sent(
          0,
          CompletableFuture.completedFuture(new Refused(Edge.Refusal.BUSY, NO_ROOM_RETRY_MILLIS)));
    }
    final CompletableFuture<Outcome> ended =
        call.future
            .completeOnTimeout(new Unanswered(), timeoutMillis, TimeUnit.MILLISECONDS)
            .whenComplete((outcome, e) -> requests.close(requestId));
    try {
      send.accept(requestId);
    } catch (final RuntimeException e) {
      call.future.completeExceptionally(e);
    }
    return new Sent(requestId, ended.thenApplyAsync(outcome -> outcome, executor));
  }

  /** One call under way; hears its answers on the entity's thread. */
  private static final class Call implements Requests.Listener {
    private final CompletableFuture<Outcome> future = new CompletableFuture<>();
    private final List<DirectBuffer> messages = new ArrayList<>(1);
    private final Predicate<List<DirectBuffer>> isComplete;

    Call(final Predicate<List<DirectBuffer>> isComplete) {
      this.isComplete = isComplete;
    }

    @Override
    public synchronized void onReply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      final byte[] copy = new byte[length];
      buffer.getBytes(offset, copy);
      messages.add(new UnsafeBuffer(copy));
      if (isComplete.test(messages)) {
        future.complete(new Answered(List.copyOf(messages)));
      }
    }

    @Override
    public void onRefused(
        final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
      future.complete(new Refused(refusal, retryAfterMillis));
    }
  }
}
