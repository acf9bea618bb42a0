package io.qanat.hub.session;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.session.ReplaySink;
import java.util.List;
import org.agrona.DirectBuffer;

/** Gives everything to several sinks. */
public record ReplaySinks(List<ReplaySink> sinks) implements ReplaySink {
  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final long timeNanos,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    sinks.forEach(s -> s.onMarketData(entity, epoch, timeNanos, feed, buffer, offset, length));
  }

  @Override
  public void onReport(
      final long entity,
      final long timeNanos,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    sinks.forEach(s -> s.onReport(entity, timeNanos, sessionKey, buffer, offset, length));
  }

  @Override
  public void onReply(
      final long entity,
      final long timeNanos,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    sinks.forEach(s -> s.onReply(entity, timeNanos, requestId, buffer, offset, length));
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    sinks.forEach(s -> s.onInstrumentStarted(entity, epoch));
  }

  @Override
  public void onRefused(final long entity, final DirectBuffer input) {
    sinks.forEach(s -> s.onRefused(entity, input));
  }
}
