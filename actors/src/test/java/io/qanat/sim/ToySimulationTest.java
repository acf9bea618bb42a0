package io.qanat.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.core.EntityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToySimulationTest {
  private static final int ENTITIES = 5;
  private static final int PAYMENTS = 150;

  /** Small windows and snapshots, so that every path is taken often. */
  private static final EntityConfig CONFIG =
      EntityConfig.of(
          ConfigFactory.parseString(
                  "qanat.entity { window-entries = 8, peer-window = 4, ack-every = 3,"
                      + " snapshot-floor-entries = 7, snapshot-floor-bytes = 1 KiB,"
                      + " snapshot-interval = 20 ms, resend-after = 100 ms }")
              .withFallback(ConfigFactory.defaultReference()));

  /** Counts answers, and sends again what was refused, as a client would who does not look. */
  private static final class PayingEdge implements Edge {
    private final Map<Long, Integer> replies = new TreeMap<>();
    private final boolean triesAgain;
    private Simulation simulation;

    PayingEdge(final boolean triesAgain) {
      this.triesAgain = triesAgain;
    }

    @Override
    public void onReport(final long key, final DirectBuffer b, final int offset, final int n) {}

    @Override
    public void onReply(final long id, final DirectBuffer b, final int offset, final int n) {
      replies.merge(id, 1, Integer::sum);
    }

    @Override
    public void onMarketData(
        final long entity,
        final long epoch,
        final MDFeed feed,
        final DirectBuffer buffer,
        final int offset,
        final int length) {}

    @Override
    public void onInstrumentStarted(final long entity, final long epoch) {}

    @Override
    public void onRefused(
        final long entity,
        final Refusal refusal,
        final int retryAfterMillis,
        final long requestId,
        final DirectBuffer input,
        final int offset,
        final int length) {
      if (triesAgain) {
        simulation
            .scheduler()
            .after(
                TimeUnit.MILLISECONDS.toNanos(retryAfterMillis),
                () -> simulation.input(entity, input));
      }
    }
  }

  private static long account(final int number) {
    return EntityKey.account(number);
  }

  private static Simulation simulation(final long seed, final Faults faults, final PayingEdge e) {
    e.simulation = new Simulation(seed, faults, ToyCore.factory(), e, CONFIG);
    return e.simulation;
  }

  /**
   * The core hashes after payments made one at a time; channels differ by what they trimmed when.
   */
  private static List<Long> oneAtATime(final long seed, final Faults faults) {
    final Simulation simulation = simulation(seed, faults, new PayingEdge(false));
    final SplittableRandom payments = new SplittableRandom(seed);
    for (int i = 1; i <= PAYMENTS / 2; i++) {
      final int payer = 1 + payments.nextInt(ENTITIES);
      final int payee = 1 + (payer + payments.nextInt(ENTITIES - 1)) % ENTITIES;
      final long amount = 1L + payments.nextInt(9);
      final DirectBuffer input = ToyCore.pay(account(payee), amount, i);
      pay(simulation, account(payer), input);
      simulation.runToQuiescence();
    }
    final List<Long> hashes = new ArrayList<>();
    for (int i = 1; i <= ENTITIES; i++) {
      hashes.add(simulation.core(account(i)).stateHash());
    }
    return hashes;
  }

  /** Makes sure that the input is logged: an unanswered one is lost with a crash or it is not. */
  private static void pay(final Simulation simulation, final long payer, final DirectBuffer input) {
    final int before = logged(simulation, payer);
    do {
      simulation.input(payer, input);
      simulation.runToQuiescence();
    } while (logged(simulation, payer) == before);
  }

  private static int logged(final Simulation simulation, final long payer) {
    return (int)
        simulation.log().history(payer).stream()
            .filter(e -> e.cause().entity() == 0 && isClient(e.input()))
            .count();
  }

  private static boolean isClient(final DirectBuffer input) {
    return input.getShort(2, java.nio.ByteOrder.LITTLE_ENDIAN) == 3;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aFaultyRunEndsLikeAFaultlessOne(final long seed) {
    assertThat(oneAtATime(seed, Faults.MANY))
        .as("seed " + seed)
        .isEqualTo(oneAtATime(seed, Faults.NONE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void nothingIsLostOrPaidTwiceWhateverHappens(final long seed) {
    final PayingEdge edge = new PayingEdge(true);
    final Simulation simulation = simulation(seed, Faults.MANY, edge);
    final SplittableRandom payments = new SplittableRandom(seed);
    for (int i = 1; i <= PAYMENTS; i++) {
      final int payer = 1 + payments.nextInt(ENTITIES);
      final int payee = 1 + (payer + payments.nextInt(ENTITIES - 1)) % ENTITIES;
      simulation.input(account(payer), ToyCore.pay(account(payee), 1L + payments.nextInt(9), i));
      simulation.runFor(payments.nextLong(3_000_000));
    }
    simulation.runFor(TimeUnit.SECONDS.toNanos(1));
    simulation.heal();
    simulation.runToQuiescence();

    long sum = 0;
    for (int i = 1; i <= ENTITIES; i++) {
      sum += ((ToyCore) simulation.core(account(i))).balance();
    }
    assertThat(sum).as("seed " + seed + ": what one has paid another has got").isZero();
    assertThat(edge.replies.values()).as("seed " + seed).allMatch(times -> times == 1);
    assertThat(simulation.crashes()).as("seed " + seed).isGreaterThan(10);
    assertThat(simulation.recoveries()).as("seed " + seed).isGreaterThan(10);
  }
}
