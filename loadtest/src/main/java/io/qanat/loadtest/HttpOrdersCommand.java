package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.http.HttpRun;
import io.qanat.loadtest.hub.HubOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest http-orders}. */
@Command(
    name = "http-orders",
    mixinStandardHelpOptions = true,
    description = {
      "Sends orders and their cancels over HTTP at a fixed rate, open loop, one a request, and measures",
      "from the intended send time. Exit 0 only if every request was answered."
    })
final class HttpOrdersCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(
      names = "--http",
      paramLabel = "URI",
      description = "The hub's HTTP, such as http://127.0.0.1:8080; not with --embedded.")
  private URI uri;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Kept alive, one request at a time on each (default: ${DEFAULT-VALUE}).")
  private int connections = 64;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests per second (default: ${DEFAULT-VALUE}).")
  private long rate = 1_000;

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Such as 30s or 5m (default: 30s).")
  private Duration duration = Duration.ofSeconds(30);

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Before that, at the same rate, not measured (default: 20s).")
  private Duration warmUp = Duration.ofSeconds(20);

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  @SuppressWarnings("try") // The barrier is only held: closing it lets the process end.
  public Integer call() throws IOException, InterruptedException {
    if (rate < 1 || rate > 1_000_000) {
      throw new IllegalArgumentException("--rate " + rate + ": must be 1 to 1000000");
    }
    if (connections < 1 || connections > 1_000) {
      throw new IllegalArgumentException("--connections " + connections + ": must be 1 to 1000");
    }
    if (hub.isEmbedded() != (uri == null)) {
      throw new IllegalArgumentException("either --embedded or --http URI");
    }
    final AtomicBoolean stopped = new AtomicBoolean();
    try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(() -> stopped.set(true))) {
      return new HttpRun(hub, uri, connections).run(rate, duration, warmUp, json, stopped::get)
          ? 0
          : 1;
    }
  }
}
