package io.qanat.hub.commands;

import io.qanat.config.ConfigException;
import io.qanat.hub.watch.Follow;
import io.qanat.hub.watch.StreamWatcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Watches a running hub over WebSocket, as a partner: prints each message as a line of JSON, and"
          + " after an interruption goes on where it was.",
      "The key, PARTNER.KEYID.SECRET, is read from QANAT_KEY of the environment or from --key-file."
    })
public final class WatchCommand implements Callable<Integer> {
  static final String KEY_VARIABLE = "QANAT_KEY";
  private static final Pattern KEY =
      Pattern.compile("[0-9]{1,10}\\.[!-~&&[^.]]{1,20}\\.[!-~]{16,200}");

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The hub's HTTP address (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "Holds the key (default: " + KEY_VARIABLE + ").")
  private Path keyFile;

  @Option(
      names = "--reports",
      paramLabel = "ACCOUNT",
      description = "Orders and fills of this account.")
  private List<Long> reports = new ArrayList<>();

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "Reports from behind this one; 0: all that are held (default: from now on).")
  private long after = -1;

  @Option(names = "--prices", paramLabel = "SYMBOL", description = "Prices of this instrument.")
  private List<String> prices = new ArrayList<>();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Levels a side of prices (default: ${DEFAULT-VALUE}).")
  private int depth = 1;

  @Option(names = "--trades", paramLabel = "SYMBOL", description = "Trades of this instrument.")
  private List<String> trades = new ArrayList<>();

  @Option(names = "--status", paramLabel = "SYMBOL", description = "Its trading status.")
  private List<String> status = new ArrayList<>();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long (default: until it is interrupted).")
  private Duration duration = Duration.ofDays(365);

  @Override
  public Integer call() throws InterruptedException {
    final List<Follow> follows = new ArrayList<>();
    reports.forEach(account -> follows.add(Follow.reports(account, after)));
    prices.forEach(symbol -> follows.add(Follow.prices(symbol, depth)));
    trades.forEach(symbol -> follows.add(Follow.trades(symbol, 10)));
    status.forEach(symbol -> follows.add(Follow.status(symbol)));
    if (follows.isEmpty()) {
      throw new ConfigException("nothing to watch: --reports, --prices, --trades or --status");
    }
    final PrintWriter out = spec.commandLine().getOut();
    final PrintWriter err = spec.commandLine().getErr();
    final String why =
        new StreamWatcher(
                url,
                key(),
                follows,
                new StreamWatcher.Listener() {
                  @Override
                  public void onMessage(final String json) {
                    out.println(json);
                    out.flush();
                  }

                  @Override
                  public void onInterrupted(final String reason) {
                    err.println(reason);
                    err.flush();
                  }
                })
            .run(duration);
    if (!why.isEmpty()) {
      err.println(why);
      return 1;
    }
    return 0;
  }

  private String key() {
    final String key;
    if (keyFile == null) {
      key = System.getenv(KEY_VARIABLE);
      if (key == null) {
        throw new ConfigException(KEY_VARIABLE + " is not set, and there is no --key-file");
      }
    } else {
      try {
        key = Files.readString(keyFile).strip();
      } catch (final IOException e) {
        throw new ConfigException("cannot read " + keyFile, e);
      }
    }
    if (!KEY.matcher(key).matches()) {
      throw new ConfigException("the key must be PARTNER.KEYID.SECRET");
    }
    return key;
  }
}
