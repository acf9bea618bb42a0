package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders by id against a map. */
class OrderIndexTest {
  private static final long SEED = 20261125;
  private static final int OPERATIONS = 200_000;

  /** Ids of 300 accounts, each counting from 1; 0 accounts: any id at all. */
  @ParameterizedTest(name = "accounts={0}")
  @ValueSource(ints = {1, 300, 0})
  void followsTheMap(final int accounts) {
    final SplittableRandom random = new SplittableRandom(SEED);
    final OrderIndex index = new OrderIndex();
    final Map<Long, Order> map = new HashMap<>();
    final List<Long> present = new ArrayList<>();
    final long[] last = new long[Math.max(1, accounts)];
    for (int i = 0; i < OPERATIONS; i++) {
      final String message = "seed=" + SEED + " i=" + i;
      if (present.isEmpty() || random.nextInt(6_000) >= present.size()) {
        final int account = random.nextInt(Math.max(1, accounts));
        final long id =
            accounts == 0 ? random.nextLong() : ((long) account << 40) + ++last[account];
        assertThat(index.get(id)).as(message).isNull();
        final Order order = new Order();
        order.orderId = id;
        index.add(order);
        map.put(id, order);
        present.add(id);
      } else {
        final int chosen = random.nextInt(present.size());
        final long id = present.get(chosen);
        present.set(chosen, present.get(present.size() - 1));
        present.remove(present.size() - 1);
        assertThat(index.get(id)).as(message).isSameAs(map.remove(id));
        index.remove(id);
        assertThat(index.get(id)).as(message).isNull();
      }
      assertThat(index.size()).as(message).isEqualTo(map.size());
      if (i % 10_000 == 0) {
        map.forEach((id, order) -> assertThat(index.get(id)).as(message).isSameAs(order));
      }
    }
  }

  @Test
  void anIdIsThereOnce() {
    final OrderIndex index = new OrderIndex();
    final Order order = new Order();
    order.orderId = -1;
    index.add(order);
    assertThatThrownBy(() -> index.add(order))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("order is already in the book: -1");
  }
}
