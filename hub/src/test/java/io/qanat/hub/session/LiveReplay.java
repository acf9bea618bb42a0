package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.hub.MainAccess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code session replay --serve} in this process, and ways into it for a guest. */
public final class LiveReplay implements AutoCloseable {
  private static final long WAIT_SECONDS = 120;

  /** The recording was over before the guest was let in, as on a very busy machine. */
  public static final class TooLateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLateException(final String printed) {
      super(printed);
    }
  }

  private final StringWriter out = new StringWriter();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Thread thread;
  private final List<Throwable> clientErrors = new CopyOnWriteArrayList<>();
  private Aeron aeron;

  /** Starts it, and waits until the guest is let in. */
  public LiveReplay(final Path session, final String... options) {
    final String[] args =
        Stream.concat(
                Stream.of("session", "replay", session.toString(), "--serve", "--free-ports"),
                Arrays.stream(options))
            .toArray(String[]::new);
    thread =
        new Thread(
            () ->
                ended.complete(
                    MainAccess.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(args)),
            "replay");
    thread.start();
    await(() -> ended.isDone() || out().contains("the recording begins"), "the guest to be in");
    if (ended.isDone()) {
      throw new TooLateException(out());
    }
    aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(find("Aeron directory (\\S+)"))
                // The driver goes with the replay; the default would end this process.
                .errorHandler(clientErrors::add));
  }

  /** Waits, spinning kindly, up to two minutes. */
  public static void await(final BooleanSupplier condition, final String what) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline)
          .as("waited %d s for %s", WAIT_SECONDS, what)
          .isNegative();
      java.util.concurrent.locks.LockSupport.parkNanos(50_000);
    }
  }

  /** What it has printed so far. */
  public String out() {
    return out.toString();
  }

  private String find(final String pattern) {
    final Matcher matcher = Pattern.compile(pattern).matcher(out());
    assertThat(matcher.find()).as(pattern + " in " + out()).isTrue();
    return matcher.group(1);
  }

  /** Where HTTP and streams are served. */
  public int httpPort() {
    return URI.create(find("http +(http://[^/]+)/v1")).getPort();
  }

  /** As behind {@code Bearer}. */
  public String guestKey() {
    return find("Authorization: Bearer (\\S+)");
  }

  /** Begins to log the guest on over UDP. */
  OrderEntryClient orderEntry(final OrderEntryListener listener) {
    final Matcher address =
        Pattern.compile("order entry +aeron:udp\\?endpoint=([^:]+):(\\d+), responses [^:]+:(\\d+)")
            .matcher(out());
    assertThat(address.find()).as(out()).isTrue();
    return OrderEntryClient.connect(
        aeron,
        new OrderEntrySettings()
            .udp(
                address.group(1),
                Integer.parseInt(address.group(2)),
                Integer.parseInt(address.group(3)))
            .credentials(
                Guest.PARTNER,
                1,
                Guest.KEY,
                find("secret (\\S+),").getBytes(StandardCharsets.US_ASCII))
            .logonTimeoutNanos(TimeUnit.SECONDS.toNanos(60)),
        listener);
  }

  /** Joins market data. */
  public MarketDataClient marketData(
      final EnumSet<MDFeed> feeds, final MarketDataListener listener) {
    final Matcher address =
        Pattern.compile("market data +aeron:udp\\?control=([^:]+):(\\d+)").matcher(out());
    assertThat(address.find()).as(out()).isTrue();
    return MarketDataClient.connect(
        aeron,
        address.group(1),
        address.group(1),
        Integer.parseInt(address.group(2)),
        feeds,
        listener);
  }

  /** Whether the command has ended. */
  public boolean isEnded() {
    return ended.isDone();
  }

  /** Of the command, at its end. */
  public int exit() {
    return ended.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    if (aeron != null) {
      aeron.close();
    }
    thread.interrupt();
    ended.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
