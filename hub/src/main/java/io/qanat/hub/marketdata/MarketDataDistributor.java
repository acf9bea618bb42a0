package io.qanat.hub.marketdata;

import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.entity.AdminReplyDecoder;
import io.qanat.codecs.entity.FullRefreshQueryEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.liquidity.PoolTopsDecoder;
import io.qanat.codecs.marketdata.FullRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import io.qanat.entity.Entities;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.WatchQueue;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides which message goes to which stream, when an instrument is asked for a full refresh, and
 * what happens to what the channel does not take. Messages and time in, {@link MarketDataSink} out.
 */
public final class MarketDataDistributor implements MarketDataQueue.Handler {
  /** Every market-data message of an instrument has its epoch here. */
  private static final int EPOCH =
      MessageHeaderDecoder.ENCODED_LENGTH + TopOfBookDecoder.epochEncodingOffset();

  private static final int SHORTEST =
      MessageHeaderDecoder.ENCODED_LENGTH
          + TopOfBookDecoder.rptSeqEncodingOffset()
          + TopOfBookDecoder.rptSeqEncodingLength();

  /** A refresh is by price, by order, the top of book and the definition. */
  private static final int REFRESH_ANSWERS = 4;

  private static final int NO_STREAM = 0;

  private final MarketDataConfig config;
  private final MarketDataSink sink;
  private final Entities entities;
  private final MarketDataQueue queue;
  private final WatchQueue watchers;
  private final Requests requests;
  private final MarketDataCounters counters;
  private final Long2ObjectHashMap<InstrumentFeed> feeds = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<InstrumentFeed> byRequest = new Long2ObjectHashMap<>();
  private final List<InstrumentFeed> inOrder = new ArrayList<>();
  private final List<InstrumentFeed> unsentTops = new ArrayList<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final FullRefreshByPriceDecoder byPrice = new FullRefreshByPriceDecoder();
  private final FullRefreshByOrderDecoder byOrder = new FullRefreshByOrderDecoder();
  private final UnsafeBuffer query;
  private long definitionsAtNanos;
  private int nextToRefresh;

  /**
   * Starts without instruments.
   *
   * @param queue what the edge has for the publisher; polled by its owner
   * @param nowNanos on the clock of {@link #onTick}
   */
  public MarketDataDistributor(
      final MarketDataConfig config,
      final MarketDataSink sink,
      final Entities entities,
      final MarketDataQueue queue,
      final WatchQueue watchers,
      final Requests requests,
      final MarketDataCounters counters,
      final long nowNanos) {
    this.config = config;
    this.sink = sink;
    this.entities = entities;
    this.queue = queue;
    this.watchers = watchers;
    this.requests = requests;
    this.counters = counters;
    definitionsAtNanos = nowNanos;
    final var encoder = new FullRefreshQueryEncoder();
    final var queryHeader = new io.qanat.codecs.entity.MessageHeaderEncoder();
    query =
        new UnsafeBuffer(
            new byte[queryHeader.encodedLength() + FullRefreshQueryEncoder.BLOCK_LENGTH]);
    encoder.wrapAndApplyHeader(query, 0, queryHeader).byPrice(Bool.YES).byOrder(Bool.YES);
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    feed(entity).raiseEpoch(epoch);
  }

  @Override
  public void onInstrumentStopped(final long entity) {
    final InstrumentFeed feed = feeds.remove(entity);
    if (feed != null) {
      inOrder.remove(feed);
      unsentTops.remove(feed);
      byRequest.values().removeIf(asked -> asked == feed);
      if (feed.requestId() != 0) {
        requests.close(feed.requestId());
      }
      counters.instruments.decrement();
    }
  }

  @Override
  public void onRefreshWanted(final long entity) {
    feed(entity).refreshWanted();
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feedOfMessage,
      final MutableDirectBuffer buffer,
      final int offset,
      final int length) {
    final InstrumentFeed feed = feed(entity);
    feed.raiseEpoch(epoch);
    feed.changed();
    publish(feed, epoch, feedOfMessage, buffer, offset, length);
  }

  @Override
  public void onReply(
      final long requestId, final MutableDirectBuffer buffer, final int offset, final int length) {
    final InstrumentFeed feed = byRequest.get(requestId);
    if (feed == null) {
      return;
    }
    if (isUndefined(buffer, offset, length)) {
      // Nothing to refresh, nor a reason to keep it awake: its definition will be data like others.
      onInstrumentStopped(feed.entity());
      return;
    }
    final int template = publish(feed, feed.epoch(), MDFeed.NULL_VAL, buffer, offset, length);
    if (isComplete(template, buffer, offset) && feed.answered()) {
      counters.refreshes.increment();
      requests.close(requestId);
      byRequest.remove(requestId);
      feed.refreshEnded(true);
    }
  }

  /** An instrument that nobody has defined answers that it is not there. */
  private boolean isUndefined(final DirectBuffer buffer, final int offset, final int length) {
    return length >= SHORTEST
        && header.wrap(buffer, offset).schemaId() == AdminReplyDecoder.SCHEMA_ID
        && header.templateId() == AdminReplyDecoder.TEMPLATE_ID;
  }

  private boolean isComplete(final int template, final DirectBuffer buffer, final int offset) {
    return switch (template) {
      case FullRefreshByPriceDecoder.TEMPLATE_ID -> {
        byPrice.wrapAndApplyHeader(buffer, offset, header);
        yield byPrice.currentChunk() >= byPrice.noChunks();
      }
      case FullRefreshByOrderDecoder.TEMPLATE_ID -> {
        byOrder.wrapAndApplyHeader(buffer, offset, header);
        yield byOrder.currentChunk() >= byOrder.noChunks();
      }
      case TopOfBookDecoder.TEMPLATE_ID, SecurityDefinitionDecoder.TEMPLATE_ID -> true;
      default -> false;
    };
  }

  @Override
  public void onRequestRefused(final long requestId, final int retryAfterMillis) {
    final InstrumentFeed feed = byRequest.remove(requestId);
    if (feed != null) {
      counters.refreshesFailed.increment();
      feed.refreshEnded(false);
    }
  }

  /** Time has passed: refreshes and definitions that are due, tops that wait. Returns work done. */
  public int onTick(final long nowNanos) {
    requests.expire(queue, nowNanos, requestId -> onRequestRefused(requestId, 0));
    int work = sendUnsentTops();
    if (nowNanos - definitionsAtNanos >= config.definitionsNanos()) {
      definitionsAtNanos = nowNanos;
      work += sendDefinitions();
    }
    // Round robin, so that with many instruments each has its turn.
    for (int i = 0; i < inOrder.size() && byRequest.size() < config.refreshesMax(); i++) {
      nextToRefresh = (nextToRefresh + 1) % inOrder.size();
      final InstrumentFeed feed = inOrder.get(nextToRefresh);
      if (feed.isRefreshDue(config, nowNanos)) {
        work += askRefresh(feed, nowNanos);
      }
    }
    return work;
  }

  private int askRefresh(final InstrumentFeed feed, final long nowNanos) {
    final long requestId = requests.open(queue, nowNanos + config.refreshTimeoutNanos());
    if (requestId == 0) {
      return 0;
    }
    byRequest.put(requestId, feed);
    feed.refreshAsked(requestId, REFRESH_ANSWERS, nowNanos);
    entities.query(feed.entity(), requestId, query, 0, query.capacity());
    return 1;
  }

  private int sendDefinitions() {
    for (final InstrumentFeed feed : inOrder) {
      final InstrumentFeed.Kept definition = feed.definition();
      if (!definition.isEmpty()) {
        stamp(definition.buffer(), 0, feed.epoch());
        send(AeronChannels.DEFINITIONS_STREAM, definition.buffer(), 0, definition.length());
      }
    }
    return inOrder.size();
  }

  private int sendUnsentTops() {
    final int before = unsentTops.size();
    unsentTops.removeIf(
        feed -> {
          final InstrumentFeed.Kept top = feed.unsentTop();
          final MarketDataSink.Sent sent =
              sink.send(AeronChannels.TOP_STREAM, top.buffer(), 0, top.length());
          if (sent == MarketDataSink.Sent.LATER) {
            return false;
          }
          count(sent);
          top.clear();
          return true;
        });
    return before - unsentTops.size();
  }

  /** Returns the message's template, or 0 if it has none that is known. */
  private int publish(
      final InstrumentFeed feed,
      final long epoch,
      final MDFeed feedOfMessage,
      final MutableDirectBuffer buffer,
      final int offset,
      final int length) {
    final int template = length < SHORTEST ? 0 : header.wrap(buffer, offset).templateId();
    final int stream = stream(template, feedOfMessage);
    if (stream == NO_STREAM) {
      counters.unknown.increment();
      return 0;
    }
    stamp(buffer, offset, epoch);
    if (stream == AeronChannels.DEFINITIONS_STREAM) {
      feed.definition().put(buffer, offset, length);
    }
    if (stream != AeronChannels.BY_ORDER_STREAM
        && stream != AeronChannels.FULL_REFRESH_BY_ORDER_STREAM
        && stream != AeronChannels.POOL_STREAM) {
      watchers.offerMarketData(feed.entity(), buffer, offset, length);
    }
    if (stream == AeronChannels.TOP_STREAM) {
      sendTop(feed, buffer, offset, length);
    } else {
      send(stream, buffer, offset, length);
    }
    return template;
  }

  private void sendTop(
      final InstrumentFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    final InstrumentFeed.Kept unsent = feed.unsentTop();
    final MarketDataSink.Sent sent = sink.send(AeronChannels.TOP_STREAM, buffer, offset, length);
    if (sent == MarketDataSink.Sent.LATER) {
      if (unsent.isEmpty()) {
        unsentTops.add(feed);
      } else {
        counters.conflated.increment();
      }
      unsent.put(buffer, offset, length);
      return;
    }
    count(sent);
    if (!unsent.isEmpty()) {
      counters.conflated.increment();
      unsent.clear();
      unsentTops.remove(feed);
    }
  }

  private void send(
      final int stream, final DirectBuffer buffer, final int offset, final int length) {
    count(sink.send(stream, buffer, offset, length));
  }

  private void count(final MarketDataSink.Sent sent) {
    switch (sent) {
      case YES -> counters.published.increment();
      case LATER -> counters.dropped.increment();
      case UNHEARD -> counters.unheard.increment();
    }
  }

  private static void stamp(final MutableDirectBuffer buffer, final int offset, final long epoch) {
    buffer.putLong(offset + EPOCH, epoch, ByteOrder.LITTLE_ENDIAN);
  }

  private static int stream(final int template, final MDFeed feed) {
    return switch (template) {
      case TopOfBookDecoder.TEMPLATE_ID -> AeronChannels.TOP_STREAM;
      case IncrementalRefreshByPriceDecoder.TEMPLATE_ID -> AeronChannels.BY_PRICE_STREAM;
      case IncrementalRefreshByOrderDecoder.TEMPLATE_ID -> AeronChannels.BY_ORDER_STREAM;
      case FullRefreshByPriceDecoder.TEMPLATE_ID -> AeronChannels.FULL_REFRESH_BY_PRICE_STREAM;
      case FullRefreshByOrderDecoder.TEMPLATE_ID -> AeronChannels.FULL_REFRESH_BY_ORDER_STREAM;
      case SecurityDefinitionDecoder.TEMPLATE_ID -> AeronChannels.DEFINITIONS_STREAM;
      case PoolTopsDecoder.TEMPLATE_ID -> AeronChannels.POOL_STREAM;
      case SecurityStatusDecoder.TEMPLATE_ID, TradeAmendmentDecoder.TEMPLATE_ID ->
          switch (feed) {
            case TOP -> AeronChannels.TOP_STREAM;
            case BY_PRICE -> AeronChannels.BY_PRICE_STREAM;
            case BY_ORDER -> AeronChannels.BY_ORDER_STREAM;
            case SBE_UNKNOWN, NULL_VAL -> NO_STREAM;
          };
      default -> NO_STREAM;
    };
  }

  private InstrumentFeed feed(final long entity) {
    InstrumentFeed feed = feeds.get(entity);
    if (feed == null) {
      feed = new InstrumentFeed(entity);
      feeds.put(entity, feed);
      inOrder.add(feed);
      counters.instruments.increment();
    }
    return feed;
  }
}
