package io.qanat.loadtest;

import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.lobster.LobsterRun;
import io.qanat.loadtest.ticks.TickRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest feed}. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description = {
      "Plays recorded data through a hub.",
      "--messages: NASDAQ order flow (LOBSTER files, plain or gzipped). With a book file, the hub's",
      "book is held against it row by row; exit 0 only if identical.",
      "--ticks: quotes of liquidity providers (milliseconds,bid,ask; plain, gzipped or zipped),",
      "each row one event; the hub's best prices are held against the files; exit 0 only if equal."
    })
final class FeedCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(names = "--messages", paramLabel = "FILE", description = "The messages.")
  private Path messages;

  @Option(names = "--book", paramLabel = "FILE", description = "The book after each message.")
  private Path book;

  @Option(
      names = "--ticks",
      paramLabel = "LP=FILE[,+5h]",
      description = "A provider's quotes, and what to add to their times. Once per provider.")
  private List<String> ticks = List.of();

  @Option(names = "--symbol", paramLabel = "S", description = "With --ticks: of the instrument.")
  private String symbol;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (ticks.isEmpty() == (messages == null)) {
      throw new IllegalArgumentException("either --messages or --ticks must be given");
    }
    if (messages != null) {
      if (symbol != null) {
        throw new IllegalArgumentException("--symbol goes with --ticks");
      }
      return LobsterRun.run(hub, messages, book, json) ? 0 : 1;
    }
    if (symbol == null || book != null) {
      throw new IllegalArgumentException(
          symbol == null ? "--ticks needs --symbol" : "--book goes with --messages");
    }
    if (!hub.isEmbedded()) {
      throw new IllegalArgumentException("--ticks goes with --embedded");
    }
    return TickRun.run(hub, ticks, symbol, json) ? 0 : 1;
  }
}
