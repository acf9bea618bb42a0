package io.qanat.hub.session;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.ReplayedEntity;
import io.qanat.session.ReplaySink;
import org.agrona.DirectBuffer;

/** What leaves a replay, to the gateways of a node. */
public record EdgeSink(Edge edge) implements ReplaySink {
  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final long timeNanos,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    edge.onMarketData(entity, epoch, feed, buffer, offset, length);
  }

  @Override
  public void onReport(
      final long entity,
      final long timeNanos,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    edge.onReport(sessionKey, buffer, offset, length);
  }

  @Override
  public void onReply(
      final long entity,
      final long timeNanos,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    edge.onReply(requestId, buffer, offset, length);
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    edge.onInstrumentStarted(entity, epoch);
  }

  @Override
  public void onRefused(final long entity, final DirectBuffer input) {
    edge.onRefused(
        entity,
        Edge.Refusal.POISON,
        0,
        ReplayedEntity.requestId(input),
        input,
        0,
        input.capacity());
  }
}
