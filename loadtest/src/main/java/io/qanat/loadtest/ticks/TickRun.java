package io.qanat.loadtest.ticks;

import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.JsonReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** One feed of tick files from arguments to verdict, told on the terminal. */
public final class TickRun {
  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9._/-]{1,16}");
  private static final int PAIR_LENGTH = 6;
  private static final int CURRENCY_LENGTH = 3;

  private TickRun() {}

  /**
   * Plays the files into a hub of this process.
   *
   * @param texts LP=FILE[,+5h] each
   * @param json null: nowhere. It holds nothing that differs between two runs
   * @return whether the hub's best prices were those of the files behind every row
   * @throws IOException naming file and row
   */
  public static boolean run(
      final HubOptions options, final List<String> texts, final String symbol, final Path json)
      throws IOException {
    final List<TickSource> sources = texts.stream().map(TickSource::parse).toList();
    if (sources.stream().map(TickSource::name).distinct().count() < sources.size()) {
      throw new IllegalArgumentException("--ticks names a provider twice: " + texts);
    }
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new IllegalArgumentException("--symbol must be 1 to 16 of A-Z 0-9 . _ / -: " + symbol);
    }
    final List<Tick> ticks = TickFiles.merged(sources);
    final List<Top> seen;
    final Map<String, Object> filtered;
    final double seconds;
    final double bytes;
    try (HubConnection hub = options.preferIpc().open("feed-ticks.conf", setup(symbol))) {
      final LiquidityDoor door =
          new LiquidityDoor(
              hub.httpUri().orElseThrow(() -> new RunException("--ticks goes with --embedded")),
              options.securityId());
      door.define(FeedLiquidity.definition(sources, options.partner(), ticks.get(0)));
      final double bytesBefore = door.appendedBytes();
      final long beganNanos = System.nanoTime();
      seen = new TickFeed(hub, options.securityId(), FeedLiquidity.RAW_POOL, ticks).run();
      seconds = (System.nanoTime() - beganNanos) / 1e9;
      bytes = door.appendedBytes() - bytesBefore;
      filtered = FeedLiquidity.filtered(door.read());
    }
    final Map<String, Object> figures = figures(seen, filtered);
    JsonReport.write(json, figures);
    System.out.println(figures);
    final boolean same = seen.equals(ExpectedTops.of(ticks, sources.size()));
    System.out.printf(
        Locale.ROOT,
        "%s: best bid and offer behind %d rows, in %.1f s (%.0f/s), %.1f bytes of log a row%n",
        same ? "as the files say" : "DIFFERENT from what the files say",
        seen.size(),
        seconds,
        seen.size() / seconds,
        bytes / seen.size());
    return same;
  }

  private static Map<String, ?> setup(final String symbol) {
    final boolean pair = symbol.length() == PAIR_LENGTH;
    return Map.of(
        "qanat.feed.symbol", symbol,
        "qanat.feed.base", pair ? symbol.substring(0, CURRENCY_LENGTH) : "BASE",
        "qanat.feed.quote", pair ? symbol.substring(CURRENCY_LENGTH) : "QUOTE");
  }

  private static Map<String, Object> figures(
      final List<Top> tops, final Map<String, Object> filtered) {
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("events", tops.size());
    figures.put("crossed", tops.stream().filter(Top::isCrossed).count());
    figures.put("locked", tops.stream().filter(Top::isLocked).count());
    figures.put(
        "crossLpOnly",
        tops.stream().filter(top -> top.isCrossed() && !top.anySelfCrossed()).count());
    figures.put("filtered", filtered);
    figures.put("sha256", Top.sha256(tops));
    return figures;
  }
}
