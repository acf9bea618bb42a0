package io.qanat.execution.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random orders, quotes and faults of providers. Behind every input the desk holds clients + house
 * + providers + in flight + unknown against 0 and the clients against their reports; in the end
 * what each provider holds by its own book is what the hub says, whatever was lost on the way.
 */
class ExposureTest {
  private static final Pattern ORDER =
      Pattern.compile("p10(\\d) (BUY|SELL) (\\d+)@(\\S+).* o(\\d+)");
  private static final int PROVIDERS = 3;
  private static final int STEPS = 1_500;

  /** An order as its provider knows it. */
  private static final class Truth {
    private final int provider;
    private final long id;
    private final boolean buy;
    private final int qty;
    private final String limit;
    private int cumQty;
    private boolean decided;

    Truth(final int provider, final long id, final boolean buy, final int qty, final String limit) {
      this.provider = provider;
      this.id = id;
      this.buy = buy;
      this.qty = qty;
      this.limit = limit;
    }

    ProviderOrdStatus status() {
      if (!decided) {
        return cumQty == 0 ? ProviderOrdStatus.NEW : ProviderOrdStatus.PARTIALLY_FILLED;
      }
      return cumQty == qty
          ? ProviderOrdStatus.FILLED
          : cumQty == 0 ? ProviderOrdStatus.REJECTED : ProviderOrdStatus.CANCELED;
    }
  }

  private final HubDesk desk = new HubDesk(PROVIDERS);
  private final TreeMap<Long, Truth> orders = new TreeMap<>();
  private Random random = new Random(0);
  private int orderNumber;
  private int middle;

  private void take(final List<String> outputs) {
    for (final String line : outputs) {
      final Matcher matcher = ORDER.matcher(line);
      if (matcher.matches()) {
        final long id = Long.parseLong(matcher.group(5));
        orders.put(
            id,
            new Truth(
                Integer.parseInt(matcher.group(1)),
                id,
                matcher.group(2).equals("BUY"),
                Integer.parseInt(matcher.group(3)),
                matcher.group(4)));
      }
    }
  }

  private String px(final int cents) {
    return Fixed8.format(cents * (Fixed8.ONE / 100));
  }

  private void quote() {
    final int provider = 1 + random.nextInt(PROVIDERS);
    middle += random.nextInt(41) - 20;
    final int half = 1 + random.nextInt(5);
    final String size = Integer.toString(5 + random.nextInt(40));
    take(
        random.nextInt(20) == 0
            ? desk.quote(provider)
            : desk.quote(
                provider,
                px(middle - half),
                size,
                px(middle + half),
                size,
                px(middle - 4 * half),
                "80",
                px(middle + 4 * half),
                "80"));
  }

  private void order() {
    final int account = random.nextBoolean() ? 21 : 31;
    final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    final int away = random.nextInt(60) - 20;
    take(
        desk.order(
            account,
            ++orderNumber,
            side,
            Integer.toString(1 + random.nextInt(60)),
            random.nextInt(3) == 0 ? px(side == Side.BUY ? middle + away : middle - away) : null,
            random.nextInt(4) == 0 ? TimeInForce.FILL_OR_KILL : TimeInForce.IMMEDIATE_OR_CANCEL));
  }

  private Truth any() {
    final List<Truth> all = new ArrayList<>(orders.values());
    return all.isEmpty() ? null : all.get(Math.max(0, all.size() - 1 - random.nextInt(8)));
  }

  /** Its provider decides more of it; says so, or not. */
  private void decide() {
    final Truth order = any();
    if (order == null) {
      return;
    }
    if (!order.decided) {
      order.cumQty += random.nextInt(order.qty - order.cumQty + 1);
      order.decided = order.cumQty == order.qty || random.nextBoolean();
    }
    if (random.nextInt(3) > 0) {
      say(order);
    }
  }

  private void say(final Truth order) {
    final String cumQty = Integer.toString(order.cumQty);
    take(
        desk.report(
            order.provider,
            order.id,
            order.status(),
            "0",
            null,
            cumQty,
            order.cumQty == 0 ? null : order.limit));
  }

  /** It says what cannot be. */
  private void lie() {
    final Truth order = any();
    if (order == null) {
      return;
    }
    final String tooMuch = Integer.toString(order.qty + 1);
    take(
        desk.report(
            order.provider,
            order.id,
            ProviderOrdStatus.PARTIALLY_FILLED,
            "0",
            null,
            tooMuch,
            order.limit));
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> quote();
      case 3, 4, 5 -> order();
      case 6, 7, 8 -> decide();
      case 9 -> {
        desk.nowNanos += random.nextInt(1_500) * 1_000_000L;
        take(desk.wakeAt((desk.nowNanos - HubDesk.START) / 1_000_000));
      }
      case 10 -> {
        if (random.nextInt(6) == 0) {
          take(desk.sessionLost(101 + random.nextInt(PROVIDERS), 1));
        } else if (random.nextInt(4) == 0) {
          lie();
        } else {
          take(desk.cancel(random.nextBoolean() ? 21 : 31, Math.max(1, orderNumber)));
        }
      }
      default -> {
        if (random.nextInt(10) == 0) {
          take(desk.house(random.nextInt(3) > 0));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everythingSumsToZeroAndProvidersBooksAgree(final long seed) {
    random = new Random(seed);
    desk.define(
        new PolicyBook()
            .house(
                house -> {
                  house.hedgePosition = "50";
                  house.hedgeTo = "10";
                  house.internalizeMax = "120";
                  house.skewPx = "0.1";
                  house.skewPosition = "100";
                  house.skewMax = "0.05";
                })
            .with(1, 2, policy -> policy.markupPx = "0.01")
            .with(
                2,
                3,
                policy -> {
                  policy.mode = ExecutionMode.PRINCIPAL;
                  policy.markupRate = "0.001";
                  policy.skewed = true;
                }));
    for (int i = 0; i < STEPS; i++) {
      desk.reloads = random.nextInt(20) == 0;
      step();
    }
    desk.house(false);
    for (final Truth order : orders.values()) {
      order.decided = true;
    }
    // The hub forgets orders long ended; what they were is settled by then.
    for (final Truth order : new ArrayList<>(orders.values())) {
      say(order);
    }
    final TreeMap<Integer, Long> own = new TreeMap<>();
    for (final Truth order : orders.values()) {
      final long signed = Fixed8.ofUnits(order.buy ? -order.cumQty : order.cumQty);
      own.merge(order.provider, signed, Long::sum);
    }
    final TreeMap<Integer, Long> hub = new TreeMap<>();
    desk.core
        .exposures()
        .providers()
        .forEach((number, holder) -> hub.put(number.intValue(), holder.position()));
    assertThat(hub).as("seed " + seed).isEqualTo(own);
    desk.core
        .exposures()
        .providers()
        .forEach(
            (number, holder) ->
                assertThat(holder.expected()).as("seed " + seed).isEqualTo(holder.position()));
    assertThat(orders).as("orders to providers").hasSizeGreaterThan(100);
    desk.reload();
  }
}
