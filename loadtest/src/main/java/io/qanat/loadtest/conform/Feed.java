package io.qanat.loadtest.conform;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.qanat.client.BookBuilder;
import io.qanat.client.BookByOrder;
import io.qanat.client.BookByPrice;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * One subscriber of all market data, who keeps what came of one instrument and can lose a message
 * on purpose.
 */
public final class Feed implements MarketDataListener, AutoCloseable {
  /** A public trade: ticks and units are the case's to work out. */
  public record Trade(long tradeId, long price, long size, Side aggressorSide) {}

  private static final int[] STREAMS = {
    AeronChannels.TOP_STREAM,
    AeronChannels.BY_PRICE_STREAM,
    AeronChannels.BY_ORDER_STREAM,
    AeronChannels.FULL_REFRESH_BY_PRICE_STREAM,
    AeronChannels.FULL_REFRESH_BY_ORDER_STREAM,
    AeronChannels.DEFINITIONS_STREAM
  };
  private static final int FRAGMENTS_MAX = 64;
  private static final int RPT_SEQ = TopOfBookDecoder.rptSeqEncodingOffset();

  private final long securityId;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<FragmentAssembler> assemblers = new ArrayList<>();
  private final BookBuilder books = new BookBuilder(this);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final List<Trade> trades = new ArrayList<>();
  private final Map<MDFeed, List<Long>> numbers = new EnumMap<>(MDFeed.class);
  private final Map<MDFeed, Integer> stale = new EnumMap<>(MDFeed.class);
  private final Set<MDFeed> losing = EnumSet.noneOf(MDFeed.class);
  private TopOfBookDecoder top;
  private Instrument definition;
  private int definitions;

  Feed(final Target target, final long securityId) {
    this.securityId = securityId;
    for (final MDFeed feed : List.of(MDFeed.BY_PRICE, MDFeed.BY_ORDER)) {
      numbers.put(feed, new ArrayList<>());
      stale.put(feed, 0);
    }
    for (final int stream : STREAMS) {
      subscriptions.add(
          target
              .aeron()
              .addSubscription(
                  AeronChannels.marketDataSubscription(
                      target.localHost(), target.host(), target.marketDataPort()),
                  stream));
      assemblers.add(
          new FragmentAssembler((buffer, offset, length, ignored) -> on(buffer, offset, length)));
    }
  }

  int poll() {
    int work = 0;
    for (int i = 0; i < subscriptions.size(); i++) {
      work += subscriptions.get(i).poll(assemblers.get(i), FRAGMENTS_MAX);
    }
    return work;
  }

  private void on(final DirectBuffer buffer, final int offset, final int length) {
    final int templateId = header.wrap(buffer, offset).templateId();
    final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final boolean ours = buffer.getLong(block, ByteOrder.LITTLE_ENDIAN) == securityId;
    if (!ours) {
      return;
    }
    if (templateId == SecurityDefinitionDecoder.TEMPLATE_ID) {
      definitions++;
    } else if (templateId == IncrementalRefreshByPriceDecoder.TEMPLATE_ID
        || templateId == IncrementalRefreshByOrderDecoder.TEMPLATE_ID) {
      final MDFeed feed =
          templateId == IncrementalRefreshByPriceDecoder.TEMPLATE_ID
              ? MDFeed.BY_PRICE
              : MDFeed.BY_ORDER;
      if (losing.remove(feed)) {
        return;
      }
      numbers.get(feed).add(buffer.getLong(block + RPT_SEQ, ByteOrder.LITTLE_ENDIAN));
    }
    books.onFragment(buffer, offset, length, null);
  }

  /** Drops the next increment of both books as if the network had lost them. */
  public void loseOneOfEach() {
    losing.addAll(List.of(MDFeed.BY_PRICE, MDFeed.BY_ORDER));
  }

  /** Whether one of these is still to be lost. */
  public boolean isLosing() {
    return !losing.isEmpty();
  }

  /** Whether both books are whole and current. */
  public boolean isLive() {
    return byPrice() != null && byPrice().isLive() && byOrder() != null && byOrder().isLive();
  }

  /** The levels, or null if nothing was heard. */
  public BookByPrice byPrice() {
    return books.byPrice(securityId);
  }

  /** The orders, or null if nothing was heard. */
  public BookByOrder byOrder() {
    return books.byOrder(securityId);
  }

  /** The last top of book, or null. */
  public TopOfBookDecoder top() {
    return top;
  }

  /** The last definition, or null. */
  public Instrument definition() {
    return definition;
  }

  /** How often the definition came. */
  public int definitions() {
    return definitions;
  }

  /** Public trades so far. */
  public List<Trade> trades() {
    return trades;
  }

  /** RptSeq of every increment so far. */
  public List<Long> numbers(final MDFeed feed) {
    return numbers.get(feed);
  }

  /** How often a loss was noticed. */
  public int stale(final MDFeed feed) {
    return stale.get(feed);
  }

  /** Frames that were no market data. */
  public long malformed() {
    return books.malformedFrames();
  }

  @Override
  public void onTop(final TopOfBookDecoder newTop) {
    final byte[] copy = new byte[MessageHeaderDecoder.ENCODED_LENGTH + newTop.encodedLength()];
    newTop.buffer().getBytes(newTop.offset() - MessageHeaderDecoder.ENCODED_LENGTH, copy);
    top =
        new TopOfBookDecoder()
            .wrapAndApplyHeader(
                new org.agrona.concurrent.UnsafeBuffer(copy), 0, new MessageHeaderDecoder());
  }

  @Override
  public void onDefinition(final SecurityDefinitionDecoder newDefinition) {
    definition = Instrument.of(newDefinition);
  }

  @Override
  public void onTrade(
      final long security,
      final long tradeId,
      final long price,
      final long size,
      final Side aggressorSide,
      final long transactTime) {
    trades.add(new Trade(tradeId, price, size, aggressorSide));
  }

  @Override
  public void onStale(final long security, final MDFeed feed) {
    stale.merge(feed, 1, Integer::sum);
  }

  @Override
  public void close() {
    CloseHelper.closeAll(subscriptions);
  }
}
