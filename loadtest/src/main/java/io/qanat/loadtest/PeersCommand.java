package io.qanat.loadtest;

import io.qanat.loadtest.peers.PeersRun;
import java.io.IOException;
import java.nio.file.Path;
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
      "--book: the order book beside exchange-core's direct book and Parity's, one thread."
    })
final class PeersCommand implements Callable<Integer> {
  @Option(names = "--book", description = "Compare the order books.")
  private boolean book;

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
    if (!book) {
      throw new IllegalArgumentException("nothing to compare: say --book");
    }
    PeersRun.run(streams, lobster, quick, json);
    return 0;
  }
}
