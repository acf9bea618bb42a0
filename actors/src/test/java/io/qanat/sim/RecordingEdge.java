package io.qanat.sim;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.DirectBuffer;

/** Writes down what leaves toy entities; for any threads. */
public final class RecordingEdge implements Edge {
  /** Amounts by request. */
  public final Map<Long, Long> replies = new ConcurrentHashMap<>();

  public final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  public final Queue<String> starts = new ConcurrentLinkedQueue<>();

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {}

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    replies.put(requestId, ToyCore.amountOf(buffer, offset));
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {}

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    starts.add(EntityKey.toString(entity) + " epoch " + epoch);
  }

  @Override
  public void onRefused(
      final long entity,
      final Refusal refusal,
      final int retryAfterMillis,
      final long requestId,
      final DirectBuffer input,
      final int offset,
      final int length) {
    refusals.add(EntityKey.toString(entity) + " " + refusal + " " + requestId);
  }
}
