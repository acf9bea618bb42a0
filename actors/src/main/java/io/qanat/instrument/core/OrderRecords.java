package io.qanat.instrument.core;

import io.qanat.codecs.entity.InstrumentSnapshotOrdersDecoder;
import io.qanat.codecs.entity.InstrumentSnapshotOrdersEncoder;
import io.qanat.codecs.entity.InstrumentSnapshotPositionsDecoder;
import io.qanat.codecs.entity.InstrumentSnapshotPositionsEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Hash64;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The orders and positions of a book in snapshots and hashes: those of the book, bids before
 * offers, from best to worst, in priority; then those that wait, by arrival; then positions by
 * account.
 */
final class OrderRecords {
  private static final int RECORD_BYTES_MAX = 32 * 1024;
  private static final int ORDERS_MAX =
      (RECORD_BYTES_MAX
              - MessageHeaderEncoder.ENCODED_LENGTH
              - InstrumentSnapshotOrdersEncoder.OrdersEncoder.sbeHeaderSize())
          / InstrumentSnapshotOrdersEncoder.OrdersEncoder.sbeBlockLength();
  private static final int POSITIONS_MAX =
      (RECORD_BYTES_MAX
              - MessageHeaderEncoder.ENCODED_LENGTH
              - InstrumentSnapshotPositionsEncoder.PositionsEncoder.sbeHeaderSize())
          / InstrumentSnapshotPositionsEncoder.PositionsEncoder.sbeBlockLength();
  private static final short IN_THE_BOOK = 0;
  private static final short WAITS_FOR_TRIGGER = 1;
  private static final short WAITS_FOR_AUCTION = 2;
  private static final short WAITS_FOR_CLOSE = 3;

  private final OrderBook book;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  OrderRecords(final OrderBook book) {
    this.book = book;
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, book.orderCount());
    final BookCursor cursor = new BookCursor(book);
    for (Order order = cursor.nextOrder(); order != null; order = cursor.nextOrder()) {
      hash = hash(hash, order);
    }
    for (final Order order : book.waitingOrders()) {
      hash = hash(hash, order);
    }
    for (final AccountOrders account : positions()) {
      hash = Hash64.mix(Hash64.mix(hash, account.account), account.position);
    }
    return hash;
  }

  private static long hash(final long seed, final Order order) {
    long hash = Hash64.mix(seed, order.orderId());
    hash = Hash64.mix(hash, order.mdOrderId());
    hash = Hash64.mix(hash, order.mdOrderPriority());
    hash = Hash64.mix(hash, order.account());
    hash = Hash64.mix(hash, order.partner());
    hash = Hash64.mix(hash, order.price());
    hash = Hash64.mix(hash, order.orderQty());
    hash = Hash64.mix(hash, order.leavesQty());
    hash = Hash64.mix(hash, order.side().value());
    hash = Hash64.mix(hash, order.timeInForce().value());
    final SpecialTerms special = order.special;
    if (special == null || special.saysNothing()) {
      return hash;
    }
    hash = Hash64.mix(hash, special.ordType.value());
    hash = Hash64.mix(hash, special.stopPx);
    hash = Hash64.mix(hash, special.triggerPriceType.value());
    hash = Hash64.mix(hash, special.displayQty);
    hash = Hash64.mix(hash, special.minQty);
    hash = Hash64.mix(hash, special.expireTime);
    hash = Hash64.mix(hash, special.execInst);
    hash = Hash64.mix(hash, special.selfMatch.value());
    hash = Hash64.mix(hash, special.selfMatchScope.value());
    hash = Hash64.mix(hash, special.shownQty);
    return Hash64.mix(hash, special.linked == null ? 0 : special.linked.orderId());
  }

  private List<AccountOrders> positions() {
    return book.accounts().all().stream().filter(account -> account.position != 0).toList();
  }

  void write(final Core.RecordSink sink, final UnsafeBuffer buffer) {
    final BookCursor cursor = new BookCursor(book);
    writeOrders(sink, buffer, book.restingOrderCount(), cursor::nextOrder);
    final List<Order> waiting = book.waitingOrders();
    writeOrders(sink, buffer, waiting.size(), waiting.iterator()::next);
    writePositions(sink, buffer);
  }

  private void writeOrders(
      final Core.RecordSink sink,
      final UnsafeBuffer buffer,
      final int orderCount,
      final Supplier<Order> source) {
    final InstrumentSnapshotOrdersEncoder encoder = new InstrumentSnapshotOrdersEncoder();
    int remaining = orderCount;
    while (remaining > 0) {
      final int count = Math.min(remaining, ORDERS_MAX);
      final InstrumentSnapshotOrdersEncoder.OrdersEncoder orders =
          encoder.wrapAndApplyHeader(buffer, 0, header).ordersCount(count);
      for (int i = 0; i < count; i++) {
        write(source.get(), orders.next());
      }
      sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
      remaining -= count;
    }
  }

  private static void write(
      final Order order, final InstrumentSnapshotOrdersEncoder.OrdersEncoder encoder) {
    final SpecialTerms special = order.special == null ? SpecialTerms.ofResting() : order.special;
    encoder
        .orderId(order.orderId())
        .mdOrderId(order.mdOrderId())
        .mdOrderPriority(order.mdOrderPriority())
        .account(order.account())
        .partner(order.partner())
        .price(order.price())
        .orderQty(order.orderQty())
        .leavesQty(order.leavesQty())
        .side(order.side())
        .timeInForce(order.timeInForce())
        .stopPx(special.stopPx)
        .displayQty(special.displayQty)
        .minQty(special.minQty)
        .expireTime(special.expireTime)
        .linkOrderId(special.linked == null ? 0 : special.linked.orderId())
        .execInst((short) special.execInst)
        .triggerPriceType(special.triggerPriceType)
        .selfMatchPreventionInstruction(special.selfMatch)
        .selfMatchPreventionScope(special.selfMatchScope)
        .ordType(order.ordType())
        .shownQty(special.shownQty)
        .place(placeOf(special));
  }

  private static short placeOf(final SpecialTerms special) {
    return switch (special.place) {
      case STOP, TRIGGERED -> WAITS_FOR_TRIGGER;
      case AUCTION -> WAITS_FOR_AUCTION;
      case CLOSE -> WAITS_FOR_CLOSE;
      default -> IN_THE_BOOK;
    };
  }

  private void writePositions(final Core.RecordSink sink, final UnsafeBuffer buffer) {
    final InstrumentSnapshotPositionsEncoder encoder = new InstrumentSnapshotPositionsEncoder();
    final List<AccountOrders> all = positions();
    for (int from = 0; from < all.size(); from += POSITIONS_MAX) {
      final List<AccountOrders> part =
          all.subList(from, Math.min(all.size(), from + POSITIONS_MAX));
      final InstrumentSnapshotPositionsEncoder.PositionsEncoder positions =
          encoder.wrapAndApplyHeader(buffer, 0, header).positionsCount(part.size());
      for (final AccountOrders account : part) {
        positions
            .next()
            .account(account.account)
            .partner(account.partner)
            .quantity(account.position);
      }
      sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
  }

  void readPositions(final InstrumentSnapshotPositionsDecoder decoder) {
    for (final InstrumentSnapshotPositionsDecoder.PositionsDecoder position : decoder.positions()) {
      book.accounts().of(position.account(), position.partner()).position = position.quantity();
    }
  }

  void readOrders(final InstrumentSnapshotOrdersDecoder decoder) {
    for (final InstrumentSnapshotOrdersDecoder.OrdersDecoder entry : decoder.orders()) {
      final Order order =
          book.newOrder(
              entry.orderId(),
              entry.account(),
              entry.partner(),
              entry.side(),
              entry.timeInForce(),
              entry.price(),
              entry.orderQty());
      order.mdOrderId = entry.mdOrderId();
      order.mdOrderPriority = entry.mdOrderPriority();
      order.leavesQty = entry.leavesQty();
      order.special = readSpecial(order, entry);
      book.restore(order, entry.linkOrderId());
    }
  }

  private static SpecialTerms readSpecial(
      final Order order, final InstrumentSnapshotOrdersDecoder.OrdersDecoder entry) {
    final SpecialTerms special = new SpecialTerms();
    special.ordType = entry.ordType();
    special.stopPx = entry.stopPx();
    special.displayQty = entry.displayQty();
    special.minQty = entry.minQty();
    special.expireTime = entry.expireTime();
    special.execInst = entry.execInst();
    special.triggerPriceType = entry.triggerPriceType();
    special.selfMatch = entry.selfMatchPreventionInstruction();
    special.selfMatchScope = entry.selfMatchPreventionScope();
    special.shownQty = entry.shownQty();
    special.place =
        switch (entry.place()) {
          case WAITS_FOR_TRIGGER -> SpecialTerms.Place.STOP;
          case WAITS_FOR_AUCTION -> SpecialTerms.Place.AUCTION;
          case WAITS_FOR_CLOSE -> SpecialTerms.Place.CLOSE;
          default -> SpecialTerms.Place.BOOK;
        };
    return special.saysNothing() && entry.linkOrderId() == 0 && order.price() != Fixed8.NULL
        ? null
        : special;
  }
}
