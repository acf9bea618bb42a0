package io.qanat.pricing.core;

import io.qanat.codecs.liquidity.SpreadAction;
import io.qanat.codecs.value.Fixed8;
import io.qanat.liquidity.core.WideSum;
import java.math.RoundingMode;

/**
 * Makes a partner's bid and offer out of a pool's, step by step. All are {@link Fixed8}; prices may
 * be negative or zero, and {@link Fixed8#NULL} is an absent side, which stays absent.
 *
 * <pre>
 *   input    bid above offer: both become their middle (bid down, offer up), and are indicative
 *   skew     both + s;  s = −sign(position) × min(skewMax, w),
 *            w = (skewPx + skewVolatility × volatility) × min(|position|, skewPosition) ÷ skewPosition,
 *            rounded down: a long house makes both sides cheaper, by the same amount
 *   markup   bid − m(bid), offer + m(offer);  m(p) = markupPx + |p| × markupRate rounded up,
 *            + widenPx while |position| is above widenPosition
 *   limits   a spread below minSpread or above maxSpread:
 *            PASS        stays
 *            ABSORB      becomes the limit, around the same middle (bid rounded down)
 *            INVALIDATE  is shown, but indicative: nobody trades on it
 *            REJECT      there is no price
 *   round    bid down, offer up, to a multiple of priceIncrement
 *   range    a side beyond the instrument's price limits is absent
 * </pre>
 *
 * <p>No step lets a bid come above its offer: skew moves both alike, markup is never negative,
 * limits are spreads of 0 or more, rounding goes apart. That holds for every sign of prices and
 * position, since nothing but |price| and |position| is multiplied. A limit holds before rounding,
 * which adds less than two increments.
 *
 * <p>Reusable; allocates nothing.
 */
public final class PriceFormation {
  /** Prices beyond this are absent, so that no step overflows. */
  private static final long PRICE_MAX = 1_000_000_000_000_000_000L;

  private final WideSum sum = new WideSum();
  private PolicyTerms policy;
  private HouseTerms house;
  private long position;
  private long bid;
  private long offer;
  private long skew;
  private long bidMarkup;
  private long offerMarkup;
  private int flags;

  /** Makes the prices of one tier. */
  public void form(
      final PolicyTerms newPolicy,
      final HouseTerms newHouse,
      final long poolBid,
      final long poolOffer,
      final long newPosition,
      final long volatility,
      final long lowLimit,
      final long highLimit) {
    policy = newPolicy;
    house = newHouse;
    position = newPosition;
    flags = 0;
    skew = 0;
    bidMarkup = 0;
    offerMarkup = 0;
    bid = inRange(poolBid, -PRICE_MAX, PRICE_MAX);
    offer = inRange(poolOffer, -PRICE_MAX, PRICE_MAX);
    if (bid == Fixed8.NULL || offer == Fixed8.NULL) {
      flags |= PriceFlags.NO_LIQUIDITY;
    } else if (bid > offer) {
      final long middle2 = bid + offer;
      bid = middle2 >> 1;
      offer = middle2 - bid;
      flags |= PriceFlags.CROSSED_INPUT | PriceFlags.INDICATIVE;
    }
    skew(volatility);
    markUp();
    limitSpread();
    round();
    bid = inRange(bid, lowLimit, highLimit);
    offer = inRange(offer, lowLimit, highLimit);
  }

  private void skew(final long volatility) {
    if (!policy.skewed() || house.skewPosition() == 0 || position == 0) {
      return;
    }
    final long weight =
        house.skewPx() + Fixed8.multiply(house.skewVolatility(), volatility, RoundingMode.DOWN);
    final long part = Math.min(Math.abs(position), house.skewPosition());
    final long wanted =
        sum.clear().add(weight, part).divide(house.skewPosition(), RoundingMode.FLOOR);
    final long size = Math.min(wanted, house.skewMax());
    if (size < wanted) {
      flags |= PriceFlags.SKEW_BOUND;
    }
    if (size != 0) {
      flags |= PriceFlags.SKEWED;
    }
    skew = position > 0 ? -size : size;
    bid = bid == Fixed8.NULL ? bid : bid + skew;
    offer = offer == Fixed8.NULL ? offer : offer + skew;
  }

  private void markUp() {
    final boolean wide = house.widenPosition() != 0 && Math.abs(position) > house.widenPosition();
    final long fixed = policy.markupPx() + (wide ? house.widenPx() : 0);
    if (wide && house.widenPx() != 0) {
      flags |= PriceFlags.HOUSE_WIDENED;
    }
    if (bid != Fixed8.NULL) {
      bidMarkup = fixed + Fixed8.multiply(Math.abs(bid), policy.markupRate(), RoundingMode.UP);
      bid -= bidMarkup;
    }
    if (offer != Fixed8.NULL) {
      offerMarkup = fixed + Fixed8.multiply(Math.abs(offer), policy.markupRate(), RoundingMode.UP);
      offer += offerMarkup;
    }
  }

  private void limitSpread() {
    if (bid == Fixed8.NULL || offer == Fixed8.NULL) {
      return;
    }
    final long spread = offer - bid;
    if (policy.minSpread() != 0 && spread < policy.minSpread()) {
      limitSpread(policy.minSpreadAction(), policy.minSpread(), PriceFlags.SPREAD_WIDENED);
    } else if (policy.maxSpread() != 0 && spread > policy.maxSpread()) {
      limitSpread(policy.maxSpreadAction(), policy.maxSpread(), PriceFlags.SPREAD_NARROWED);
    }
  }

  private void limitSpread(final SpreadAction action, final long limit, final int absorbed) {
    switch (action) {
      case ABSORB -> {
        bid = (bid + offer - limit) >> 1;
        offer = bid + limit;
        flags |= absorbed;
      }
      case INVALIDATE -> flags |= PriceFlags.SPREAD_INVALID | PriceFlags.INDICATIVE;
      case REJECT -> {
        bid = Fixed8.NULL;
        offer = Fixed8.NULL;
        flags |= PriceFlags.SPREAD_REJECTED | PriceFlags.INDICATIVE;
      }
      default -> {
        // PASS: it stays as it is.
      }
    }
  }

  private void round() {
    final long increment = policy.priceIncrement();
    if (bid != Fixed8.NULL) {
      bid -= Math.floorMod(bid, increment);
    }
    if (offer != Fixed8.NULL) {
      offer += Math.floorMod(-offer, increment);
    }
  }

  private long inRange(final long price, final long low, final long high) {
    if (price == Fixed8.NULL || (price >= low && price <= high)) {
      return price;
    }
    flags |= PriceFlags.OUT_OF_RANGE;
    return Fixed8.NULL;
  }

  /** {@link Fixed8#NULL}: there is none. */
  public long bid() {
    return bid;
  }

  /** {@link Fixed8#NULL}: there is none. */
  public long offer() {
    return offer;
  }

  /** {@link PriceFlags}. */
  public int flags() {
    return flags;
  }

  /** By how much both sides were moved. */
  public long skew() {
    return skew;
  }

  /** By how much the bid was lowered. */
  public long bidMarkup() {
    return bidMarkup;
  }

  /** By how much the offer was raised. */
  public long offerMarkup() {
    return offerMarkup;
  }
}
