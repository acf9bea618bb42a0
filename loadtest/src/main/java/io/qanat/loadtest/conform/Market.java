package io.qanat.loadtest.conform;

import io.qanat.client.BookByPrice;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What market data says all the while: the instruments, and where one may trade with oneself. */
final class Market implements MarketDataListener, AutoCloseable {
  private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final MarketDataClient client;
  private final Map<Long, Instrument> instruments = new TreeMap<>();

  Market(final Target target) {
    client =
        MarketDataClient.connect(
            target.aeron(),
            target.localHost(),
            target.host(),
            target.marketDataPort(),
            EnumSet.of(MDFeed.BY_PRICE),
            this);
  }

  int poll() {
    return client.poll();
  }

  @Override
  public void onDefinition(final SecurityDefinitionDecoder definition) {
    instruments.put(definition.securityId(), Instrument.of(definition));
  }

  @Override
  public void onStatus(final long securityId, final SecurityTradingStatus status) {
    instruments.computeIfPresent(securityId, (id, instrument) -> instrument.withStatus(status));
  }

  /** Every instrument heard of, by number. */
  Map<Long, Instrument> instruments() {
    return instruments;
  }

  boolean isBookKnown(final long securityId) {
    final BookByPrice book = client.books().byPrice(securityId);
    return book != null && book.isLive();
  }

  boolean isEmpty(final long securityId) {
    return isBookKnown(securityId)
        && client.books().byPrice(securityId).levels(Side.BUY) == 0
        && client.books().byPrice(securityId).levels(Side.SELL) == 0;
  }

  /**
   * A price at which orders of ours meet nobody else's. What has been cancelled may not have been
   * told yet, and a book with a gap is repaired: so this waits for the book and for room in it.
   *
   * @throws CaseSkipped if there is no room between bid and offer all the time
   */
  long reference(final Instrument instrument, final long patienceNanos) {
    final long deadline = System.nanoTime() + patienceNanos;
    while (!hasRoom(instrument)) {
      if (System.nanoTime() - deadline > 0) {
        throw new CaseSkipped(
            "others leave no room between bid and offer of " + instrument.symbol());
      }
      if (poll() == 0) {
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
    final BookByPrice book = client.books().byPrice(instrument.securityId());
    final boolean hasBid = book != null && book.levels(Side.BUY) > 0;
    final boolean hasOffer = book != null && book.levels(Side.SELL) > 0;
    final long tick = instrument.tickSize();
    if (hasBid && hasOffer) {
      return book.price(Side.BUY, 0) + tick;
    }
    if (hasBid) {
      return Math.max(instrument.basePrice(), book.price(Side.BUY, 0) + tick);
    }
    if (hasOffer) {
      return Math.min(instrument.basePrice(), book.price(Side.SELL, 0) - tick);
    }
    return instrument.basePrice();
  }

  private boolean hasRoom(final Instrument instrument) {
    final BookByPrice book = client.books().byPrice(instrument.securityId());
    if (book == null) {
      return true;
    }
    return book.isLive()
        && (book.levels(Side.BUY) == 0
            || book.levels(Side.SELL) == 0
            || book.price(Side.BUY, 0) + instrument.tickSize() < book.price(Side.SELL, 0));
  }

  @Override
  public void close() {
    client.close();
  }
}
