package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/**
 * Follows the by-order feed of every instrument as it leaves the nodes, before anything can be
 * lost, and requires of each event: numbers without a gap, what comes again is what it was, who is
 * executed is first in its queue, no side crosses the other while trading is continuous.
 */
final class BookWatch {
  private record Resting(long mdOrderId, long priority, long price, Side side) {}

  private static final Comparator<Resting> BIDS =
      Comparator.comparingLong((Resting r) -> r.price)
          .reversed()
          .thenComparingLong(r -> r.priority);
  private static final Comparator<Resting> OFFERS =
      Comparator.comparingLong((Resting r) -> r.price).thenComparingLong(r -> r.priority);

  private static final class Book {
    private final TreeSet<Resting> bids = new TreeSet<>(BIDS);
    private final TreeSet<Resting> offers = new TreeSet<>(OFFERS);
    private final Map<Long, Resting> byId = new HashMap<>();
    private TradingPhase phase = TradingPhase.CONTINUOUS;
    private long epoch;
    private long rptSeq;

    NavigableSet<Resting> side(final Side side) {
      return side == Side.BUY ? bids : offers;
    }

    void remove(final long mdOrderId) {
      final Resting resting = byId.remove(mdOrderId);
      if (resting != null) {
        side(resting.side).remove(resting);
      }
    }
  }

  private final TradingWorld world;
  private final Map<Long, Book> books = new TreeMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final SecurityStatusDecoder status = new SecurityStatusDecoder();
  private final IncrementalRefreshByOrderDecoder increment = new IncrementalRefreshByOrderDecoder();

  BookWatch(final TradingWorld world) {
    this.world = world;
  }

  /** A message has left a node; the epoch is its owner's. */
  void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset) {
    if (feed != MDFeed.BY_ORDER) {
      return;
    }
    final Book book = books.computeIfAbsent(entity, e -> new Book());
    final long rptSeq =
        buffer.getLong(
            offset
                + MessageHeaderDecoder.ENCODED_LENGTH
                + IncrementalRefreshByOrderDecoder.rptSeqEncodingOffset(),
            ByteOrder.LITTLE_ENDIAN);
    if (epoch < book.epoch || rptSeq <= book.rptSeq) {
      return;
    }
    book.epoch = epoch;
    if (rptSeq != book.rptSeq + 1) {
      throw fail(entity, "by-order message " + rptSeq + " follows " + book.rptSeq);
    }
    book.rptSeq = rptSeq;
    if (header.wrap(buffer, offset).templateId() == SecurityStatusDecoder.TEMPLATE_ID) {
      book.phase = status.wrapAndApplyHeader(buffer, offset, header).tradingPhase();
    } else if (header.templateId() == IncrementalRefreshByOrderDecoder.TEMPLATE_ID) {
      increment.wrapAndApplyHeader(buffer, offset, header);
      apply(entity, book);
    }
  }

  private void apply(final long entity, final Book book) {
    final boolean endOfEvent = increment.endOfEvent() == Bool.YES;
    for (final IncrementalRefreshByOrderDecoder.EntriesDecoder entry : increment.entries()) {
      final long mdOrderId = entry.mdOrderId();
      if (entry.tradeId() != 0 && book.byId.containsKey(mdOrderId)) {
        final Resting first = book.side(entry.side()).first();
        if (first.mdOrderId != mdOrderId) {
          throw fail(
              entity,
              "order "
                  + mdOrderId
                  + " was executed before order "
                  + first.mdOrderId
                  + ", which is first");
        }
      }
      if (entry.updateAction() == MDUpdateAction.DELETE) {
        book.remove(mdOrderId);
      } else if (entry.updateAction() != MDUpdateAction.TRADE) {
        book.remove(mdOrderId);
        final Resting resting =
            new Resting(mdOrderId, entry.mdOrderPriority(), entry.price(), entry.side());
        book.byId.put(mdOrderId, resting);
        book.side(resting.side).add(resting);
      }
    }
    if (endOfEvent
        && book.phase == TradingPhase.CONTINUOUS
        && !book.bids.isEmpty()
        && !book.offers.isEmpty()) {
      final long bid = book.bids.first().price;
      final long offer = book.offers.first().price;
      if (bid >= offer) {
        throw fail(
            entity, "the book is crossed: " + Fixed8.format(bid) + " for " + Fixed8.format(offer));
      }
    }
  }

  /** Orders that everybody sees now. */
  int orders(final long entity) {
    final Book book = books.get(entity);
    return book == null ? 0 : book.byId.size();
  }

  private AssertionError fail(final long entity, final String what) {
    return world.failure(EntityKey.toString(entity) + ": " + what);
  }
}
