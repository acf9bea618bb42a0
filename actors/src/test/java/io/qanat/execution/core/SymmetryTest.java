package io.qanat.execution.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.value.Fixed8;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Slippage is given and taken alike. Two hubs see the same market, one of them in the mirror:
 * prices with the other sign, buyers for sellers. Every execution of the one must be the other's
 * with the other sign, and what providers give better or worse must arrive at the clients to the
 * last digit.
 *
 * <p>The long run is of a million executions: {@code mvn -pl actors -am test -Dtest=SymmetryTest
 * -Dqanat.executions=1000000 -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SymmetryTest {
  private static final int EXECUTIONS = Integer.getInteger("qanat.executions", 4_000);
  private static final int MARKUP = 3;

  /** One of the two hubs. */
  private static final class Mirror {
    private final HubDesk desk = new HubDesk(1);
    private final int sign;

    Mirror(final int sign, final ExecutionMode mode) {
      this.sign = sign;
      desk.define(
          new PolicyBook()
              .with(
                  1,
                  2,
                  policy -> {
                    policy.mode = mode;
                    policy.markupPx = "0.03";
                    policy.sizes = List.of("100");
                  }));
    }

    private static String px(final int cents) {
      return Fixed8.format(cents * (Fixed8.ONE / 100));
    }

    void quote(final int bid, final int offer) {
      desk.nowNanos += 1_000;
      desk.quote(1, px(sign > 0 ? bid : -offer), "100", px(sign > 0 ? offer : -bid), "100");
    }

    List<String> order(final int number, final boolean buy, final Integer limit) {
      return desk.ioc(
          21,
          number,
          (sign > 0) == buy ? Side.BUY : Side.SELL,
          "10",
          limit == null ? null : px(sign * limit));
    }

    List<String> fill(final long order, final int px) {
      return desk.fill(1, order, "10", px(sign * px));
    }

    /** Price of the fill in cents, in the first hub's sign; null: there is none. */
    Integer filled(final List<String> outputs) {
      for (final String line : outputs) {
        if (line.contains("TRADED 10@")) {
          final String px = line.substring(line.indexOf('@') + 1, line.indexOf(" leaves"));
          return sign * Math.toIntExact(Fixed8.parse(px) / (Fixed8.ONE / 100));
        }
      }
      return null;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AGENCY", "PRINCIPAL"})
  void whatIsBetterAndWhatIsWorseIsPassedOnAlike(final ExecutionMode mode) {
    final Mirror one = new Mirror(1, mode);
    final Mirror other = new Mirror(-1, mode);
    final Random random = new Random(20_200_420);
    int middle = 0;
    long better = 0;
    long worse = 0;
    int executions = 0;
    long providerOrder = 0;
    for (int number = 1; executions < EXECUTIONS; number++) {
      // What the client saw, and what the market is when its order arrives.
      final int half = 1 + random.nextInt(5);
      final boolean buy = random.nextBoolean();
      final int shown = buy ? middle + half + MARKUP : middle - half - MARKUP;
      middle += random.nextInt(21) - 10;
      one.quote(middle - half, middle + half);
      other.quote(middle - half, middle + half);
      final int tolerance = random.nextInt(8);
      final Integer limit =
          random.nextInt(3) == 0
              ? null
              : Integer.valueOf(buy ? shown + tolerance : shown - tolerance);
      final List<String> outputs = one.order(number, buy, limit);
      final List<String> mirrored = other.order(number, buy, limit);
      final int now = buy ? middle + half + MARKUP : middle - half - MARKUP;
      final boolean within = limit == null || (buy ? now <= limit : now >= limit);
      Integer px = one.filled(outputs);
      if (mode == ExecutionMode.PRINCIPAL) {
        assertThat(px).isEqualTo(within ? Integer.valueOf(now) : null);
        assertThat(other.filled(mirrored)).isEqualTo(px);
      } else if (within) {
        providerOrder++;
        // The provider slips either way, as far as its limit.
        final int slip = limit == null ? -random.nextInt(5) : random.nextInt(9) - 4;
        final int most = limit == null ? 0 : Math.abs(limit - now);
        final int given = Math.min(slip, most);
        final int quoted = buy ? middle + half : middle - half;
        final int providerPx = buy ? quoted + given : quoted - given;
        px = one.filled(one.fill(providerOrder, providerPx));
        assertThat(other.filled(other.fill(providerOrder, providerPx))).isEqualTo(px);
        assertThat(px).isEqualTo(buy ? now + given : now - given);
      } else {
        assertThat(px).isNull();
        assertThat(outputs).contains("21 CANCELED 10 UNFILLED").hasSameSizeAs(mirrored);
      }
      if (px != null) {
        executions++;
        final int slippage = buy ? px - shown : shown - px;
        better += slippage < 0 ? 1 : 0;
        worse += slippage > 0 ? 1 : 0;
        if (limit != null) {
          assertThat(slippage).isLessThanOrEqualTo(tolerance);
        }
      }
    }
    assertThat(better).isPositive();
    assertThat(worse).isPositive();
    assertThat(one.desk.clients).isEqualTo(-other.desk.clients);
    assertThat(one.desk.core.exposures().house().cash().saturated())
        .isEqualTo(other.desk.core.exposures().house().cash().saturated());
  }
}
