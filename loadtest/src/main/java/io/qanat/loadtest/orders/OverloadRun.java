package io.qanat.loadtest.orders;

import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Far more than a hub can take, from one partner, while another one trades: calm, burst, calm. Says
 * whether the hub sheds as it should.
 */
public final class OverloadRun {
  private static final long NEIGHBOUR = 2;
  private static final long NEIGHBOURS_ACCOUNT = 11;
  private static final String NEIGHBOURS_KEY = "neighbour";
  private static final byte[] NEIGHBOURS_SECRET =
      "neighbour-secret-for-sandboxes-only".getBytes(StandardCharsets.US_ASCII);
  private static final long RECOVERY_NANOS_MAX = 1_000_000_000L;
  private static final long HEAP_GROWTH_MAX = 256L << 20;

  /**
   * How it is to be done.
   *
   * @param calmRate messages a second before and after the burst
   * @param burstRate messages a second of the burst
   * @param neighbourRate messages a second of the other partner, all the while
   * @param phase how long each of the three phases is
   * @param limit that the 99th percentile of what is accepted must not exceed, in any phase
   */
  public record Plan(
      long calmRate,
      long burstRate,
      long neighbourRate,
      Duration phase,
      Duration warmUp,
      Duration limit) {}

  private final HubOptions options;
  private final Plan plan;

  /** A run that has not begun; see {@code overload --help}. */
  public OverloadRun(final HubOptions options, final Plan plan) {
    this.options = options;
    this.plan = plan;
  }

  /**
   * Makes it.
   *
   * @param json null: nowhere
   * @return whether the hub did as it should
   */
  public boolean run(final Path json) throws IOException {
    try (HubConnection hub = options.open("overload.conf", Map.of())) {
      final CompletableFuture<Void> floodReady = new CompletableFuture<>();
      final CompletableFuture<Void> neighbourReady = new CompletableFuture<>();
      final CompletableFuture<Void> both = CompletableFuture.allOf(floodReady, neighbourReady);
      final String run = Long.toString(System.currentTimeMillis() / 1_000 % 100_000_000, 36);
      final ScheduledParty flood =
          party(hub::orderEntry, "f" + run, options.account(), plan.burstRate(), floodReady, both);
      final Function<OrderEntryListener, OrderEntryClient> neighbours =
          listener ->
              hub.orderEntry(NEIGHBOUR, 1, NEIGHBOURS_KEY, NEIGHBOURS_SECRET.clone(), listener);
      final ScheduledParty neighbour =
          party(neighbours, "n" + run, NEIGHBOURS_ACCOUNT, 0, neighbourReady, both);
      final long heapBefore = usedHeap();
      final List<List<PhaseFigures>> figures = play(flood, neighbour);
      final long heapGrowth = usedHeap() - heapBefore;
      final long recoveryNanos = Math.max(0, flood.lastShedNanos() - 2 * plan.phase().toNanos());
      final boolean sound = hub.node().isEmpty() || hub.node().get().audit().isSound();
      return tell(figures.get(0), figures.get(1), recoveryNanos, heapGrowth, sound, json);
    }
  }

  /** Who sends nothing extraordinary has a burst rate of 0. */
  private ScheduledParty party(
      final Function<OrderEntryListener, OrderEntryClient> connect,
      final String runId,
      final long account,
      final long burstRate,
      final CompletableFuture<Void> ready,
      final CompletableFuture<Void> everybody) {
    final long calm = burstRate == 0 ? plan.neighbourRate() : plan.calmRate();
    final long burst = burstRate == 0 ? plan.neighbourRate() : burstRate;
    return new ScheduledParty(
        connect,
        new OrderPlan(runId, account, options.securityId()),
        account,
        new Schedule(
            List.of(
                new Schedule.Phase("calm", calm, plan.phase()),
                new Schedule.Phase("burst", burst, plan.phase()),
                new Schedule.Phase("after", calm, plan.phase()))),
        plan.warmUp().toNanos(),
        ready,
        everybody);
  }

  private static List<List<PhaseFigures>> play(final ScheduledParty... parties) throws IOException {
    final ExecutorService threads = Executors.newFixedThreadPool(parties.length);
    try {
      final List<List<PhaseFigures>> figures = new ArrayList<>();
      for (final Future<List<PhaseFigures>> played : threads.invokeAll(List.of(parties))) {
        figures.add(played.get());
      }
      return figures;
    } catch (final ExecutionException e) {
      throw new RunException(e.getCause().getMessage(), e.getCause());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private boolean tell(
      final List<PhaseFigures> flood,
      final List<PhaseFigures> neighbour,
      final long recoveryNanos,
      final long heapGrowth,
      final boolean sound,
      final Path json)
      throws IOException {
    System.out.println("the flood:");
    flood.forEach(phase -> System.out.println("  " + phase));
    System.out.println("its neighbour:");
    neighbour.forEach(phase -> System.out.println("  " + phase));
    System.out.printf(
        Locale.ROOT,
        "last refused %.0f ms after the burst; heap %+d MiB%n",
        recoveryNanos / 1e6,
        heapGrowth >> 20);
    final List<String> wrong = new ArrayList<>();
    for (final PhaseFigures phase : flood) {
      check(wrong, phase.lost() == 0, phase.lost() + " messages of the flood were lost");
      check(
          wrong,
          phase.refusedOtherwise == 0,
          phase.refusedOtherwise + " refusals without a time to wait");
      check(wrong, phase.cancelsRefused == 0, phase.cancelsRefused + " cancels were refused");
      checkLimit(wrong, phase, "the flood");
    }
    for (final PhaseFigures phase : neighbour) {
      check(
          wrong,
          phase.lost() + phase.shed + phase.refusedOtherwise + phase.heldBack == 0,
          "the neighbour noticed: " + phase);
      checkLimit(wrong, phase, "its neighbour");
    }
    check(wrong, recoveryNanos <= RECOVERY_NANOS_MAX, "refused for too long after the burst");
    check(wrong, heapGrowth <= HEAP_GROWTH_MAX, "memory was kept");
    check(wrong, sound, "the log does not prove itself");
    wrong.forEach(System.out::println);
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("machine", Machine.describe());
    figures.put("flood", flood.stream().map(PhaseFigures::asMap).toList());
    figures.put("neighbour", neighbour.stream().map(PhaseFigures::asMap).toList());
    figures.put("lastRefusedMillisAfterBurst", recoveryNanos / 1e6);
    figures.put("heapGrowthBytes", heapGrowth);
    figures.put("wrong", wrong);
    JsonReport.write(json, figures);
    System.out.println(wrong.isEmpty() ? "overloaded with grace" : "NOT as it should be");
    return wrong.isEmpty();
  }

  private void checkLimit(final List<String> wrong, final PhaseFigures phase, final String whose) {
    check(
        wrong,
        phase.p99Millis() <= plan.limit().toMillis(),
        String.format(
            Locale.ROOT,
            "99th percentile of %s above %d ms: %s",
            whose,
            plan.limit().toMillis(),
            phase));
  }

  private static void check(final List<String> wrong, final boolean right, final String otherwise) {
    if (!right) {
      wrong.add(otherwise);
    }
  }
}
