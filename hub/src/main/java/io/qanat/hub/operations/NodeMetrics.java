package io.qanat.hub.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.qanat.hub.edge.Counter;
import io.qanat.hub.edge.Counters;
import java.util.function.ToDoubleFunction;
import org.agrona.concurrent.status.CountersReader;

/**
 * The metrics of a node: the counters that its parts keep anyway, read when somebody asks, and what
 * the JVM says of itself. Names are {@code qanat_PART_WHAT}, with Prometheus' suffixes.
 */
public final class NodeMetrics implements AutoCloseable {
  private static final String PREFIX = "qanat.";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  /** Metrics of the JVM. */
  public NodeMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Where other parts add their own. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Adds the counters of a part. */
  public NodeMetrics add(final Counters counters) {
    for (final Counter counter : counters.all()) {
      final String name = PREFIX + counter.name().replace('_', '.');
      if (counters.isGauge(counter)) {
        Gauge.builder(name, counter, Counter::value).description(counter.help()).register(registry);
      } else {
        FunctionCounter.builder(name, counter, Counter::value)
            .description(counter.help())
            .register(registry);
      }
    }
    return this;
  }

  /** Adds a number that somebody can be asked for. */
  public <T> NodeMetrics gauge(
      final String name, final String help, final T source, final ToDoubleFunction<T> value) {
    Gauge.builder(PREFIX + name, source, value).description(help).register(registry);
    return this;
  }

  /** Adds what the media driver and the log's engine count: errors, bytes, positions. */
  public NodeMetrics add(final CountersReader aeron) {
    aeron.forEach(
        (counterId, typeId, keyBuffer, label) -> {
          // Only those that are there once per driver or cluster: their labels are names.
          if (typeId == SYSTEM_COUNTER_TYPE || isClusterCounter(typeId)) {
            Gauge.builder("qanat.aeron.counter", aeron, r -> r.getCounterValue(counterId))
                .description("Counters of the media driver and of the log's engine, by label")
                .tag("label", label)
                .register(registry);
          }
        });
    return this;
  }

  private static final int SYSTEM_COUNTER_TYPE = 0;
  private static final int CLUSTER_TYPE_FIRST = 200;
  private static final int CLUSTER_TYPE_LAST = 240;

  private static boolean isClusterCounter(final int typeId) {
    return typeId >= CLUSTER_TYPE_FIRST && typeId <= CLUSTER_TYPE_LAST;
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
