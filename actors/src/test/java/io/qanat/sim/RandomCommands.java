package io.qanat.sim;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * What clients ask for, as it follows from a seed alone: nothing here looks at an answer, so that
 * two runs are asked the same.
 */
final class RandomCommands {
  /** One request, with the ClOrdID that its answer bears. */
  record Command(long account, String clOrdId, DirectBuffer input) {}

  private static final int ORDERS_BACK_MAX = 8;
  private static final double ANYBODYS = 0.1;

  private final HubInputs inputs = new HubInputs();
  private final SplittableRandom random;
  private final int accounts;
  private final boolean oneInstrumentEach;
  private final Map<Long, List<String>> named = new TreeMap<>();
  private int made;

  /**
   * Starts a stream.
   *
   * @param oneInstrumentEach no command reaches two instruments, whose answers would race
   */
  RandomCommands(final long seed, final int accounts, final boolean oneInstrumentEach) {
    this.random = new SplittableRandom(seed);
    this.accounts = accounts;
    this.oneInstrumentEach = oneInstrumentEach;
  }

  Command next() {
    made++;
    final long account = 1L + random.nextInt(accounts);
    final String clOrdId = "c" + made;
    final int kind = random.nextInt(100);
    final DirectBuffer input;
    if (kind < 62) {
      input = newOrder(account, clOrdId);
      remember(account, clOrdId);
    } else if (kind < 77) {
      input = inputs.cancel(account, clOrdId, earlier(account));
    } else if (kind < 92) {
      input = inputs.replace(account, clOrdId, earlier(account), price(), quantity());
      remember(account, clOrdId);
    } else if (kind < 94) {
      final long instrument = oneInstrumentEach || random.nextBoolean() ? instrument() : 0;
      input = inputs.massCancel(account, clOrdId, instrument);
    } else {
      input = invalid(account, clOrdId);
    }
    return new Command(account, clOrdId, input);
  }

  private DirectBuffer newOrder(final long account, final String clOrdId) {
    final boolean market = random.nextInt(8) == 0;
    final TimeInForce timeInForce =
        switch (random.nextInt(6)) {
          case 0 -> TimeInForce.IMMEDIATE_OR_CANCEL;
          case 1 -> TimeInForce.FILL_OR_KILL;
          case 2, 3 -> TimeInForce.DAY;
          default -> TimeInForce.GOOD_TILL_CANCEL;
        };
    return inputs.newOrder(
        account,
        instrument(),
        clOrdId,
        random.nextBoolean() ? Side.BUY : Side.SELL,
        market ? OrdType.MARKET : OrdType.LIMIT,
        timeInForce,
        market ? Fixed8.NULL : price(),
        quantity());
  }

  private DirectBuffer invalid(final long account, final String clOrdId) {
    final long instrument = random.nextInt(4) == 0 ? 99 : instrument();
    final long price = random.nextBoolean() ? Fixed8.ONE : price() + 1;
    final long quantity = random.nextBoolean() ? quantity() : quantity() / 3;
    return inputs.newOrder(
        account, instrument, clOrdId, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, price, quantity);
  }

  private long instrument() {
    return random.nextBoolean() ? HubInputs.DELIVERED : HubInputs.CFD;
  }

  private void remember(final long account, final String clOrdId) {
    named.computeIfAbsent(account, a -> new ArrayList<>()).add(clOrdId);
  }

  /** A recent name of the account, whatever has become of it; now and then another's, or none. */
  private String earlier(final long account) {
    final List<String> own = named.getOrDefault(account, List.of());
    if (own.isEmpty() || random.nextDouble() < ANYBODYS) {
      return "c" + random.nextInt(made);
    }
    return own.get(Math.max(0, own.size() - 1 - random.nextInt(ORDERS_BACK_MAX)));
  }

  private long price() {
    return (190L + random.nextInt(21)) * Fixed8.ONE / 2;
  }

  private long quantity() {
    return (1L + random.nextInt(5)) * Fixed8.ONE;
  }
}
