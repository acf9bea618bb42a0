package io.qanat.loadtest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.sharding.Cores;
import io.qanat.sim.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorTest {
  /** Within so many seeds each planted bug is found. */
  private static final int SEEDS_TO_FIND_A_BUG = 10;

  private static final long BUG_NANOS = TimeUnit.SECONDS.toNanos(8);

  private static SimulateRun hub(final SimulationOptions options) {
    return SimulateRun.of(options, new TradingWorld.Variant(new Cores(), log -> {}));
  }

  @ParameterizedTest
  @CsvSource({
    "7, QUIET",
    "8, TREND",
    "9, FLASH_CRASH",
    "10, NEWS_GAP",
    "11, NEGATIVE_PRICES",
    "12, PROVIDER_OUTAGE"
  })
  void whatMustHoldHoldsInEveryMarketWhateverHappens(final long seed, final MarketShape shape) {
    final SimulationOptions options =
        SimulationOptions.of(seed, TimeUnit.SECONDS.toNanos(10), shape);
    final SimulateRun run = hub(options);

    assertThat(run.failure()).as(options.command()).isNull();
    assertThat(run.figures()).as(options.command()).containsEntry("executions", sides(run));
    assertThat(run.figures().get("trades")).as(options.command()).isGreaterThan(10);
    assertThat(run.figures().get("operatorActs")).as(options.command()).isPositive();
    assertThat(run.faults().keySet())
        .as(options.command())
        .contains(Fault.DROP, Fault.DUPLICATE, Fault.ENTITY_CRASH, Fault.CLIENT_LOST);
  }

  private static long sides(final SimulateRun run) {
    return 2 * run.figures().get("trades");
  }

  @Test
  void equalOptionsGiveEqualRuns() {
    final SimulationOptions options =
        SimulationOptions.of(3, TimeUnit.SECONDS.toNanos(4), MarketShape.NEWS_GAP);
    final SimulateRun first = hub(options);
    final SimulateRun second = hub(options);

    assertThat(second.figures()).isEqualTo(first.figures());
    assertThat(second.faults()).isEqualTo(first.faults());
    assertThat(second.faultNames()).isEqualTo(first.faultNames()).isNotEmpty();
    assertThat(hub(options.withSeed(4)).figures()).isNotEqualTo(first.figures());
  }

  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  void aPlantedBugIsFoundWithinTenSeeds(final PlantedBug bug) {
    final StringWriter said = new StringWriter();
    final boolean passed =
        new Simulator(new PrintWriter(said), 0, o -> SimulateRun.of(o, bug.variant()))
            .run(SimulationOptions.of(1, BUG_NANOS, MarketShape.QUIET), SEEDS_TO_FIND_A_BUG);

    assertThat(passed).as("%s: %s", bug, said).isFalse();
    assertThat(said.toString())
        .contains("FAILED", "commit ", "again: java -jar loadtest/target/loadtest.jar simulate");
  }

  @Test
  void aFailureIsMadeSmaller() {
    final SimulateRun failed =
        SimulateRun.of(
            SimulationOptions.of(1, BUG_NANOS, MarketShape.QUIET), PlantedBug.ROUNDING.variant());
    assertThat(failed.isFailed()).isTrue();

    final SimulateRun smaller =
        new Shrinker(o -> SimulateRun.of(o, PlantedBug.ROUNDING.variant()), 20).shrink(failed);

    assertThat(smaller.isFailed()).isTrue();
    assertThat(smaller.options().seed()).isEqualTo(1);
    assertThat(smaller.options().faults()).as("rounding needs no faults").isEqualTo(Set.of());
    assertThat(smaller.options().command()).endsWith("--faults none");
  }

  @Tag("soak")
  @ParameterizedTest
  @CsvSource({"1, 500, QUIET", "10001, 500, FLASH_CRASH", "20001, 500, NEGATIVE_PRICES"})
  void manySeedsPass(final long first, final long seeds, final MarketShape shape) {
    final StringWriter said = new StringWriter();
    final boolean passed =
        new Simulator(new PrintWriter(said), 20)
            .run(SimulationOptions.of(first, TimeUnit.SECONDS.toNanos(10), shape), seeds);
    assertThat(passed).as(said.toString()).isTrue();
  }

  @Test
  void faultsCanBeChosenAndLeftOut() {
    final SimulationOptions crashes =
        SimulationOptions.of(2, TimeUnit.SECONDS.toNanos(6), MarketShape.QUIET)
            .withFaults(EnumSet.of(Fault.ENTITY_CRASH));
    final SimulateRun all = hub(crashes);
    assertThat(all.failure()).isNull();
    assertThat(all.faults().keySet()).containsExactly(Fault.ENTITY_CRASH);
    assertThat(all.faultNames()).contains("ENTITY_CRASH-1", "ENTITY_CRASH-2");

    final SimulateRun fewer = hub(crashes.withSkipped(Set.of("ENTITY_CRASH-2")));
    assertThat(fewer.failure()).isNull();
    assertThat(fewer.faultNames()).contains("ENTITY_CRASH-1").doesNotContain("ENTITY_CRASH-2");
  }
}
