package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.subscribers.SubscribersRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest subscribers}. */
@Command(
    name = "subscribers",
    mixinStandardHelpOptions = true,
    description = {
      "Opens many streams over WebSocket, some of which take nothing, and moves the market.",
      "Exit 0 only if the others were on time and got every trade and report once, in order."
    })
final class SubscribersCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(
      names = "--http",
      paramLabel = "URI",
      description = "Such as http://127.0.0.1:8080 (default: none; embedded: the hub's own).")
  private String http;

  @Option(names = "--clients", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int clients = 1_000;

  @Option(
      names = "--stalled",
      paramLabel = "N",
      description = "Of these, such that never read (default: ${DEFAULT-VALUE}).")
  private int stalled = 100;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Orders a second that move the market (default: ${DEFAULT-VALUE}).")
  private int rate = 10;

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Such as 30s or 5m (default: 60s).")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = "--on-time",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Within which 99 of 100 messages must come (default: 500ms).")
  private Duration onTime = Duration.ofMillis(500);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (clients < 1 || stalled < 0 || stalled >= clients) {
      throw new IllegalArgumentException(
          "--clients " + clients + " --stalled " + stalled + ": at least one must be healthy");
    }
    if (rate < 1 || rate > 10_000) {
      throw new IllegalArgumentException("--rate " + rate + ": must be 1 to 10000");
    }
    final SubscribersRun.Plan plan =
        new SubscribersRun.Plan(clients, stalled, rate, duration, onTime, http);
    return SubscribersRun.run(hub, plan, json) ? 0 : 1;
  }
}
