package io.qanat.hub.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the HTTP interface measures of itself, by operation and status. Never by partner, key or
 * path: these are strangers' input, and one partner's business is none of another's.
 */
final class HttpMetrics {
  private record Key(String operation, int status) {}

  private final MeterRegistry registry;
  private final ConcurrentHashMap<Key, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicInteger active;

  HttpMetrics(final MeterRegistry registry) {
    this.registry = registry;
    active = registry.gauge("qanat.http.requests.active", new AtomicInteger());
  }

  void begin() {
    active.incrementAndGet();
  }

  void end(final String operation, final int status, final long nanos) {
    active.decrementAndGet();
    timers
        .computeIfAbsent(
            new Key(operation.isEmpty() ? "none" : operation, status),
            key ->
                Timer.builder("qanat.http.requests")
                    .description("From a request's headers to the answer's")
                    .tag("operation", key.operation())
                    .tag("status", Integer.toString(key.status()))
                    .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(1000),
                        Duration.ofMillis(5000))
                    .register(registry))
        .record(nanos, TimeUnit.NANOSECONDS);
  }
}
