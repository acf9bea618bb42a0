package io.qanat.execution.core;

import io.qanat.codecs.fix.Side;
import io.qanat.liquidity.core.WideSum;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Who holds what. Each fill has two sides, both written at once:
 *
 * <pre>
 *   a client's fill     partner ± quantity, house ∓ quantity
 *   a provider's fill   house ± quantity, provider ∓ quantity
 * </pre>
 *
 * and an order to a provider is expected of it from its sending until it is answered. So at every
 * moment, per instrument
 *
 * <pre>
 *   partners + house + providers as expected + in flight + unknown = 0
 * </pre>
 *
 * where the last two are what orders to providers have still open, added up from the orders.
 */
public final class Exposures {
  private final Holder house = new Holder();
  private final TreeMap<Long, Holder> providers = new TreeMap<>();
  private final TreeMap<Long, Holder> partners = new TreeMap<>();

  /** The hub's owner. */
  public Holder house() {
    return house;
  }

  Holder provider(final long number) {
    return providers.computeIfAbsent(number, n -> new Holder());
  }

  Holder partner(final long partner) {
    return partners.computeIfAbsent(partner, n -> new Holder());
  }

  /** By number. */
  public SortedMap<Long, Holder> providers() {
    return providers;
  }

  /** By number. */
  public SortedMap<Long, Holder> partners() {
    return partners;
  }

  /** A client bought from or sold to the house. */
  void clientFill(
      final long partner, final Side side, final long qty, final long px, final Contract contract) {
    fill(partner(partner), house, side, qty, px, contract);
    partner(partner).count(Holder.FILLS);
  }

  /** The house bought from or sold to a provider, which was expected. */
  void providerFill(
      final long provider,
      final Side side,
      final long qty,
      final long px,
      final Contract contract) {
    fill(house, provider(provider), side, qty, px, contract);
  }

  private static void fill(
      final Holder taker,
      final Holder maker,
      final Side side,
      final long qty,
      final long px,
      final Contract contract) {
    final long signed = signed(side, qty);
    final long notional = signed(side, contract.notional(px, qty));
    final long delivery = contract.delivery(signed);
    taker.fill(signed, notional, delivery);
    maker.fill(-signed, -notional, -delivery);
  }

  static long signed(final Side side, final long value) {
    return side == Side.BUY ? value : -value;
  }

  /** Whether nobody holds or expects anything. */
  public boolean isFlat() {
    return house.position() == 0
        && partners.values().stream().allMatch(one -> one.position() == 0)
        && providers.values().stream().allMatch(one -> one.position() == 0 && one.expected() == 0);
  }

  /** Net position of all clients. */
  long clients() {
    return partners.values().stream().mapToLong(Holder::position).reduce(0, Math::addExact);
  }

  /** Net of what providers hold, as expected. */
  long expectedOfProviders() {
    return providers.values().stream().mapToLong(Holder::expected).reduce(0, Math::addExact);
  }

  /** What is not the clients': house and providers, by their answers. */
  public BigInteger othersPosition() {
    return sum(BigInteger.valueOf(house.position()), Holder::position);
  }

  private BigInteger sum(final BigInteger first, final ToLongFunction<Holder> what) {
    BigInteger sum = first;
    for (final Holder provider : providers.values()) {
      sum = sum.add(BigInteger.valueOf(what.applyAsLong(provider)));
    }
    return sum;
  }

  /** Cash of house and providers, in quote currency. */
  public BigInteger othersCash() {
    BigInteger sum = exact(house.cash());
    for (final Holder provider : providers.values()) {
      sum = sum.add(exact(provider.cash()));
    }
    return sum;
  }

  /** What house and providers received in base currency. */
  public BigInteger othersDelivered() {
    BigInteger sum = exact(house.delivered());
    for (final Holder provider : providers.values()) {
      sum = sum.add(exact(provider.delivered()));
    }
    return sum;
  }

  private static BigInteger exact(final WideSum sum) {
    final BigInteger low = new BigInteger(Long.toUnsignedString(sum.low()));
    return BigInteger.valueOf(sum.high()).shiftLeft(Long.SIZE).add(low);
  }
}
