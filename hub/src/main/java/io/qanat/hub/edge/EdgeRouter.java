package io.qanat.hub.edge;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.core.SessionKey;
import io.qanat.sharding.SessionOf;
import org.agrona.DirectBuffer;

/**
 * Takes what leaves entities, on their threads, to where it belongs: reports to the gateway's
 * queue, answers and refusals to whoever asked, market data to the publisher's queue. Those who
 * watch an account are shown its reports besides. Never blocks.
 */
public final class EdgeRouter implements Edge {
  private final SessionQueue sessions;
  private final Requests requests;
  private final MarketDataQueue marketData;
  private final WatchQueue watchers;
  private final EdgeCounters counters;

  /** Routes to these; all of them may be in use before and after. */
  public EdgeRouter(
      final SessionQueue sessions,
      final Requests requests,
      final MarketDataQueue marketData,
      final WatchQueue watchers,
      final EdgeCounters counters) {
    this.sessions = sessions;
    this.requests = requests;
    this.marketData = marketData;
    this.watchers = watchers;
    this.counters = counters;
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    watchers.offerReport(buffer, offset, length);
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
  public void onAccountMoved(final long entity) {
    sessions.doubt();
  }

  @Override
  public void onInstrumentStopped(final long entity) {
    marketData.offerStopped(entity);
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
    final long sessionKey = SessionOf.input(input, offset, length);
    if (sessionKey == SessionKey.NONE) {
      counters.refusalsDropped.increment();
    } else {
      sessions.offerRefused(entity, sessionKey, refusal, retryAfterMillis, input, offset, length);
    }
  }
}
