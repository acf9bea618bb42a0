package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.orders.OrdersRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest orders}. */
@Command(
    name = "orders",
    mixinStandardHelpOptions = true,
    description = {
      "Sends orders at a fixed rate, open loop, and measures from the intended send time.",
      "Exit 0 only if every message was answered. Ctrl-C or SIGTERM ends the sending early; what was sent",
      "is still waited for and told."
    })
final class OrdersCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages per second (default: ${DEFAULT-VALUE}).")
  private long rate = 1_000;

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Such as 30s or 5m (default: 30s).")
  private java.time.Duration duration = java.time.Duration.ofSeconds(30);

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = {
        "Before that, not measured: half of it as fast as the hub answers, half at the rate",
        "(default: 20s)."
      })
  private java.time.Duration warmUp = java.time.Duration.ofSeconds(20);

  @Option(
      names = "--acks",
      paramLabel = "FILE",
      description = "Append every acknowledgement there, synced; see check.")
  private Path acks;

  @Option(names = "--reconnect", description = "Log on again when the session ends, and go on.")
  private boolean reconnect;

  @Option(
      names = "--hdr",
      paramLabel = "FILE",
      description = "Write the latencies of each second there, as an HdrHistogram log.")
  private Path hdr;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  @SuppressWarnings("try") // The barrier is only held: closing it lets the process end.
  public Integer call() throws IOException {
    if (rate < 1 || rate > 10_000_000) {
      throw new IllegalArgumentException("--rate " + rate + ": must be 1 to 10000000");
    }
    final AtomicBoolean stopped = new AtomicBoolean();
    try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(() -> stopped.set(true))) {
      final OrdersRun run = new OrdersRun(hub.preferIpc(), rate, duration, warmUp, reconnect);
      return run.run(acks, json, hdr, stopped::get) ? 0 : 1;
    }
  }
}
