package io.qanat.hub.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.qanat.entity.MeteredLog;
import io.qanat.entity.RuntimeCounters;
import io.qanat.sharding.ShardedEntities;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the runtime of entities and the log's client tell of themselves, as metrics. */
public final class RuntimeMetrics {
  private final MeterRegistry registry;
  private final RuntimeCounters counters;

  /** Metrics in this registry. */
  public RuntimeMetrics(final MeterRegistry registry) {
    this.registry = registry;
    final Timer commits =
        timer(
            "qanat.log.append.latency",
            "From an entry's hand-over to the log's client until its commit is heard, sampled");
    final Timer replays = timer("qanat.entities.replay", "Replay of a load's snapshot and inputs");
    counters =
        new RuntimeCounters(
            nanos -> commits.record(nanos, TimeUnit.NANOSECONDS),
            nanos -> replays.record(nanos, TimeUnit.NANOSECONDS));
    bindEntities();
    bindLog();
  }

  private Timer timer(final String name, final String help) {
    return Timer.builder(name)
        .description(help)
        .serviceLevelObjectives(
            Duration.ofNanos(100_000),
            Duration.ofNanos(250_000),
            Duration.ofNanos(500_000),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(2_500))
        .register(registry);
  }

  private void bindEntities() {
    count("qanat.entities.loads", "Loads that the log granted", counters.loads);
    count("qanat.entities.stops", "Entities passivated, moved or given up", counters.stops);
    count("qanat.entities.inputs.replayed", "Inputs replayed by loads", counters.inputsReplayed);
    count("qanat.entities.snapshots", "Entities' snapshots that were stored", counters.snapshots);
    count(
        "qanat.channels.messages",
        "Messages between entities, acknowledgements included",
        counters.channelMessages);
    count("qanat.channels.resends", "Of these, sent again", counters.channelResends);
    count("qanat.channels.gaps", "Messages that a receiver missed", counters.channelGaps);
  }

  private void bindLog() {
    count("qanat.log.appends", "Inputs applied and given to the log", counters.appends);
    FunctionCounter.builder("qanat.log.appended", counters.appendBytes, LongAdder::sum)
        .description("Bytes of these inputs")
        .baseUnit("bytes")
        .register(registry);
    count(
        "qanat.log.appends.full",
        "Appends for which the log's client had no room, tried again",
        counters.appendsFull);
    refused("gap", counters.appendsGap);
    refused("fenced", counters.appendsFenced);
    refused("cause_missing", counters.appendsCauseMissing);
  }

  private void count(final String name, final String help, final LongAdder adder) {
    FunctionCounter.builder(name, adder, LongAdder::sum).description(help).register(registry);
  }

  private void refused(final String reason, final LongAdder adder) {
    FunctionCounter.builder("qanat.log.appends.refused", adder, LongAdder::sum)
        .description("Appends that the log refused, by reason; their entity is loaded again")
        .tag("reason", reason)
        .register(registry);
  }

  /** To be counted with. */
  public RuntimeCounters counters() {
    return counters;
  }

  /**
   * Adds what is asked of the parts when somebody reads the metrics.
   *
   * @param windowEntries most entries that one entity may have in flight
   */
  public void bind(final MeteredLog log, final ShardedEntities entities, final int windowEntries) {
    Gauge.builder("qanat.entities.running", entities, ShardedEntities::running)
        .description("Entities in this node's memory")
        .register(registry);
    Gauge.builder("qanat.log.entries.in.flight", log, MeteredLog::entriesInFlight)
        .description("Entries whose outputs wait for the commit, queued or on their way")
        .register(registry);
    Gauge.builder(
            "qanat.entities.window.used.ratio",
            log,
            l -> (double) l.entriesInFlightOfOne() / windowEntries)
        .description("Of the window of the entity that has most in flight")
        .register(registry);
  }
}
