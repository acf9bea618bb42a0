package io.qanat.account.core;

import io.qanat.codecs.fix.Side;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is reserved and what is available, per currency. All amounts are Fixed8.
 *
 * <pre>
 * position    = the magnitude of the open quantity's cost, with the sign of the quantity
 * CFD         = marginRate × max(|position + openBuy|, |position − openSell|) rounded up
 *               + taker fees of open orders                          in the quote currency
 * delivered   = what {@link Reservation} holds                       in quote and base currency
 * requirement = the sum of these over instruments
 * available   = CASH + creditLimit (in the credit currency) − requirement
 * </pre>
 *
 * An order is refused if it raises a requirement and leaves less than nothing available, unless it
 * can only reduce a CFD position: open orders of its side, itself included, do not exceed the
 * position on the other side.
 */
final class Margin {
  /** Open orders of one instrument, and what they and the position require. */
  private static final class Exposure {
    private long buyQty;
    private long sellQty;
    private BigInteger openBuy = BigInteger.ZERO;
    private BigInteger openSell = BigInteger.ZERO;
    private BigInteger fees = BigInteger.ZERO;
    private BigInteger quote = BigInteger.ZERO;
    private BigInteger base = BigInteger.ZERO;
    private BigInteger quoteRequired = BigInteger.ZERO;
    private BigInteger baseRequired = BigInteger.ZERO;

    private void add(final Side side, final Reservation reservation) {
      change(side, reservation, 1);
    }

    private void remove(final Side side, final Reservation reservation) {
      change(side, reservation, -1);
    }

    private void change(final Side side, final Reservation reservation, final int sign) {
      final BigInteger factor = BigInteger.valueOf(sign);
      final long quantity = sign * reservation.quantity();
      final BigInteger notional = reservation.notional().multiply(factor);
      if (side == Side.BUY) {
        buyQty = Math.addExact(buyQty, quantity);
        openBuy = openBuy.add(notional);
      } else {
        sellQty = Math.addExact(sellQty, quantity);
        openSell = openSell.add(notional);
      }
      fees = fees.add(reservation.fee().multiply(factor));
      quote = quote.add(reservation.quote().multiply(factor));
      base = base.add(reservation.base().multiply(factor));
    }
  }

  private final Ledger ledger;
  private final Positions positions;
  private final TreeMap<Long, Exposure> exposures = new TreeMap<>();
  private final TreeMap<String, BigInteger> requirements = new TreeMap<>();
  private Terms terms = Terms.NONE;

  Margin(final Ledger ledger, final Positions positions) {
    this.ledger = ledger;
    this.positions = positions;
  }

  /** Starts again under new terms. */
  void reset(final Terms newTerms, final Iterable<Order> liveOrders) {
    terms = newTerms;
    exposures.clear();
    requirements.clear();
    for (final Order order : liveOrders) {
      order.reservation = Reservation.NONE;
      update(order);
    }
    for (final Positions.Position position : positions.all()) {
      refresh(position.instrument());
    }
  }

  /** The order or its instrument's position has changed. */
  void update(final Order order) {
    final InstrumentTerms instrument = terms.instruments().get(order.securityId);
    hold(order, Reservation.of(order, instrument), instrument);
  }

  /**
   * As {@link #update}, if the account can afford it.
   *
   * @return false if it cannot: then nothing has changed
   */
  boolean tryUpdate(final Order order) {
    final InstrumentTerms instrument = terms.instruments().get(order.securityId);
    final Reservation before = order.reservation;
    final BigInteger quoteBefore = requirement(instrument.quoteCurrency());
    final BigInteger baseBefore = requirement(instrument.baseCurrency());
    hold(order, Reservation.of(order, instrument), instrument);
    if (onlyReduces(order, instrument)
        || (isCovered(instrument.quoteCurrency(), quoteBefore)
            && isCovered(instrument.baseCurrency(), baseBefore))) {
      return true;
    }
    hold(order, before, instrument);
    return false;
  }

  private boolean isCovered(final String currency, final BigInteger requirementBefore) {
    return requirement(currency).compareTo(requirementBefore) <= 0
        || available(currency).signum() >= 0;
  }

  private boolean onlyReduces(final Order order, final InstrumentTerms instrument) {
    if (!instrument.isCfd()) {
      return false;
    }
    final long position = positions.quantity(order.securityId);
    final Exposure exposure = exposures.get(order.securityId);
    return order.side == Side.BUY
        ? position < 0 && exposure.buyQty <= -position
        : position > 0 && exposure.sellQty <= position;
  }

  private void hold(
      final Order order, final Reservation reservation, final InstrumentTerms instrument) {
    final Exposure exposure =
        exposures.computeIfAbsent(order.securityId, instrumentId -> new Exposure());
    exposure.remove(order.side, order.reservation);
    drop(instrument, exposure);
    order.reservation = reservation;
    exposure.add(order.side, reservation);
    require(instrument, exposure);
  }

  /** The instrument's position has changed. */
  void refresh(final long instrumentId) {
    final InstrumentTerms instrument = terms.instruments().get(instrumentId);
    final Exposure exposure = exposures.computeIfAbsent(instrumentId, id -> new Exposure());
    drop(instrument, exposure);
    require(instrument, exposure);
  }

  private void drop(final InstrumentTerms instrument, final Exposure exposure) {
    change(instrument.quoteCurrency(), exposure.quoteRequired.negate());
    change(instrument.baseCurrency(), exposure.baseRequired.negate());
  }

  private void require(final InstrumentTerms instrument, final Exposure exposure) {
    exposure.quoteRequired =
        instrument.isCfd() ? cfdRequirement(instrument, exposure) : exposure.quote;
    exposure.baseRequired = exposure.base;
    change(instrument.quoteCurrency(), exposure.quoteRequired);
    change(instrument.baseCurrency(), exposure.baseRequired);
  }

  private BigInteger cfdRequirement(final InstrumentTerms instrument, final Exposure exposure) {
    final BigInteger position = positions.signedNotional(instrument.instrument());
    final BigInteger worst =
        position.add(exposure.openBuy).abs().max(position.subtract(exposure.openSell).abs());
    return Exact.product(worst, instrument.marginRate(), RoundingMode.UP).add(exposure.fees);
  }

  private void change(final String currency, final BigInteger amount) {
    if (amount.signum() != 0) {
      requirements.merge(currency, amount, BigInteger::add);
    }
  }

  BigInteger requirement(final String currency) {
    return requirements.getOrDefault(currency, BigInteger.ZERO);
  }

  BigInteger available(final String currency) {
    return withdrawable(currency).add(credit(currency));
  }

  /** Available without credit: that is for trading, not for taking out. */
  BigInteger withdrawable(final String currency) {
    return ledger.cash(currency).subtract(requirement(currency));
  }

  private BigInteger credit(final String currency) {
    return currency.equals(terms.creditCurrency())
        ? BigInteger.valueOf(terms.creditLimit())
        : BigInteger.ZERO;
  }

  /** Open quantity of both sides and the position's magnitude: no settlement can exceed it. */
  BigInteger greatestQuantity(final long instrument) {
    final Exposure exposure = exposures.get(instrument);
    final BigInteger position = BigInteger.valueOf(positions.quantity(instrument)).abs();
    return exposure == null
        ? position
        : position
            .add(BigInteger.valueOf(exposure.buyQty))
            .add(BigInteger.valueOf(exposure.sellQty));
  }

  /** Currencies with cash, credit or a requirement. */
  SortedSet<String> currencies() {
    final TreeSet<String> currencies = new TreeSet<>(requirements.keySet());
    ledger.forEach(
        (key, amount) -> {
          if (key.book() == Ledger.Book.CASH) {
            currencies.add(key.currency());
          }
        });
    if (terms.creditLimit() != 0) {
      currencies.add(terms.creditCurrency());
    }
    currencies.removeIf(
        currency ->
            requirement(currency).signum() == 0
                && ledger.cash(currency).signum() == 0
                && credit(currency).signum() == 0);
    return currencies;
  }
}
