package io.qanat.hub.session;

import io.qanat.hub.commands.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How inputs of one's own come into a replay. */
final class ReplayOptions {
  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Instants.class,
      description = "Ends there, such as 2026-11-25T10:00:00Z (default: with the session).")
  private long until = Long.MAX_VALUE;

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description = "Orders of one's own that join the recorded market, one JSON object per line.")
  private Path orders;

  @Option(
      names = "--latency",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Of one's own messages to their account (default: 200us).")
  private Duration latency = Duration.ofNanos(200_000);

  @Option(
      names = "--delay",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Of new messages between entities (default: 50us).")
  private Duration delay = Duration.ofNanos(50_000);

  long untilNanos() {
    return until;
  }

  Path orders() {
    return orders;
  }

  long latencyNanos() {
    return latency.toNanos();
  }

  long delayNanos() {
    return delay.toNanos();
  }
}
