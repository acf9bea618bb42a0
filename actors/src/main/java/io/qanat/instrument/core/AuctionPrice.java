package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import java.util.Arrays;

/**
 * The price of a call auction, after the Xetra market model (Market Model Equities, "Price
 * determination in auctions"). Among the limits of the orders it is the one
 *
 * <ol>
 *   <li>at which most can be executed, then
 *   <li>at which least remains unexecuted (the surplus), then
 *   <li>by market pressure: the highest if all of them have a surplus of buyers, the lowest if all
 *       have one of sellers;
 *   <li>else the price nearest to the reference: between the highest limit with a surplus of buyers
 *       and the lowest with one of sellers, or between the lowest and the highest limit if there is
 *       no surplus. Without a reference it is the middle of these, rounded down to the tick.
 * </ol>
 *
 * Where only market orders meet, it is the reference price; without one nothing trades. A market
 * order buys and sells at any price. Work is proportional to the levels that can take part.
 *
 * <p>Prices and quantities are {@link Fixed8}.
 */
final class AuctionPrice {
  private final Depth bids = new Depth();
  private final Depth offers = new Depth();

  private long price = Fixed8.NULL;
  private long volume;
  private long imbalance;

  // The best limits so far.
  private long bestVolume;
  private long bestSurplus;
  private long lowest;
  private long highest;
  private boolean buyersRemain;
  private boolean sellersRemain;
  private long highestWithBuyers;
  private long lowestWithSellers;

  /** What one side has at a price or better, market orders included. */
  private static final class Depth {
    long[] prices = new long[64];
    long[] sums = new long[64];
    int count;
    long market;

    void begin(final long marketQty) {
      count = 0;
      market = marketQty;
    }

    void add(final long price, final long quantity) {
      if (count == prices.length) {
        prices = Arrays.copyOf(prices, 2 * count);
        sums = Arrays.copyOf(sums, 2 * count);
      }
      prices[count] = price;
      // A sum that is not representable is as good as the greatest one that is.
      final long sum = sum(count) + quantity;
      sums[count++] = sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Sum of market orders and of the best levels, this many. */
    long sum(final int levels) {
      return levels == 0 ? market : sums[levels - 1];
    }
  }

  /**
   * Finds the price for a book in a call.
   *
   * @param referencePx {@link Fixed8#NULL}: there is none
   */
  void find(final OrderBook book, final long referencePx, final long tickSize) {
    price = Fixed8.NULL;
    volume = 0;
    imbalance = 0;
    final PriceLevel bid = book.best(Side.BUY);
    final PriceLevel offer = book.best(Side.SELL);
    bids.begin(book.auctions().marketQty(Side.BUY));
    offers.begin(book.auctions().marketQty(Side.SELL));
    final long lowestSale = offer == null ? Long.MAX_VALUE : offer.price();
    final long highestBuy = bid == null ? Long.MIN_VALUE : bid.price();
    for (PriceLevel level = bid;
        level != null && (offers.market > 0 || level.price() >= lowestSale);
        level = level.worse()) {
      bids.add(level.price(), level.quantity() + level.hiddenQuantity());
    }
    for (PriceLevel level = offer;
        level != null && (bids.market > 0 || level.price() <= highestBuy);
        level = level.worse()) {
      offers.add(level.price(), level.quantity() + level.hiddenQuantity());
    }
    if (bids.count == 0 && offers.count == 0) {
      if (bids.market > 0 && offers.market > 0 && referencePx != Fixed8.NULL) {
        take(referencePx);
      }
      return;
    }
    considerLimits();
    if (bestVolume > 0) {
      take(choose(referencePx, tickSize));
    }
  }

  /** Goes through the limits in ascending order. */
  private void considerLimits() {
    bestVolume = 0;
    int offersAtOrBelow = 0;
    int bidsAtOrAbove = bids.count;
    while (offersAtOrBelow < offers.count || bidsAtOrAbove > 0) {
      final boolean offerIsNext =
          bidsAtOrAbove == 0
              || (offersAtOrBelow < offers.count
                  && offers.prices[offersAtOrBelow] <= bids.prices[bidsAtOrAbove - 1]);
      final long limit =
          offerIsNext ? offers.prices[offersAtOrBelow] : bids.prices[bidsAtOrAbove - 1];
      if (offersAtOrBelow < offers.count && offers.prices[offersAtOrBelow] == limit) {
        offersAtOrBelow++;
      }
      consider(limit, bids.sum(bidsAtOrAbove), offers.sum(offersAtOrBelow));
      if (bidsAtOrAbove > 0 && bids.prices[bidsAtOrAbove - 1] == limit) {
        bidsAtOrAbove--;
      }
    }
  }

  private void consider(final long limit, final long demand, final long supply) {
    final long executable = Math.min(demand, supply);
    final long surplus = Math.abs(demand - supply);
    if (executable == 0
        || executable < bestVolume
        || (executable == bestVolume && surplus > bestSurplus)) {
      return;
    }
    if (executable > bestVolume || surplus < bestSurplus) {
      bestVolume = executable;
      bestSurplus = surplus;
      lowest = limit;
      buyersRemain = false;
      sellersRemain = false;
    }
    highest = limit;
    if (demand > supply) {
      buyersRemain = true;
      highestWithBuyers = limit;
    } else if (demand < supply) {
      if (!sellersRemain) {
        lowestWithSellers = limit;
      }
      sellersRemain = true;
    }
  }

  private long choose(final long referencePx, final long tickSize) {
    if (buyersRemain && sellersRemain) {
      return nearest(highestWithBuyers, lowestWithSellers, referencePx, tickSize);
    }
    if (buyersRemain) {
      return highest;
    }
    return sellersRemain ? lowest : nearest(lowest, highest, referencePx, tickSize);
  }

  /** Both ends are limits, hence of whole ticks; between them a price is rounded down to one. */
  private static long nearest(
      final long low, final long high, final long referencePx, final long tickSize) {
    final long wanted =
        referencePx == Fixed8.NULL ? (low >> 1) + (high >> 1) + (low & high & 1) : referencePx;
    final long inside = Math.max(low, Math.min(high, wanted));
    return inside - Math.floorMod(inside, tickSize);
  }

  private void take(final long chosen) {
    int bidsAtOrAbove = bids.count;
    while (bidsAtOrAbove > 0 && bids.prices[bidsAtOrAbove - 1] < chosen) {
      bidsAtOrAbove--;
    }
    int offersAtOrBelow = offers.count;
    while (offersAtOrBelow > 0 && offers.prices[offersAtOrBelow - 1] > chosen) {
      offersAtOrBelow--;
    }
    final long demand = bids.sum(bidsAtOrAbove);
    final long supply = offers.sum(offersAtOrBelow);
    price = chosen;
    volume = Math.min(demand, supply);
    imbalance = demand - supply;
  }

  /** {@link Fixed8#NULL}: nothing would trade. */
  long price() {
    return price;
  }

  long volume() {
    return volume;
  }

  /** What would remain at the price: above 0 of buyers, below 0 of sellers. */
  long imbalance() {
    return imbalance;
  }
}
