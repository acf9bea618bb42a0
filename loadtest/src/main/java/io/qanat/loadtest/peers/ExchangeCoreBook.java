package io.qanat.loadtest.peers;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.L2MarketData;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The direct order book of exchange-core, release 0.5.3, called without its rings. One command
 * object is reused and its events come from a pool, as in its own engine. It tells of trades,
 * reductions and rejected rests in a chain of events, all of which is read; an order that rests
 * produces none, and by-price data is a snapshot on request, which is not asked for.
 */
final class ExchangeCoreBook implements PeerBook {
  private static final long UID = 1;
  private static final long HIGHEST_PRICE = Long.MAX_VALUE >> 1;

  /** Events of the command that is being applied, used anew for the next. */
  private final List<MatcherTradeEvent> events = new ArrayList<>();

  private int eventsUsed;
  private final OrderCommand command = new OrderCommand();
  private final OrderBookDirectImpl book;
  private long sum;
  private long tradedQty;

  ExchangeCoreBook() {
    final CoreSymbolSpecification symbol =
        CoreSymbolSpecification.builder()
            .symbolId(1)
            .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
            .baseCurrency(1)
            .quoteCurrency(2)
            .baseScaleK(1)
            .quoteScaleK(1)
            .build();
    // Sizes of its own engine's pools.
    final ObjectsPool pool =
        new ObjectsPool(
            Map.of(
                ObjectsPool.DIRECT_ORDER, 1024 * 1024,
                ObjectsPool.DIRECT_BUCKET, 1024 * 64,
                ObjectsPool.ART_NODE_4, 1024 * 32,
                ObjectsPool.ART_NODE_16, 1024 * 16,
                ObjectsPool.ART_NODE_48, 1024 * 8,
                ObjectsPool.ART_NODE_256, 1024 * 4));
    book =
        new OrderBookDirectImpl(
            symbol,
            pool,
            new OrderBookEventsHelper(this::takeEvent),
            LoggingConfiguration.builder()
                .loggingLevels(java.util.EnumSet.noneOf(LoggingConfiguration.LoggingLevel.class))
                .build());
    command.uid = UID;
    command.symbol = 1;
  }

  @Override
  public void limit(final long orderId, final boolean buy, final long price, final long quantity) {
    submit(orderId, buy, OrderType.GTC, price, quantity);
  }

  @Override
  public void market(final long orderId, final boolean buy, final long quantity) {
    submit(orderId, buy, OrderType.IOC, buy ? HIGHEST_PRICE : 0, quantity);
  }

  private void submit(
      final long orderId,
      final boolean buy,
      final OrderType type,
      final long price,
      final long quantity) {
    command.orderId = orderId;
    command.action = buy ? OrderAction.BID : OrderAction.ASK;
    command.orderType = type;
    command.price = price;
    // A bid may be moved up to this price.
    command.reserveBidPrice = HIGHEST_PRICE;
    command.size = quantity;
    book.newOrder(command);
    readEvents();
  }

  @Override
  public void cancel(final long orderId) {
    command.orderId = orderId;
    require(book.cancelOrder(command));
    readEvents();
  }

  @Override
  public void move(final long orderId, final boolean buy, final long price, final long leavesQty) {
    command.orderId = orderId;
    command.action = buy ? OrderAction.BID : OrderAction.ASK;
    command.price = price;
    require(book.moveOrder(command));
    readEvents();
  }

  @Override
  public void reduce(final long orderId, final long leavesQty, final long reducedQty) {
    command.orderId = orderId;
    command.size = reducedQty;
    require(book.reduceOrder(command));
    readEvents();
  }

  @Override
  public long checksum() {
    return sum;
  }

  @Override
  public long tradedQty() {
    return tradedQty;
  }

  BookDepth depth() {
    final L2MarketData data = book.getL2MarketDataSnapshot();
    final List<BookDepth.Level> bids = new ArrayList<>();
    for (int i = 0; i < data.bidSize; i++) {
      bids.add(new BookDepth.Level(data.bidPrices[i], data.bidVolumes[i]));
    }
    final List<BookDepth.Level> offers = new ArrayList<>();
    for (int i = 0; i < data.askSize; i++) {
      offers.add(new BookDepth.Level(data.askPrices[i], data.askVolumes[i]));
    }
    return new BookDepth(bids, offers);
  }

  private MatcherTradeEvent takeEvent() {
    if (eventsUsed == events.size()) {
      events.add(new MatcherTradeEvent());
    }
    final MatcherTradeEvent event = events.get(eventsUsed++);
    event.nextEvent = null;
    return event;
  }

  private void readEvents() {
    for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
      sum += event.matchedOrderId;
      sum += event.price;
      sum += event.size;
      sum += (event.activeOrderCompleted ? 1 : 0) + (event.matchedOrderCompleted ? 2 : 0);
      if (event.eventType == MatcherEventType.TRADE) {
        tradedQty += event.size;
      }
    }
    command.matcherEvent = null;
    eventsUsed = 0;
  }

  private static void require(final CommandResultCode result) {
    if (result != CommandResultCode.SUCCESS) {
      throw new IllegalStateException("exchange-core refused: " + result);
    }
  }
}
