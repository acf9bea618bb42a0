package io.qanat.session;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** What a replay tells clients, as short lines; and the bytes of everything that leaves it. */
final class Reports implements ReplaySink {
  /** Such as {@code own TRADE 3 at 100}, in order. */
  final List<String> lines = new ArrayList<>();

  /** Time, place and bytes of every message. */
  final List<String> bytes = new ArrayList<>();

  @Override
  public void onReport(
      final long entity,
      final long timeNanos,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    add(entity, timeNanos, sessionKey, buffer, offset, length);
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
    if (header.templateId() == ExecutionReportDecoder.TEMPLATE_ID) {
      final ExecutionReportDecoder report =
          new ExecutionReportDecoder().wrapAndApplyHeader(buffer, offset, header);
      final String name = report.clOrdId();
      final String what = name + " " + report.execType();
      lines.add(
          switch (report.execType()) {
            case TRADE ->
                what + " " + report.lastQty() / Fixed8.ONE + " at " + report.lastPx() / Fixed8.ONE;
            default -> what;
          });
    }
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final long timeNanos,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    add(entity, timeNanos, feed.value(), buffer, offset, length);
  }

  private void add(
      final long entity,
      final long timeNanos,
      final long to,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final byte[] message = new byte[length];
    buffer.getBytes(offset, message);
    bytes.add(
        timeNanos + " " + entity + " " + to + " " + java.util.HexFormat.of().formatHex(message));
  }
}
