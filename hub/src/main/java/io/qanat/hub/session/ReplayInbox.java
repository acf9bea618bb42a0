package io.qanat.hub.session;

import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.ReplayedEntity;
import io.qanat.session.ReplayPace;
import io.qanat.session.SessionReplay;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The entities of a replay as gateways see them. What they tell and ask waits here for the replay's
 * thread, which takes it while it waits for its own time: inputs arrive a modelled latency later,
 * questions are answered at once.
 */
public final class ReplayInbox implements Entities, ReplayPace {
  private static final int WAITING_MAX = 1 << 16;
  private static final int RETRY_AFTER_MILLIS = 100;
  private static final long PARK_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(200);

  /** An input, or a question if there is a body of one. */
  private record Call(long entity, boolean isQuery, long requestId, DirectBuffer bytes) {}

  private final ManyToOneConcurrentArrayQueue<Call> calls =
      new ManyToOneConcurrentArrayQueue<>(WAITING_MAX);
  private final WallClockPace clock;
  private final double speed;
  private final long latencyNanos;
  private Edge edge;
  private volatile boolean stopped;

  /**
   * An empty inbox.
   *
   * @param speed nanoseconds of the replay in one of the wall clock
   * @param latencyNanos from a gateway to an entity, in the replay's time
   */
  public ReplayInbox(final double speed, final long latencyNanos) {
    this.speed = speed;
    this.latencyNanos = latencyNanos;
    clock = new WallClockPace(speed);
  }

  /** Where refusals and answers go; once, before anything is told. */
  public void connect(final Edge newEdge) {
    edge = newEdge;
  }

  /** Ends the replay soon. Of any thread. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void tell(
      final long entity, final DirectBuffer input, final int offset, final int length) {
    final DirectBuffer bytes = copy(input, offset, length);
    add(new Call(entity, false, ReplayedEntity.requestId(bytes), bytes));
  }

  @Override
  public void query(
      final long entity,
      final long requestId,
      final DirectBuffer body,
      final int offset,
      final int length) {
    add(new Call(entity, true, requestId, copy(body, offset, length)));
  }

  private void add(final Call call) {
    if (!calls.offer(call)) {
      refuse(call, Edge.Refusal.BUSY);
    }
  }

  private void refuse(final Call call, final Edge.Refusal refusal) {
    edge.onRefused(
        call.entity,
        refusal,
        RETRY_AFTER_MILLIS,
        call.requestId,
        call.bytes,
        0,
        call.bytes.capacity());
  }

  private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }

  @Override
  public boolean await(final long timeNanos, final SessionReplay replay) {
    while (true) {
      if (stopped) {
        replay.stop();
        return false;
      }
      final long replayNanos = clock.replayNanos(replay);
      if (drain(replay, replayNanos)) {
        return false;
      }
      final long left = timeNanos - replayNanos;
      if (left <= 0) {
        return true;
      }
      LockSupport.parkNanos(Math.min(PARK_NANOS_MAX, (long) (left / speed) + 1));
    }
  }

  /** Returns whether there were inputs. */
  private boolean drain(final SessionReplay replay, final long replayNanos) {
    boolean submitted = false;
    Call call;
    while ((call = calls.poll()) != null) {
      if (call.isQuery) {
        answer(replay, call);
      } else {
        replay.submit(call.entity, call.bytes, replayNanos + latencyNanos);
        submitted = true;
      }
    }
    return submitted;
  }

  private void answer(final SessionReplay replay, final Call call) {
    boolean known;
    try {
      known =
          replay.query(
              call.entity,
              call.requestId,
              call.bytes,
              (buffer, offset, length) -> edge.onReply(call.requestId, buffer, offset, length));
    } catch (final RuntimeException e) {
      if (!ReplayedEntity.leavesUnchanged(e)) {
        throw e;
      }
      refuse(call, Edge.Refusal.POISON);
      return;
    }
    if (!known) {
      refuse(call, Edge.Refusal.UNAVAILABLE);
    }
  }
}
