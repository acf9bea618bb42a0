package io.qanat.loadtest.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderMixTest {
  @Test
  void ofTenFiveRestFourTakeTheOneBeforeThemAndOneCancels() {
    for (long n = 0; n < 1_000; n += 10) {
      assertThat(LongStream.range(n, n + 10).filter(OrderMix::isCancel)).containsExactly(n + 9);
      assertThat(LongStream.range(n, n + 10).filter(i -> !OrderMix.takes(i)).count()).isEqualTo(5);
    }
  }

  @Test
  void whatTakesMatchesTheOneBeforeItWholly() {
    for (long n = 1; n < 1_000; n += 2) {
      assertThat(OrderMix.isBuy(n)).isNotEqualTo(OrderMix.isBuy(n - 1));
      assertThat(OrderMix.ticks(n)).isEqualTo(OrderMix.ticks(n - 1)).isBetween(0L, 19L);
      assertThat(OrderMix.quantity(n)).isEqualTo(OrderMix.quantity(n - 1)).isBetween(1L, 9L);
    }
  }

  @Test
  void bothSidesRest() {
    assertThat(LongStream.range(0, 100).filter(n -> !OrderMix.takes(n)).filter(OrderMix::isBuy))
        .hasSize(25);
  }
}
