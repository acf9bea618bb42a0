package io.qanat.client;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.marketdata.MDFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.CloseHelper;

/**
 * Subscribes to the hub's market data and keeps books from it. Not thread-safe and without threads:
 * call {@link #poll()} often. It joins at any time, and what is lost on the way is mended from the
 * full-refresh streams.
 */
public final class MarketDataClient implements AutoCloseable {
  private static final int FRAGMENTS_MAX = 64;

  private final BookBuilder books;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<FragmentAssembler> assemblers = new ArrayList<>();

  private MarketDataClient(
      final Aeron aeron,
      final String channel,
      final Set<MDFeed> feeds,
      final MarketDataListener listener) {
    books = new BookBuilder(listener);
    // Increments before refreshes: what a refresh is ahead of is then mostly applied already.
    if (feeds.contains(MDFeed.TOP)) {
      subscribe(aeron, channel, AeronChannels.TOP_STREAM);
    }
    if (feeds.contains(MDFeed.BY_PRICE)) {
      subscribe(aeron, channel, AeronChannels.BY_PRICE_STREAM);
    }
    if (feeds.contains(MDFeed.BY_ORDER)) {
      subscribe(aeron, channel, AeronChannels.BY_ORDER_STREAM);
    }
    if (feeds.contains(MDFeed.BY_PRICE)) {
      subscribe(aeron, channel, AeronChannels.FULL_REFRESH_BY_PRICE_STREAM);
    }
    if (feeds.contains(MDFeed.BY_ORDER)) {
      subscribe(aeron, channel, AeronChannels.FULL_REFRESH_BY_ORDER_STREAM);
    }
    subscribe(aeron, channel, AeronChannels.DEFINITIONS_STREAM);
  }

  /**
   * Subscribes.
   *
   * @param aeron stays the caller's
   * @param localHost address of the client's interface towards the hub
   * @param controlPort usually {@link AeronChannels#MARKET_DATA_CONTROL_PORT}
   * @param feeds what is wanted; definitions come with any
   */
  public static MarketDataClient connect(
      final Aeron aeron,
      final String localHost,
      final String hubHost,
      final int controlPort,
      final Set<MDFeed> feeds,
      final MarketDataListener listener) {
    return new MarketDataClient(
        aeron,
        AeronChannels.marketDataSubscription(localHost, hubHost, controlPort),
        feeds,
        listener);
  }

  private void subscribe(final Aeron aeron, final String channel, final int streamId) {
    subscriptions.add(aeron.addSubscription(channel, streamId));
    assemblers.add(new FragmentAssembler(books));
  }

  /** The books. */
  public BookBuilder books() {
    return books;
  }

  /** Whether every subscribed stream has its publisher. */
  public boolean isConnected() {
    return subscriptions.stream().allMatch(Subscription::isConnected);
  }

  /**
   * Receives what has come.
   *
   * @return how many fragments there were; 0: idle
   */
  public int poll() {
    int work = 0;
    for (int i = 0; i < subscriptions.size(); i++) {
      work += subscriptions.get(i).poll(assemblers.get(i), FRAGMENTS_MAX);
    }
    return work;
  }

  @Override
  public void close() {
    CloseHelper.closeAll(subscriptions);
  }
}
