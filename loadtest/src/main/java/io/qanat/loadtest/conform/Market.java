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

/** What market data says all the while: the instruments, and where one may trade with oneself. */
final class Market implements MarketDataListener, AutoCloseable {
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
   * A price at which orders of ours meet nobody else's.
   *
   * @throws CaseSkipped if there is no room between bid and offer
   */
  long reference(final Instrument instrument) {
    final BookByPrice book = client.books().byPrice(instrument.securityId());
    final boolean hasBid = book != null && book.levels(Side.BUY) > 0;
    final boolean hasOffer = book != null && book.levels(Side.SELL) > 0;
    if (!hasBid && !hasOffer) {
      return instrument.basePrice();
    }
    final long tick = instrument.tickSize();
    if (!hasOffer) {
      return Math.max(instrument.basePrice(), book.price(Side.BUY, 0) + tick);
    }
    if (!hasBid) {
      return Math.min(instrument.basePrice(), book.price(Side.SELL, 0) - tick);
    }
    final long price = book.price(Side.BUY, 0) + tick;
    if (price >= book.price(Side.SELL, 0)) {
      throw new CaseSkipped("others leave no room between bid and offer of " + instrument.symbol());
    }
    return price;
  }

  @Override
  public void close() {
    client.close();
  }
}
