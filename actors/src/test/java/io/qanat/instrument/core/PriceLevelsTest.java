package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The levels of a side against a sorted map, over every kind of grid. */
class PriceLevelsTest {
  private static final long SEED = 20261125;
  private static final int OPERATIONS = 60_000;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @ParameterizedTest
  @EnumSource(Side.class)
  void aDenseGridOfCents(final Side side) {
    followsTheMap(side, () -> (10_000L + random.nextInt(700)) * (Fixed8.ONE / 100), 400);
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void sparsePricesRoundZero(final Side side) {
    followsTheMap(side, () -> random.nextLong(-2_000_000, 2_000_000) * 7_001, 3_000);
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void theWholeRangeOfPrices(final Side side) {
    followsTheMap(side, () -> random.nextLong(-Long.MAX_VALUE, Long.MAX_VALUE), 300);
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void aGridThatIsRefinedAgainAndAgain(final Side side) {
    final long[] unit = {Fixed8.ONE};
    followsTheMap(
        side,
        () -> {
          if (unit[0] > 1 && random.nextInt(OPERATIONS / 20) == 0) {
            unit[0] /= unit[0] % 5 == 0 ? 5 : 2;
          }
          return random.nextLong(-500, 500) * unit[0];
        },
        300);
  }

  @Test
  void pricesOffTheGridHaveNoLevel() {
    final PriceLevels levels = new PriceLevels(Side.BUY);
    levels.findOrAdd(3 * Fixed8.ONE);
    for (final long price :
        new long[] {
          3 * Fixed8.ONE + 1, 2, 1, 0, -1, -3 * Fixed8.ONE, Long.MAX_VALUE, -Long.MAX_VALUE
        }) {
      assertThat(levels.find(price)).as("%d", price).isNull();
    }
  }

  private void followsTheMap(final Side side, final LongSupplier prices, final int most) {
    final PriceLevels levels = new PriceLevels(side);
    final NavigableMap<Long, PriceLevel> map =
        new TreeMap<>(side == Side.BUY ? Collections.reverseOrder() : null);
    final List<Long> present = new ArrayList<>();
    for (int i = 0; i < OPERATIONS; i++) {
      final String message = "seed=" + SEED + " i=" + i;
      if (present.isEmpty() || random.nextInt(2 * most) >= present.size()) {
        final long price = prices.getAsLong();
        assertThat(levels.find(price)).as(message).isSameAs(map.get(price));
        final PriceLevel level = levels.findOrAdd(price);
        assertThat(level.price()).as(message).isEqualTo(price);
        if (map.put(price, level) == null) {
          present.add(price);
        }
      } else {
        final int chosen = random.nextInt(present.size());
        final long price = present.get(chosen);
        present.set(chosen, present.get(present.size() - 1));
        present.remove(present.size() - 1);
        levels.remove(map.remove(price));
        assertThat(levels.find(price)).as(message).isNull();
      }
      assertThat(levels.best())
          .as(message)
          .isSameAs(map.isEmpty() ? null : map.firstEntry().getValue());
      if (i % 500 == 0) {
        compare(levels, map, message);
      }
    }
    compare(levels, map, "seed=" + SEED + " at the end");
  }

  private static void compare(
      final PriceLevels levels, final Map<Long, PriceLevel> map, final String message) {
    final List<PriceLevel> walked = new ArrayList<>();
    PriceLevel better = null;
    for (PriceLevel level = levels.best(); level != null; level = level.worse()) {
      assertThat(level.better).as(message).isSameAs(better);
      assertThat(levels.find(level.price())).as(message).isSameAs(level);
      walked.add(level);
      better = level;
    }
    assertThat(walked).as(message).containsExactlyElementsOf(map.values());
  }
}
