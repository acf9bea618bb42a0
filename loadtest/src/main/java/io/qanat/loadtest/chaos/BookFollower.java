package io.qanat.loadtest.chaos;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.qanat.client.BookBuilder;
import io.qanat.client.BookByOrder.BookOrder;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * Keeps the by-order books of all instruments from what every node publishes, as a subscriber does:
 * of two publications of one instrument the one with the greater epoch counts. One thread.
 */
final class BookFollower implements MarketDataListener, AutoCloseable {
  private static final int FRAGMENTS_MAX = 64;

  private final BookBuilder books = new BookBuilder(this);
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<FragmentAssembler> assemblers = new ArrayList<>();
  private final Map<Long, Boolean> current = new HashMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final IncrementalRefreshByOrderDecoder increment = new IncrementalRefreshByOrderDecoder();
  private long gaps;
  private long epoch;
  private volatile int owner;

  BookFollower(final Aeron aeron, final Nodes nodes) {
    for (int node = 1; node <= nodes.countWithGuests(); node++) {
      final String channel =
          AeronChannels.marketDataSubscription(
              nodes.network().localAddress(),
              nodes.network().address(node),
              Nodes.MARKET_DATA_PORT);
      final int publisher = node;
      subscribe(
          aeron,
          channel,
          AeronChannels.BY_ORDER_STREAM,
          (buffer, offset, length, frame) -> {
            noteOwner(publisher, buffer, offset);
            books.onFragment(buffer, offset, length, frame);
          });
      subscribe(aeron, channel, AeronChannels.FULL_REFRESH_BY_ORDER_STREAM, books);
    }
  }

  private void subscribe(
      final Aeron aeron, final String channel, final int streamId, final FragmentHandler handler) {
    subscriptions.add(aeron.addSubscription(channel, streamId));
    assemblers.add(new FragmentAssembler(handler));
  }

  private void noteOwner(final int node, final DirectBuffer buffer, final int offset) {
    if (header.wrap(buffer, offset).templateId() == IncrementalRefreshByOrderDecoder.TEMPLATE_ID) {
      increment.wrapAndApplyHeader(buffer, offset, header);
      if (increment.securityId() == Executions.BUSIEST && increment.epoch() >= epoch) {
        epoch = increment.epoch();
        owner = node;
      }
    }
  }

  /** The node that publishes the busiest instrument; 0: none has yet. From any thread. */
  int owner() {
    return owner;
  }

  int work() {
    int work = 0;
    for (int i = 0; i < subscriptions.size(); i++) {
      work += subscriptions.get(i).poll(assemblers.get(i), FRAGMENTS_MAX);
    }
    return work;
  }

  @Override
  public void onBook(final long securityId, final MDFeed feed) {
    current.put(securityId, true);
  }

  @Override
  public void onStale(final long securityId, final MDFeed feed) {
    gaps++;
    current.put(securityId, false);
  }

  /** How often a book had to wait for a full refresh. */
  long gaps() {
    return gaps;
  }

  /** Orders of an instrument by their public name; null: its book is not whole now. */
  SortedMap<Long, BookOrder> orders(final long securityId) {
    return Boolean.TRUE.equals(current.get(securityId)) ? orders(books, securityId) : null;
  }

  /** Orders of an instrument by their public name. */
  static SortedMap<Long, BookOrder> orders(final BookBuilder builder, final long securityId) {
    final SortedMap<Long, BookOrder> orders = new TreeMap<>();
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      builder
          .byOrder(securityId)
          .orders(side)
          .forEach(order -> orders.put(order.mdOrderId(), order));
    }
    return orders;
  }

  @Override
  public void close() {
    CloseHelper.closeAll(subscriptions);
  }
}
