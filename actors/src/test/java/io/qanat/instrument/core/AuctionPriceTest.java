package io.qanat.instrument.core;

import static io.qanat.codecs.fix.Side.BUY;
import static io.qanat.codecs.fix.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import io.qanat.instrument.core.BruteForceAuction.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule that decides an auction's price, then all of them against trying every price. */
class AuctionPriceTest {
  private static final long TICK = Fixed8.ONE;

  private final List<Limit> limits = new ArrayList<>();
  private long marketBuy;
  private long marketSell;

  private AuctionPriceTest buy(final long quantity, final long price) {
    limits.add(new Limit(BUY, price * TICK, quantity * TICK));
    return this;
  }

  private AuctionPriceTest sell(final long quantity, final long price) {
    limits.add(new Limit(SELL, price * TICK, quantity * TICK));
    return this;
  }

  private AuctionPriceTest market(final Side side, final long quantity) {
    if (side == BUY) {
      marketBuy += quantity * TICK;
    } else {
      marketSell += quantity * TICK;
    }
    return this;
  }

  /** Such as {@code 3@101 +2}: quantity, price, and what remains of buyers (+) or sellers (-). */
  private String price(final String reference) {
    final AuctionPrice auction = find(reference == null ? Fixed8.NULL : Fixed8.parse(reference));
    if (auction.price() == Fixed8.NULL) {
      assertThat(auction.volume()).isZero();
      return "none";
    }
    final long imbalance = auction.imbalance();
    return Fixed8.format(auction.volume())
        + "@"
        + Fixed8.format(auction.price())
        + (imbalance == 0 ? "" : (imbalance > 0 ? " +" : " ") + Fixed8.format(imbalance));
  }

  private AuctionPrice find(final long reference) {
    final PriceCollar collar = new PriceCollar();
    collar.close();
    final OrderBook book = new OrderBook(new BookEvent.Recorder(), collar);
    long orderId = 0;
    for (final Limit limit : limits) {
      book.submitLimit(
          ++orderId,
          1,
          1,
          limit.side(),
          TimeInForce.GOOD_TILL_CANCEL,
          limit.price(),
          limit.quantity());
    }
    for (final Side side : List.of(BUY, SELL)) {
      final long quantity = side == BUY ? marketBuy : marketSell;
      if (quantity > 0) {
        final Order order =
            book.newOrder(
                ++orderId, 1, 1, side, TimeInForce.GOOD_TILL_CANCEL, Fixed8.NULL, quantity);
        order.special = new SpecialTerms();
        order.special.place = SpecialTerms.Place.AUCTION;
        book.submit(order, Fixed8.NULL);
      }
    }
    final AuctionPrice auction = new AuctionPrice();
    auction.find(book, reference, TICK);
    return auction;
  }

  @Test
  void aBookThatDoesNotCrossHasNoPrice() {
    assertThat(price("100")).isEqualTo("none");
    assertThat(buy(5, 99).sell(5, 100).price("100")).isEqualTo("none");
  }

  @Test
  void mostVolumeComesFirst() {
    buy(5, 102).buy(5, 100).sell(3, 99).sell(7, 101);
    // 99 and 100: 3 of sellers; 101 and 102: 5 of buyers.
    assertThat(price("99")).isEqualTo("5@101 -5");
  }

  @Test
  void thenTheSmallestSurplus() {
    // 5 trade at 100, where 4 buyers remain, and at 102, where 2 sellers do.
    buy(4, 100).buy(5, 102).sell(5, 100).sell(2, 102);
    assertThat(price("100")).isEqualTo("5@102 -2");
  }

  @Test
  void thenMarketPressureOfBuyersTheHighest() {
    assertThat(buy(9, 102).sell(5, 100).price("100")).isEqualTo("5@102 +4");
  }

  @Test
  void thenMarketPressureOfSellersTheLowest() {
    assertThat(buy(5, 102).sell(9, 100).price("102")).isEqualTo("5@100 -4");
  }

  @Test
  void thenNearestToTheReferenceWhereNothingRemains() {
    buy(5, 104).sell(5, 100);
    assertThat(price("99")).isEqualTo("5@100");
    assertThat(price("101")).isEqualTo("5@101");
    assertThat(price("110")).isEqualTo("5@104");
  }

  @Test
  void thenNearestToTheReferenceWhereSurplusesOfBothSidesAreEqual() {
    // At 100 two buyers remain, at 104 two sellers; in between nobody.
    buy(5, 104).buy(2, 100).sell(5, 100).sell(2, 104);
    assertThat(price("90")).isEqualTo("5@100 +2");
    assertThat(price("103")).isEqualTo("5@103");
    assertThat(price("110")).isEqualTo("5@104 -2");
  }

  @Test
  void withoutAReferenceItIsTheMiddleRoundedDownToTheTick() {
    assertThat(buy(5, 103).sell(5, 100).price(null)).isEqualTo("5@101");
  }

  @Test
  void aReferenceBetweenTicksIsRoundedDown() {
    assertThat(buy(5, 103).sell(5, 100).price("101.7")).isEqualTo("5@101");
  }

  @Test
  void marketOrdersTakePartAtAnyPrice() {
    assertThat(market(BUY, 4).sell(3, 100).sell(3, 105).price("90")).isEqualTo("4@105 -2");
  }

  @Test
  void marketOrdersAloneTradeAtTheReferenceOrNotAtAll() {
    market(BUY, 4).market(SELL, 6);
    assertThat(price("97")).isEqualTo("4@97 -2");
    assertThat(price(null)).isEqualTo("none");
  }

  @Test
  void pricesMayBeZeroAndNegative() {
    assertThat(buy(5, 0).sell(5, -4).price("-3")).isEqualTo("5@-3");
    limits.clear();
    assertThat(buy(5, 2).sell(5, -3).price(null)).isEqualTo("5@-1");
    limits.clear();
    assertThat(buy(9, 0).sell(5, -4).price("-4")).isEqualTo("5@0 +4");
  }

  @Test
  void sumsBeyondTheRangeAreTheGreatestThereIs() {
    final long most = Long.MAX_VALUE - 5;
    limits.add(new Limit(BUY, 3 * TICK, most));
    limits.add(new Limit(BUY, 2 * TICK, most));
    limits.add(new Limit(SELL, 1 * TICK, 7 * TICK));
    final AuctionPrice auction = find(TICK);
    assertThat(auction.volume()).isEqualTo(7 * TICK);
    assertThat(auction.price()).isEqualTo(3 * TICK);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 2026})
  void isWhatTryingEveryPriceFinds(final long seed) {
    final Random random = new Random(seed);
    int found = 0;
    int mixed = 0;
    for (int i = 0; i < 20_000; i++) {
      limits.clear();
      marketBuy = random.nextInt(4) == 0 ? random.nextInt(6) : 0;
      marketSell = random.nextInt(4) == 0 ? random.nextInt(6) : 0;
      final int middle = random.nextInt(11) - 5;
      for (int n = random.nextInt(12); n > 0; n--) {
        limits.add(
            new Limit(
                random.nextBoolean() ? BUY : SELL,
                (middle + random.nextInt(13) - 6) * TICK,
                1 + random.nextInt(4)));
      }
      final long reference =
          random.nextInt(5) == 0 ? Fixed8.NULL : (middle + random.nextInt(21) - 10) * TICK;
      final AuctionPrice auction = find(reference);
      final String actual =
          auction.price() == Fixed8.NULL
              ? "none"
              : auction.price() + " " + auction.volume() + " " + auction.imbalance();
      final BruteForceAuction naive = new BruteForceAuction(limits, marketBuy, marketSell, TICK);
      final Long price = naive.price(reference);
      final String expected =
          price == null ? "none" : price + " " + naive.volume(price) + " " + naive.surplus(price);
      assertThat(actual)
          .as(
              "seed=%d i=%d reference=%d market=%d/%d %s",
              seed, i, reference, marketBuy, marketSell, limits)
          .isEqualTo(expected);
      found += actual.equals("none") ? 0 : 1;
      mixed += actual.endsWith(" 0") ? 1 : 0;
    }
    assertThat(found).as("seed=%d", seed).isGreaterThan(5_000);
    assertThat(mixed).as("seed=%d", seed).isGreaterThan(500);
  }
}
