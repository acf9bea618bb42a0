package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.hub.demo.DemoRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A demonstration that runs until it is closed, and what it has printed for its users. */
final class LiveDemo implements AutoCloseable {

  private final StringWriter out = new StringWriter();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  LiveDemo(final Path data) {
    final DemoRun.Options options =
        new DemoRun.Options(data, Duration.ofMinutes(5), null, true, false, Duration.ofMillis(100));
    final Thread thread =
        new Thread(
            () -> {
              try {
                ended.complete(new DemoRun(options, new PrintWriter(out, true), stop).run());
              } catch (final Throwable e) {
                ended.completeExceptionally(e);
              }
            },
            "demo");
    thread.start();
    await(() -> ended.isDone() || out().contains("curl"), "the demo to be ready");
    assertThat(ended).as(out()).isNotDone();
  }

  static void await(final BooleanSupplier condition, final String what) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited 240 s for %s", what).isNegative();
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  String out() {
    return out.toString();
  }

  private String find(final String pattern) {
    final Matcher matcher = Pattern.compile(pattern).matcher(out());
    assertThat(matcher.find()).as(pattern + " in " + out()).isTrue();
    return matcher.group(1);
  }

  URI url() {
    return URI.create(find("http          (http://[^/]+)/v1"));
  }

  /** KEYID.SECRET. */
  String operatorKey() {
    return find("operators     Bearer operator\\.(\\S+)");
  }

  /** As in the header. */
  String partnerKey() {
    return find("Authorization: Bearer (2\\.[^']+)'");
  }

  /** Ends it; whether everything was answered and the ledger balances. */
  boolean finish() {
    stop.countDown();
    return ended.orTimeout(120, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop.countDown();
    ended.handle((sound, e) -> sound).orTimeout(120, TimeUnit.SECONDS).join();
  }
}
