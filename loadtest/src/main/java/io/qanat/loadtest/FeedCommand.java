package io.qanat.loadtest;

import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.lobster.LobsterRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loadtest feed}. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    description = {
      "Plays recorded NASDAQ order flow (LOBSTER files, plain or gzipped) through a hub.",
      "With a book file, the hub's book is held against it row by row; exit 0 only if identical."
    })
final class FeedCommand implements Callable<Integer> {
  @Mixin private HubOptions hub;

  @Option(names = "--messages", required = true, paramLabel = "FILE", description = "The messages.")
  private Path messages;

  @Option(names = "--book", paramLabel = "FILE", description = "The book after each message.")
  private Path book;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    return LobsterRun.run(hub, messages, book, json) ? 0 : 1;
  }
}
