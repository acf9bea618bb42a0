package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.peers.PathRun;
import io.qanat.loadtest.peers.PeersRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadtest peers}. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = {
      "Runs Qanat beside other engines, in one run: throughput and allocation per operation.",
      "--book: the order book beside exchange-core's direct book and Parity's, one thread.",
      "--path: a whole hub beside a whole exchange-core with its journal on, latency by rate."
    })
final class PeersCommand implements Callable<Integer> {
  @Option(names = "--book", description = "Compare the order books.")
  private boolean book;

  @Option(names = "--path", description = "Compare the paths from an order to its answer.")
  private boolean path;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      description = "With --path: messages per second, ascending (default: ${DEFAULT-VALUE}).")
  private List<Long> rates = List.of(1_000L, 5_000L, 10_000L, 20_000L);

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "With --path: of each rate (default: 10s).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "With --path: of each engine (default: 20s).")
  private Duration warmUp = Duration.ofSeconds(20);

  @Option(names = "--quick", description = "Fewer and shorter iterations: under ten minutes.")
  private boolean quick;

  @Option(
      names = "--streams",
      split = ",",
      paramLabel = "NAME",
      description = "Only these (default: all), of ${DEFAULT-VALUE}.")
  private List<String> streams = PeersRun.streams();

  @Option(
      names = "--lobster",
      paramLabel = "DIR",
      description = "Folder of AAPL_92k_message.csv.gz (default: ${DEFAULT-VALUE}).")
  private Path lobster = Path.of("../shared/data/lobster");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (book == path) {
      throw new IllegalArgumentException("say what to compare: --book or --path");
    }
    if (book) {
      PeersRun.run(streams, lobster, quick, json);
    } else {
      SweepCommand.checkRates(rates);
      PathRun.run(rates, duration, warmUp, json);
    }
    return 0;
  }
}
