package io.qanat.client;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.FullRefreshByOrderEncoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderEncoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.SecurityStatusEncoder;
import io.qanat.codecs.marketdata.TradeAmendmentEncoder;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** A sender of market data with a naive book of its own; each act yields the frames it would. */
final class FakeFeed {
  private static final int CHUNK = 3;

  /** An order of the naive book. */
  record Order(long id, long priority, long price, long size, Side side) {}

  private final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  final long securityId;
  final Map<Long, Order> orders = new LinkedHashMap<>();
  long epoch = 1;
  long byPriceSeq;
  long byOrderSeq;
  private long nextId = 1;
  private long nextTradeId = 1;

  FakeFeed(final long securityId) {
    this.securityId = securityId;
  }

  List<byte[]> add(final Side side, final long price, final long size) {
    final Order order = new Order(nextId, nextId, price, size, side);
    nextId++;
    orders.put(order.id, order);
    return List.of(level(side, price, 0), entry(order, MDUpdateAction.NEW, 0));
  }

  List<byte[]> reduce(final long id, final long by, final boolean traded) {
    final Order old = orders.get(id);
    final long left = Math.max(0, old.size - by);
    final Order order = new Order(id, old.priority, old.price, left, old.side);
    if (left == 0) {
      orders.remove(id);
    } else {
      orders.put(id, order);
    }
    final long quantity = traded ? old.size - left : 0;
    return List.of(
        level(old.side, old.price, quantity),
        entry(order, left == 0 ? MDUpdateAction.DELETE : MDUpdateAction.CHANGE, quantity));
  }

  List<byte[]> status(final SecurityTradingStatus status) {
    return status(status, TradingPhase.CONTINUOUS, Fixed8.NULL, 0, 0);
  }

  List<byte[]> status(
      final SecurityTradingStatus status,
      final TradingPhase phase,
      final long indicativePx,
      final long indicativeQty,
      final long imbalanceQty) {
    final List<byte[]> frames = new ArrayList<>();
    for (final MDFeed feed : new MDFeed[] {MDFeed.BY_PRICE, MDFeed.BY_ORDER}) {
      frames.add(
          frame(
              new SecurityStatusEncoder()
                  .wrapAndApplyHeader(out, 0, header)
                  .securityId(securityId)
                  .epoch(epoch)
                  .rptSeq(feed == MDFeed.BY_PRICE ? ++byPriceSeq : ++byOrderSeq)
                  .transactTime(1)
                  .securityTradingStatus(status)
                  .feed(feed)
                  .tradingPhase(phase)
                  .indicativePx(indicativePx)
                  .indicativeQty(indicativeQty)
                  .imbalanceQty(imbalanceQty)
                  .auctionPx(Fixed8.NULL)
                  .nextPhaseAt(0)
                  .encodedLength()));
    }
    return frames;
  }

  List<byte[]> amend(final long tradeId, final long price, final long size) {
    final List<byte[]> frames = new ArrayList<>();
    for (final MDFeed feed : new MDFeed[] {MDFeed.BY_PRICE, MDFeed.BY_ORDER}) {
      frames.add(
          frame(
              new TradeAmendmentEncoder()
                  .wrapAndApplyHeader(out, 0, header)
                  .securityId(securityId)
                  .epoch(epoch)
                  .rptSeq(feed == MDFeed.BY_PRICE ? ++byPriceSeq : ++byOrderSeq)
                  .transactTime(1)
                  .tradeId(tradeId)
                  .price(price)
                  .size(size)
                  .updateAction(size == 0 ? MDUpdateAction.DELETE : MDUpdateAction.CHANGE)
                  .feed(feed)
                  .encodedLength()));
    }
    return frames;
  }

  private byte[] level(final Side side, final long price, final long tradedQty) {
    final var encoder =
        new IncrementalRefreshByPriceEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .securityId(securityId)
            .epoch(epoch)
            .rptSeq(++byPriceSeq)
            .transactTime(1)
            .endOfEvent(Bool.YES);
    final List<Order> rest =
        orders.values().stream().filter(o -> o.side == side && o.price == price).toList();
    encoder
        .entriesCount(1)
        .next()
        .price(price)
        .size(rest.stream().mapToLong(Order::size).sum())
        .numberOfOrders(rest.size())
        .side(side)
        .updateAction(rest.isEmpty() ? MDUpdateAction.DELETE : MDUpdateAction.CHANGE);
    if (tradedQty > 0) {
      encoder
          .tradesCount(1)
          .next()
          .tradeId(nextTradeId)
          .price(price)
          .size(tradedQty)
          .aggressorSide(side == Side.BUY ? Side.SELL : Side.BUY);
    } else {
      encoder.tradesCount(0);
    }
    return frame(encoder.encodedLength());
  }

  private byte[] entry(final Order order, final MDUpdateAction action, final long tradedQty) {
    final var encoder =
        new IncrementalRefreshByOrderEncoder()
            .wrapAndApplyHeader(out, 0, header)
            .securityId(securityId)
            .epoch(epoch)
            .rptSeq(++byOrderSeq)
            .transactTime(1)
            .endOfEvent(Bool.YES);
    encoder
        .entriesCount(1)
        .next()
        .mdOrderId(order.id)
        .mdOrderPriority(order.priority)
        .price(order.price)
        .size(order.size)
        .tradeId(tradedQty > 0 ? nextTradeId++ : 0)
        .tradedQty(tradedQty)
        .side(order.side)
        .updateAction(action);
    return frame(encoder.encodedLength());
  }

  List<byte[]> refreshByPrice(final SecurityTradingStatus status) {
    final List<long[]> levels = new ArrayList<>();
    for (final Side side : new Side[] {Side.BUY, Side.SELL}) {
      byLevel(side)
          .forEach((price, sums) -> levels.add(new long[] {side.value(), price, sums[0], sums[1]}));
    }
    final List<byte[]> frames = new ArrayList<>();
    final int chunks = Math.max(1, (levels.size() + CHUNK - 1) / CHUNK);
    for (int i = 0; i < chunks; i++) {
      final List<long[]> part = levels.subList(i * CHUNK, Math.min(levels.size(), (i + 1) * CHUNK));
      final var encoder =
          new FullRefreshByPriceEncoder()
              .wrapAndApplyHeader(out, 0, header)
              .securityId(securityId)
              .epoch(epoch)
              .rptSeq(byPriceSeq)
              .transactTime(1)
              .currentChunk(i + 1)
              .noChunks(chunks)
              .lastPx(FullRefreshByPriceEncoder.lastPxNullValue())
              .totalVolume(0)
              .securityTradingStatus(status)
              .tradingPhase(TradingPhase.CONTINUOUS)
              .indicativePx(Fixed8.NULL)
              .indicativeQty(0)
              .imbalanceQty(0);
      final var entries = encoder.entriesCount(part.size());
      for (final long[] level : part) {
        entries
            .next()
            .price(level[1])
            .size(level[2])
            .numberOfOrders((int) level[3])
            .side(Side.get((byte) level[0]));
      }
      frames.add(frame(encoder.encodedLength()));
    }
    return frames;
  }

  List<byte[]> refreshByOrder(final SecurityTradingStatus status) {
    final List<Order> all = List.copyOf(orders.values());
    final List<byte[]> frames = new ArrayList<>();
    final int chunks = Math.max(1, (all.size() + CHUNK - 1) / CHUNK);
    for (int i = 0; i < chunks; i++) {
      final List<Order> part = all.subList(i * CHUNK, Math.min(all.size(), (i + 1) * CHUNK));
      final var encoder =
          new FullRefreshByOrderEncoder()
              .wrapAndApplyHeader(out, 0, header)
              .securityId(securityId)
              .epoch(epoch)
              .rptSeq(byOrderSeq)
              .transactTime(1)
              .currentChunk(i + 1)
              .noChunks(chunks)
              .securityTradingStatus(status)
              .tradingPhase(TradingPhase.CONTINUOUS)
              .indicativePx(Fixed8.NULL)
              .indicativeQty(0)
              .imbalanceQty(0);
      final var entries = encoder.entriesCount(part.size());
      for (final Order order : part) {
        entries
            .next()
            .mdOrderId(order.id)
            .mdOrderPriority(order.priority)
            .price(order.price)
            .size(order.size)
            .side(order.side);
      }
      frames.add(frame(encoder.encodedLength()));
    }
    return frames;
  }

  private SortedMap<Long, long[]> byLevel(final Side side) {
    final Comparator<Long> best =
        side == Side.BUY ? Comparator.reverseOrder() : Comparator.naturalOrder();
    final TreeMap<Long, long[]> levels = new TreeMap<>(best);
    for (final Order order : orders.values()) {
      if (order.side == side) {
        final long[] sums = levels.computeIfAbsent(order.price, price -> new long[2]);
        sums[0] += order.size;
        sums[1]++;
      }
    }
    return levels;
  }

  /** The book by price as text, best first. */
  String byPrice() {
    final StringBuilder text = new StringBuilder();
    for (final Side side : new Side[] {Side.BUY, Side.SELL}) {
      byLevel(side)
          .forEach(
              (price, sums) ->
                  text.append("%s %d %d/%d%n".formatted(side, price, sums[0], sums[1])));
    }
    return text.toString();
  }

  /** The book by order as text, in the order served. */
  String byOrder() {
    final StringBuilder text = new StringBuilder();
    for (final Side side : new Side[] {Side.BUY, Side.SELL}) {
      final Comparator<Order> byPrice = Comparator.comparingLong(Order::price);
      orders.values().stream()
          .filter(order -> order.side == side)
          .sorted((side == Side.BUY ? byPrice.reversed() : byPrice).thenComparing(Order::priority))
          .forEach(o -> text.append("%s %d %d#%d%n".formatted(side, o.price, o.size, o.id)));
    }
    return text.toString();
  }

  static String byPrice(final BookByPrice book) {
    final StringBuilder text = new StringBuilder();
    for (final Side side : new Side[] {Side.BUY, Side.SELL}) {
      for (int i = 0; i < book.levels(side); i++) {
        text.append(
            "%s %d %d/%d%n"
                .formatted(
                    side, book.price(side, i), book.size(side, i), book.numberOfOrders(side, i)));
      }
    }
    return text.toString();
  }

  static String byOrder(final BookByOrder book) {
    final StringBuilder text = new StringBuilder();
    for (final Side side : new Side[] {Side.BUY, Side.SELL}) {
      for (final BookByOrder.BookOrder o : book.orders(side)) {
        text.append("%s %d %d#%d%n".formatted(side, o.price(), o.size(), o.mdOrderId()));
      }
    }
    return text.toString();
  }

  private byte[] frame(final int encodedLength) {
    final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
    out.getBytes(0, frame);
    return frame;
  }
}
