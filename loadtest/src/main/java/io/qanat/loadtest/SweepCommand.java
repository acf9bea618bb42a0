package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.orders.SweepRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Sends orders at one rate after the other, open loop, and finds the knee: the last rate up to",
      "which the hub refuses nothing for load and stays under the limit.",
      "Exit 0 only if every message was answered."
    })
final class SweepCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(
      names = "--rates",
      paramLabel = "N[,N...]",
      split = ",",
      description = "Messages per second, ascending (default: ${DEFAULT-VALUE}).")
  private List<Long> rates = List.of(1_000L, 2_000L, 5_000L, 10_000L, 15_000L, 20_000L, 30_000L);

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Of each rate (default: 10s).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = {
        "Before the first one, not measured: half of it as fast as the hub answers, half at the",
        "first rate (default: 20s)."
      })
  private Duration warmUp = Duration.ofSeconds(20);

  @Option(
      names = "--limit",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "The knee's 99th percentile is below it (default: 20ms).")
  private Duration limit = Duration.ofMillis(20);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page of curves there.")
  private Path html;

  @Override
  public Integer call() throws IOException {
    checkRates(rates);
    return new SweepRun(hub.preferIpc(), rates, duration, warmUp, limit).run(json, html) ? 0 : 1;
  }

  /** Refuses rates that are not ascending, or out of range. */
  static void checkRates(final List<Long> rates) {
    for (int i = 0; i < rates.size(); i++) {
      if (rates.get(i) < 1 || rates.get(i) > 10_000_000) {
        throw new IllegalArgumentException("--rates " + rates.get(i) + ": must be 1 to 10000000");
      }
      if (i > 0 && rates.get(i) <= rates.get(i - 1)) {
        throw new IllegalArgumentException(
            "--rates " + rates.get(i) + ": must be greater than " + rates.get(i - 1));
      }
    }
  }
}
