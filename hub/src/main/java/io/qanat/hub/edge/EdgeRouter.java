package io.qanat.hub.edge;

import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.core.SessionKey;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Takes what leaves entities, on their threads, to where it belongs: reports to the gateway's
 * queue, answers and refusals to whoever asked, market data to the publisher's queue. Never blocks.
 */
public final class EdgeRouter implements Edge {
  private final SessionQueue sessions;
  private final Requests requests;
  private final MarketDataQueue marketData;
  private final EdgeCounters counters;

  /** Routes to these; all of them may be in use before and after. */
  public EdgeRouter(
      final SessionQueue sessions,
      final Requests requests,
      final MarketDataQueue marketData,
      final EdgeCounters counters) {
    this.sessions = sessions;
    this.requests = requests;
    this.marketData = marketData;
    this.counters = counters;
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    if (sessionKey != SessionKey.NONE) {
      sessions.offerReport(sessionKey, buffer, offset, length);
    }
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    requests.reply(requestId, buffer, offset, length);
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    marketData.offerMessage(entity, epoch, feed, buffer, offset, length);
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    marketData.offerStarted(entity, epoch);
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
    counters.refusals.increment();
    switch (refusal) {
      case BUSY -> counters.refusalsBusy.increment();
      case UNAVAILABLE -> counters.refusalsUnavailable.increment();
      case POISON -> counters.refusalsPoison.increment();
    }
    if (requestId != 0 && requests.refuse(requestId, refusal, retryAfterMillis)) {
      return;
    }
    final long sessionKey = sessionOf(input, offset, length);
    if (sessionKey == SessionKey.NONE) {
      counters.refusalsDropped.increment();
    } else {
      sessions.offerRefused(entity, sessionKey, refusal, retryAfterMillis, input, offset, length);
    }
  }

  private static long sessionOf(final DirectBuffer input, final int offset, final int length) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH + ClientInputDecoder.BLOCK_LENGTH
        || headerField(input, offset, MessageHeaderDecoder.schemaIdEncodingOffset())
            != ClientInputDecoder.SCHEMA_ID
        || headerField(input, offset, MessageHeaderDecoder.templateIdEncodingOffset())
            != ClientInputDecoder.TEMPLATE_ID) {
      return SessionKey.NONE;
    }
    final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final long partner =
        input.getLong(block + ClientInputDecoder.partnerEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    final long session =
        input.getLong(block + ClientInputDecoder.sessionEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    return session == 0 ? SessionKey.NONE : SessionKey.of(partner, session);
  }

  private static int headerField(final DirectBuffer input, final int offset, final int at) {
    return input.getShort(offset + at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }
}
