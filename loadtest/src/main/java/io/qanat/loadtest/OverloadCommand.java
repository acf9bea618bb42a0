package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.orders.OverloadRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest overload}. */
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    description = {
      "Sends far more than the hub can take, from one partner while another one trades: calm, burst,",
      "calm. Exit 0 only if new orders were refused with a time to wait, no cancel was, what was",
      "accepted was answered within the limit, the other partner noticed nothing, refusals ended within",
      "a second of the burst, and no memory was kept. A hub that is not embedded runs overload.conf."
    })
final class OverloadCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages per second before and after the burst (default: ${DEFAULT-VALUE}).")
  private long rate = 1_000;

  @Option(
      names = "--burst",
      paramLabel = "N",
      description = "Messages per second of the burst (default: ${DEFAULT-VALUE}).")
  private long burst = 50_000;

  @Option(
      names = "--neighbour-rate",
      paramLabel = "N",
      description = "Messages per second of the other partner (default: ${DEFAULT-VALUE}).")
  private long neighbourRate = 100;

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Of each of the three phases (default: 10s).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Before that, not measured, as fast as the hub answers (default: 20s).")
  private Duration warmUp = Duration.ofSeconds(20);

  @Option(
      names = "--limit",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "99 of 100 accepted messages are answered within it (default: 2s).")
  private Duration limit = Duration.ofSeconds(2);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    checkRate("--rate", rate);
    checkRate("--burst", burst);
    checkRate("--neighbour-rate", neighbourRate);
    final OverloadRun.Plan plan =
        new OverloadRun.Plan(rate, burst, neighbourRate, duration, warmUp, limit);
    return new OverloadRun(hub.preferIpc(), plan).run(json) ? 0 : 1;
  }

  private static void checkRate(final String option, final long rate) {
    if (rate < 1 || rate > 10_000_000) {
      throw new IllegalArgumentException(option + " " + rate + ": must be 1 to 10000000");
    }
  }
}
