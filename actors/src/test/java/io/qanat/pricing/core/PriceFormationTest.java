package io.qanat.pricing.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.PriceSource;
import io.qanat.codecs.liquidity.Routing;
import io.qanat.codecs.liquidity.SpreadAction;
import io.qanat.codecs.value.Fixed8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Each step of forming a price, across the sign of price and position. */
class PriceFormationTest {
  private static final long LOW = Fixed8.parse("-1000000");
  private static final long HIGH = Fixed8.parse("1000000");
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /** What a price is made of. */
  record Given(
      PolicyTerms policy,
      HouseTerms house,
      long poolBid,
      long poolOffer,
      long position,
      long volatility) {
    Given mirrored() {
      return new Given(policy, house, -poolOffer, -poolBid, -position, volatility);
    }
  }

  private final PriceFormation formation = new PriceFormation();

  private static PolicyTerms policy(
      final boolean skewed,
      final String markupPx,
      final String markupRate,
      final String minSpread,
      final SpreadAction minAction,
      final String maxSpread,
      final SpreadAction maxAction,
      final String increment) {
    return new PolicyTerms(
        1,
        "p",
        7,
        1,
        PriceSource.BEST,
        skewed,
        Fixed8.parse(markupPx),
        Fixed8.parse(markupRate),
        Fixed8.parse(minSpread),
        minAction,
        Fixed8.parse(maxSpread),
        maxAction,
        Fixed8.parse(increment),
        0,
        ExecutionMode.PRINCIPAL,
        Routing.SWEEP,
        List.of(Fixed8.ONE),
        List.of());
  }

  private static HouseTerms house(
      final String skewPx, final String skewVolatility, final String skewMax) {
    return new HouseTerms(
        Fixed8.parse(skewPx),
        Fixed8.parse(skewVolatility),
        Fixed8.parse("100"),
        Fixed8.parse(skewMax),
        4,
        Fixed8.parse("150"),
        Fixed8.parse("0.5"),
        0,
        0,
        1,
        0,
        0,
        0,
        1_000_000_000,
        1_000_000_000);
  }

  private String form(
      final PolicyTerms policy,
      final HouseTerms house,
      final String bid,
      final String offer,
      final String position) {
    formation.form(
        policy,
        house,
        bid == null ? Fixed8.NULL : Fixed8.parse(bid),
        offer == null ? Fixed8.NULL : Fixed8.parse(offer),
        Fixed8.parse(position),
        0,
        LOW,
        HIGH);
    return text(formation.bid()) + "/" + text(formation.offer()) + " " + formation.flags();
  }

  private static String text(final long price) {
    return price == Fixed8.NULL ? "-" : Fixed8.format(price);
  }

  @Example
  void aLongHouseIsCheaperAndAShortOneDearerOnBothSides() {
    final PolicyTerms skewed =
        policy(true, "0", "0", "0", SpreadAction.PASS, "0", SpreadAction.PASS, "0.01");
    final HouseTerms house = house("1", "0", "0.8");
    assertThat(form(skewed, house, "-37", "-36", "50")).isEqualTo("-37.5/-36.5 8");
    assertThat(form(skewed, house, "-37", "-36", "-50")).isEqualTo("-36.5/-35.5 8");
    assertThat(form(skewed, house, "37", "38", "100")).isEqualTo("36.2/37.2 24");
    assertThat(form(skewed, house, "0", "0.02", "0")).isEqualTo("0/0.02 0");
  }

  @Example
  void aMarkupIsWorseOnBothSidesOfZero() {
    final PolicyTerms marked =
        policy(false, "0.1", "0.01", "0", SpreadAction.PASS, "0", SpreadAction.PASS, "0.001");
    final HouseTerms house = house("0", "0", "0");
    assertThat(form(marked, house, "-37", "-36", "0")).isEqualTo("-37.47/-35.54 0");
    assertThat(form(marked, house, "36", "37", "0")).isEqualTo("35.54/37.47 0");
    assertThat(form(marked, house, "-1", "1", "0")).isEqualTo("-1.11/1.11 0");
    assertThat(form(marked, house, "0", "0", "200")).isEqualTo("-0.6/0.6 512");
  }

  @Example
  void aSpreadBeyondItsLimitIsAbsorbedPassedShownOrRejected() {
    final HouseTerms house = house("0", "0", "0");
    assertThat(
            List.of(SpreadAction.ABSORB, SpreadAction.PASS).stream()
                .map(
                    action ->
                        form(
                            policy(false, "0", "0", "1", action, "2", action, "0.01"),
                            house,
                            "-2",
                            "1.01",
                            "0"))
                .toList())
        .containsExactly("-1.5/0.51 64", "-2/1.01 0");
    final PolicyTerms strict =
        policy(false, "0", "0", "1", SpreadAction.INVALIDATE, "2", SpreadAction.REJECT, "0.01");
    assertThat(form(strict, house, "0.2", "0.4", "0")).isEqualTo("0.2/0.4 129");
    assertThat(form(strict, house, "-2", "1", "0")).isEqualTo("-/- 257");
    final PolicyTerms wide =
        policy(false, "0", "0", "1", SpreadAction.ABSORB, "0", SpreadAction.PASS, "0.01");
    assertThat(form(wide, house, "0.2", "0.4", "0")).isEqualTo("-0.2/0.8 32");
  }

  @Example
  void aPoolThatIsCrossedMakesAnIndicativePriceAndOneWithoutASideNone() {
    final PolicyTerms plain =
        policy(false, "0.1", "0", "0", SpreadAction.PASS, "0", SpreadAction.PASS, "0.01");
    final HouseTerms house = house("0", "0", "0");
    assertThat(form(plain, house, "2", "1", "0")).isEqualTo("1.4/1.6 5");
    assertThat(form(plain, house, null, "1", "0")).isEqualTo("-/1.1 2");
    assertThat(form(plain, house, "999999.95", "1000000", "0")).isEqualTo("999999.85/- 1024");
  }

  private void form(final Given given) {
    formation.form(
        given.policy,
        given.house,
        given.poolBid,
        given.poolOffer,
        given.position,
        given.volatility,
        -NO_LIMIT,
        NO_LIMIT);
  }

  @Property(tries = 3000)
  void noBookIsEverCrossed(@ForAll("anything") final Given given) {
    form(given);
    if (formation.bid() != Fixed8.NULL && formation.offer() != Fixed8.NULL) {
      assertThat(formation.bid()).isLessThanOrEqualTo(formation.offer());
    }
  }

  @Property(tries = 3000)
  void whatIsBoughtMirrorsWhatIsSold(@ForAll("anything") final Given given) {
    form(given);
    final long bid = formation.bid();
    final long offer = formation.offer();
    final int flags = formation.flags();
    final long skew = formation.skew();
    form(given.mirrored());
    assertThat(formation.skew()).isEqualTo(-skew);
    assertThat(formation.flags()).isEqualTo(flags);
    // The middle of an odd sum lies between two steps and goes down, so a step may differ.
    assertThat(Math.abs(mirrored(offer) - formation.bid()))
        .isLessThanOrEqualTo(given.policy.priceIncrement());
    assertThat(Math.abs(mirrored(bid) - formation.offer()))
        .isLessThanOrEqualTo(given.policy.priceIncrement());
  }

  private static long mirrored(final long price) {
    return price == Fixed8.NULL ? Fixed8.NULL : -price;
  }

  @Property(tries = 3000)
  void skewIsAgainstThePositionWithinItsBoundsAndLikeTheFormula(
      @ForAll("anything") final Given given) {
    form(given);
    final long skew = formation.skew();
    final HouseTerms house = given.house;
    assertThat(Math.abs(skew)).isLessThanOrEqualTo(house.skewMax());
    if (!given.policy.skewed()) {
      assertThat(skew).isZero();
      return;
    }
    assertThat(Long.signum(skew) * Long.signum(given.position)).isLessThanOrEqualTo(0);
    final BigDecimal weight =
        BigDecimal.valueOf(house.skewPx())
            .add(
                BigDecimal.valueOf(house.skewVolatility())
                    .multiply(BigDecimal.valueOf(given.volatility))
                    .divide(BigDecimal.valueOf(Fixed8.ONE), 0, RoundingMode.DOWN));
    final long part = Math.min(Math.abs(given.position), house.skewPosition());
    final BigInteger wanted =
        weight
            .multiply(BigDecimal.valueOf(part))
            .divide(BigDecimal.valueOf(house.skewPosition()), 0, RoundingMode.DOWN)
            .toBigInteger();
    assertThat(BigInteger.valueOf(Math.abs(skew)))
        .isEqualTo(wanted.min(BigInteger.valueOf(house.skewMax())));
  }

  @Property(tries = 3000)
  void markupIsNeverNegativeAndLikeTheFormula(@ForAll("anything") final Given given) {
    form(given);
    if (given.poolBid > given.poolOffer) {
      return;
    }
    assertThat(formation.bidMarkup()).isEqualTo(markup(given, given.poolBid + formation.skew()));
    assertThat(formation.offerMarkup())
        .isEqualTo(markup(given, given.poolOffer + formation.skew()))
        .isNotNegative();
  }

  private static long markup(final Given given, final long price) {
    final long part =
        BigDecimal.valueOf(price)
            .abs()
            .multiply(BigDecimal.valueOf(given.policy.markupRate()))
            .divide(BigDecimal.valueOf(Fixed8.ONE), 0, RoundingMode.UP)
            .longValueExact();
    final boolean wide = Math.abs(given.position) > given.house.widenPosition();
    return given.policy.markupPx() + part + (wide ? given.house.widenPx() : 0);
  }

  @Property(tries = 3000)
  void anAbsorbedSpreadIsTheLimitUpToItsRounding(@ForAll("anything") final Given given) {
    form(given);
    final int absorbed = PriceFlags.SPREAD_WIDENED | PriceFlags.SPREAD_NARROWED;
    if ((formation.flags() & absorbed) == 0) {
      return;
    }
    final long limit =
        (formation.flags() & PriceFlags.SPREAD_WIDENED) != 0
            ? given.policy.minSpread()
            : given.policy.maxSpread();
    final long spread = formation.offer() - formation.bid();
    assertThat(spread).isBetween(limit, limit + 2 * given.policy.priceIncrement());
  }

  @Property(tries = 3000)
  void pricesAreMultiplesOfTheIncrementAgainstTheTaker(@ForAll("anything") final Given given) {
    form(given);
    if (formation.bid() == Fixed8.NULL || formation.offer() == Fixed8.NULL) {
      return;
    }
    assertThat(formation.bid() % given.policy.priceIncrement()).isZero();
    assertThat(formation.offer() % given.policy.priceIncrement()).isZero();
    final int limited =
        PriceFlags.SPREAD_WIDENED | PriceFlags.SPREAD_NARROWED | PriceFlags.CROSSED_INPUT;
    if ((formation.flags() & limited) == 0) {
      assertThat(formation.bid())
          .isLessThanOrEqualTo(given.poolBid + formation.skew() - formation.bidMarkup());
      assertThat(formation.offer())
          .isGreaterThanOrEqualTo(given.poolOffer + formation.skew() + formation.offerMarkup());
    }
  }

  @Provide
  Arbitrary<Given> anything() {
    final Arbitrary<Long> price =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-200, 200),
            Arbitraries.longs().between(-10_000_000_000L, 10_000_000_000L),
            Arbitraries.longs()
                .between(-Fixed8.ofUnits(5_000_000_000L), Fixed8.ofUnits(5_000_000_000L)));
    final Arbitrary<Long> spread = Arbitraries.longs().between(-500_000_000L, 2_000_000_000L);
    final Arbitrary<Long> position =
        Arbitraries.longs().between(-Fixed8.ofUnits(300), Fixed8.ofUnits(300));
    final Arbitrary<Long> volatility = Arbitraries.longs().between(0, Fixed8.ofUnits(3));
    return Combinators.combine(policies(), houses(), price, spread, position, volatility)
        .as(
            (policy, house, bid, width, net, moves) ->
                new Given(policy, house, bid, bid + width, net, moves));
  }

  private static Arbitrary<PolicyTerms> policies() {
    final Arbitrary<SpreadAction> action =
        Arbitraries.of(
            SpreadAction.PASS, SpreadAction.ABSORB, SpreadAction.INVALIDATE, SpreadAction.REJECT);
    final Arbitrary<Long> limit = Arbitraries.longs().between(0, 1_000_000_000L);
    final Arbitrary<Long> increment = Arbitraries.of(1L, 7L, 1_000L, 1_000_000L, 25_000_000L);
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 300_000_000L),
            Arbitraries.longs().between(0, 5_000_000L),
            limit,
            action,
            limit,
            action,
            increment)
        .as(
            (skewed, px, rate, min, minAction, more, maxAction, step) ->
                new PolicyTerms(
                    1,
                    "p",
                    7,
                    1,
                    PriceSource.BEST,
                    skewed,
                    px,
                    rate,
                    min,
                    minAction,
                    more == 0 ? 0 : min + more,
                    maxAction,
                    step,
                    0,
                    ExecutionMode.PRINCIPAL,
                    Routing.SWEEP,
                    List.of(Fixed8.ONE),
                    List.of()));
  }

  private static Arbitrary<HouseTerms> houses() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 500_000_000L),
            Arbitraries.longs().between(0, Fixed8.ofUnits(5)),
            Arbitraries.longs().between(1, Fixed8.ofUnits(200)),
            Arbitraries.longs().between(0, 800_000_000L),
            Arbitraries.longs().between(1, Fixed8.ofUnits(200)),
            Arbitraries.longs().between(0, 100_000_000L))
        .as(
            (px, volatility, position, most, widenAt, widen) ->
                new HouseTerms(
                    px,
                    volatility,
                    position,
                    most,
                    4,
                    widenAt,
                    widen,
                    0,
                    0,
                    1,
                    0,
                    0,
                    0,
                    1_000_000_000,
                    1_000_000_000));
  }
}
