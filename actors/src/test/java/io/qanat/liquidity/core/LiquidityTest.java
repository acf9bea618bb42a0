package io.qanat.liquidity.core;

import static io.qanat.liquidity.core.QuoteDesk.CANCEL;
import static io.qanat.liquidity.core.QuoteDesk.END;
import static io.qanat.liquidity.core.QuoteDesk.NONE;
import static io.qanat.liquidity.core.QuoteDesk.PARTNER;
import static io.qanat.liquidity.core.QuoteDesk.REPLACE;
import static io.qanat.liquidity.core.QuoteDesk.SECOND;
import static io.qanat.liquidity.core.QuoteDesk.START;
import static io.qanat.liquidity.core.QuoteDesk.part;
import static io.qanat.liquidity.core.QuoteDesk.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.liquidity.AgeClock;
import io.qanat.codecs.liquidity.CrossPolicy;
import io.qanat.codecs.liquidity.PoolPublication;
import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.value.Fixed8;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs, then all outputs. */
class LiquidityTest {
  private static final int NO_FILTER = 0;

  private final QuoteDesk desk = new QuoteDesk();

  private static ProviderTerms provider(final int number, final TierKind kind) {
    return new ProviderTerms(number, PARTNER, "p" + number, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static ProviderTerms provider(final int number) {
    return provider(number, TierKind.ADDITIVE);
  }

  private static LiquidityTerms terms(
      final int filters,
      final CrossPolicy policy,
      final PoolPublication publication,
      final ProviderTerms... providers) {
    final List<Integer> members = List.of(providers).stream().map(ProviderTerms::provider).toList();
    return new LiquidityTerms(
        AgeClock.HUB,
        List.of(providers),
        List.of(new PoolTerms(1, "all", filters, policy, publication, members)));
  }

  private static LiquidityTerms everyEvent(final ProviderTerms... providers) {
    return terms(NO_FILTER, CrossPolicy.KEEP, PoolPublication.EVERY_EVENT, providers);
  }

  @Test
  void eachEventOfAMassQuoteIsPublishedInItsOrder() {
    assertThat(desk.define(everyEvent(provider(1), provider(2)))).isNull();
    assertThat(desk.quote(whole(1, 5, 7), whole(2, 6, 8), whole(1, -3, -2)))
        .containsExactly("pool 1 #3 e3: 5x10/7x10 p1 m0 6x10/7x10 p2 m0 6x10/-2x10 p1 m0");
    desk.reload();
    assertThat(desk.quote(whole(2, -3, 0))).containsExactly("pool 1 #4 e4: -3x20/-2x10 p2 m0");
  }

  @Test
  void entriesAreReplacedAllTogetherOrOneByOne() {
    desk.define(everyEvent(provider(1)));
    assertThat(desk.quote(part(1, 0, REPLACE, 5, 1), part(1, 1, 0, 5, 2), part(1, 9, END, 4, 4)))
        .containsExactly("pool 1 #1 e1: 5x3/-x0 p1 m0");
    assertThat(desk.quote(part(1, 1, CANCEL | END, NONE, 0)))
        .containsExactly("pool 1 #2 e2: 5x1/-x0 p1 m0");
    assertThat(desk.quote(part(1, 0, END, 3, 1))).containsExactly("pool 1 #3 e3: 4x4/-x0 p1 m0");
    assertThat(desk.quote(part(1, 0, REPLACE | CANCEL | END, NONE, 0)))
        .containsExactly("pool 1 #4 e4: -x0/-x0 p1 m0");
  }

  @Test
  void aMassQuoteWithAnyFaultIsRefusedWholeAndChangesNothing() {
    desk.define(everyEvent(provider(1), provider(2)));
    desk.quote(whole(1, 5, 7));
    final long before = desk.liquidity.hash(0);
    assertThat(desk.quote(whole(1, 6, 7), whole(3, 1, 2)))
        .containsExactly(
            "REJECTED 3 NOT_AUTHORIZED: quoteEntries[1]: provider 3 is not one that this session may"
                + " quote for");
    assertThat(desk.quoteAs(8, 1, whole(1, 6, 7)))
        .containsExactly(
            "REJECTED 3 NOT_AUTHORIZED: quoteEntries[0]: provider 1 is not one that this session may"
                + " quote for");
    assertThat(desk.quoteAs(PARTNER, 0, whole(1, 6, 7)))
        .containsExactly(
            "REJECTED 3 OTHER: a newer incarnation of the session has quoted for provider 1");
    assertThat(desk.quote(part(1, 64, END, 6, 1)))
        .containsExactly("REJECTED 3 OTHER: quoteEntries[0]: quoteEntryId must be in 0..63: 64");
    assertThat(desk.quote(part(1, 0, END, 6, 0)))
        .containsExactly(
            "REJECTED 3 INVALID_PRICE: quoteEntries[0]: a price without a size, or a size without a"
                + " price");
    assertThat(desk.quote(part(1, 0, REPLACE, 6, 1), whole(2, 1, 2)))
        .containsExactly(
            "REJECTED 3 OTHER: quoteEntries[1]: provider 2 within an event of provider 1");
    assertThat(desk.quote(part(1, 0, REPLACE, 6, 1)))
        .containsExactly("REJECTED 3 OTHER: the last event has no END_OF_EVENT");
    assertThat(desk.quote()).containsExactly("REJECTED 3 OTHER: there are no quoteEntries");
    assertThat(desk.liquidity.hash(0)).isEqualTo(before);
  }

  @Test
  void filtersMarkAndDoNotForget() {
    final ProviderTerms strict =
        new ProviderTerms(
            1, PARTNER, "p1", TierKind.ADDITIVE, 0, 0, f(5), 1, f(50), 0, f(10), 0, 0);
    desk.define(
        terms(Marks.ALL, CrossPolicy.KEEP, PoolPublication.EVERY_EVENT, strict, provider(2)));
    assertThat(desk.quote(whole(1, 100, 102))).containsExactly("pool 1 #1 e1: 100x10/102x10 p1 m0");
    assertThat(desk.quote(whole(1, 103, 102))).containsExactly("pool 1 #2 e2: -x0/-x0 p1 m16");
    assertThat(desk.quote(whole(1, 100, 111)).get(0)).endsWith("p1 m32");
    assertThat(desk.quote(whole(1, 120, 122)).get(0)).endsWith("p1 m4");
    assertThat(desk.quote(whole(1, 121, 123)).get(0)).endsWith("121x10/123x10 p1 m0");
    assertThat(desk.quote(whole(1, 300, 302)).get(0)).endsWith("p1 m8");
    assertThat(desk.quote(whole(1, 300, 302)).get(0)).endsWith("p1 m8");
    desk.reload();
    assertThat(desk.quote(whole(1, 300, 302)).get(0)).endsWith("p1 m8");
    final Provider provider = desk.liquidity.provider(1);
    assertThat(IntStream.range(0, Marks.COUNT).mapToObj(mark -> provider.count(mark)).toList())
        .containsExactly(0L, 0L, 1L, 3L, 1L, 1L, 0L);
    assertThat(provider.ladder().bids().best()).isEqualTo(f(300));
  }

  @Test
  void quotesGrowStaleByTimeAndByTheTicksOfOthers() {
    final ProviderTerms mortal =
        new ProviderTerms(1, PARTNER, "p1", TierKind.ADDITIVE, 10 * SECOND, 2, 0, 0, 0, 0, 0, 0, 0);
    desk.define(terms(Marks.ALL, CrossPolicy.KEEP, PoolPublication.CONFLATED, mortal, provider(2)));
    assertThat(desk.quote(whole(1, 5, 7))).hasSize(1);
    assertThat(desk.liquidity.nextDueNanos()).isEqualTo(START + 10 * SECOND + 1);
    desk.reload();
    assertThat(desk.timeTo(START + 10 * SECOND)).isEmpty();
    assertThat(desk.timeTo(START + 10 * SECOND + 1)).containsExactly("pool 1 #2 e1: -x0/-x0 p0 m0");
    assertThat(desk.liquidity.nextDueNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(desk.quote(whole(1, 5, 7))).containsExactly("pool 1 #3 e2: 5x10/7x10 p1 m0");
    assertThat(desk.quote(whole(2, 4, 8), whole(2, 4, 8))).isEmpty();
    assertThat(desk.quote(whole(2, 4, 8))).containsExactly("pool 1 #4 e5: 4x10/8x10 p2 m0");
  }

  @Test
  void aLostSessionsQuotesAreWithdrawn() {
    desk.define(everyEventConflated());
    desk.quote(whole(1, 5, 7), whole(2, 4, 8));
    assertThat(desk.sessionLost(2)).isEmpty();
    assertThat(desk.sessionLost(1)).containsExactly("pool 1 #2 e4: -x0/-x0 p0 m0");
  }

  private static LiquidityTerms everyEventConflated() {
    return terms(NO_FILTER, CrossPolicy.KEEP, PoolPublication.CONFLATED, provider(1), provider(2));
  }

  @ParameterizedTest
  @CsvSource({
    "KEEP, 8x10/7x10",
    "OLDER_OUT, 8x10/9x10",
    "BOTH_OUT, 3x10/20x10",
    "NO_PRICE, -x0/-x0"
  })
  void crossingProvidersAreDealtWithAsThePolicySays(final CrossPolicy policy, final String prices) {
    desk.define(
        terms(
            NO_FILTER, policy, PoolPublication.EVERY_EVENT, provider(1), provider(2), provider(3)));
    assertThat(desk.quote(whole(3, 3, 20), whole(1, 5, 7), whole(2, 8, 9)).get(0))
        .endsWith(" " + prices + " p2 m0");
    assertThat(desk.liquidity.pool(0).crossedCount()).isEqualTo(1);
  }

  @Test
  void definitionsAreHeldAgainstEachOther() {
    assertThat(desk.define(everyEvent(provider(1), provider(1))))
        .isEqualTo("provider 1 is defined twice");
    assertThat(
            desk.define(
                new LiquidityTerms(
                    AgeClock.HUB,
                    List.of(provider(1)),
                    List.of(
                        new PoolTerms(
                            1, "a", 0, CrossPolicy.KEEP, PoolPublication.NONE, List.of(2))))))
        .isEqualTo("pool 1: member 2 is no provider");
    assertThat(desk.liquidity.isDefined()).isFalse();
    assertThat(desk.define(everyEvent(provider(1)))).isNull();
    assertThat(desk.define(everyEvent(provider(1)))).isEmpty();
    desk.quote(whole(1, 5, 7));
    assertThat(desk.define(everyEventConflated())).isNull();
    assertThat(desk.take()).isEmpty();
    assertThat(desk.liquidity.provider(1).ladder().bids().best()).isEqualTo(f(5));
  }

  @Test
  void amountsAreSweptWithoutTwoOrdersOnStandaloneTiers() {
    desk.define(everyEvent(provider(1), provider(2, TierKind.STANDALONE)));
    desk.quote(
        new QuoteDesk.Entry(1, 0, REPLACE, -4, 1, -1, 1),
        new QuoteDesk.Entry(1, 1, END, -5, 5, 0, 2),
        new QuoteDesk.Entry(2, 0, REPLACE, -4, 1, -2, 1),
        new QuoteDesk.Entry(2, 1, END, -6, 4, 1, 4));
    final Sweep sweep = new Sweep();
    final Pool pool = desk.liquidity.pool(0);
    assertThat(sweep.vwap(pool, true, f(1))).isEqualTo(f(-2));
    // 1 at -1 and 2 at 0 of the first, before 2 at -2 would be: the tier for two costs 1.
    assertThat(sweep.vwap(pool, true, f(3))).isEqualTo(-33_333_333L);
    assertThat(sweep.vwap(pool, false, f(7))).isEqualTo(-471_428_572L);
    assertThat(sweep.vwap(pool, true, f(8))).isEqualTo(Fixed8.NULL);
    assertThat(sweep.fullAmount(pool, true, f(3))).isEqualTo(-33_333_333L);
    assertThat(sweep.fullAmount(pool, true, f(4))).isEqualTo(f(1));
    assertThat(sweep.fullAmount(pool, true, f(5))).isEqualTo(Fixed8.NULL);
    final Depth depth = new Depth().of(pool, true);
    final StringBuilder levels = new StringBuilder();
    while (depth.next()) {
      levels.append(depth.provider()).append(':').append(Fixed8.format(depth.price()));
      levels.append('=').append(Fixed8.format(depth.cumulativeSize())).append(' ');
    }
    assertThat(levels).hasToString("1:-4=1 2:-4=2 1:-5=7 2:-6=10 ");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void bestPricesAreThoseOfTheStandingQuotesWhateverTheSign(final long seed) {
    final Random random = new Random(seed);
    final int providers = 4;
    desk.define(
        everyEvent(
            IntStream.rangeClosed(1, providers)
                .mapToObj(LiquidityTest::provider)
                .toArray(ProviderTerms[]::new)));
    final int[][] standing = new int[providers + 1][];
    for (int i = 0; i < 2_000; i++) {
      final int provider = 1 + random.nextInt(providers);
      final int bid = random.nextInt(41) - 20;
      final int offer = bid + random.nextInt(9) - 2;
      standing[provider] = new int[] {bid, offer};
      int best = Integer.MIN_VALUE;
      int least = Integer.MAX_VALUE;
      for (final int[] quote : standing) {
        best = quote == null ? best : Math.max(best, quote[0]);
        least = quote == null ? least : Math.min(least, quote[1]);
      }
      desk.quote(whole(provider, bid, offer));
      assertThat(List.of(desk.liquidity.pool(0).bidPx(), desk.liquidity.pool(0).offerPx()))
          .as("seed=%d step=%d", seed, i)
          .containsExactly(f(best), f(least));
      if (i % 500 == 0) {
        desk.reload();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void wideSumsDivideAsBigDecimalsDo(final long seed) {
    final Random random = new Random(seed);
    final WideSum sum = new WideSum();
    for (int i = 0; i < 5_000; i++) {
      final int terms = 1 + random.nextInt(5);
      BigDecimal expected = BigDecimal.ZERO;
      long total = 0;
      sum.clear();
      for (int k = 0; k < terms; k++) {
        final long price = random.nextLong() >> (2 + random.nextInt(60));
        final long size = 1 + (random.nextLong() >>> (5 + random.nextInt(55)));
        sum.add(price, size);
        total += size;
        expected = expected.add(BigDecimal.valueOf(price).multiply(BigDecimal.valueOf(size)));
      }
      for (final RoundingMode mode : List.of(RoundingMode.FLOOR, RoundingMode.CEILING)) {
        assertThat(sum.divide(total, mode))
            .as("seed=%d step=%d", seed, i)
            .isEqualTo(expected.divide(BigDecimal.valueOf(total), 0, mode).longValueExact());
      }
    }
  }

  private static long f(final long units) {
    return Fixed8.ofUnits(units);
  }
}
