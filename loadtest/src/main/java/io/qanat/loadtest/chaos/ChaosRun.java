package io.qanat.loadtest.chaos;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.client.BookByOrder.BookOrder;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.log.history.LogHistory;
import io.qanat.sharding.Cores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** One run of chaos: nodes, clients, faults, and the proof afterwards. */
public final class ChaosRun {
  private static final int ACCOUNTS = 4;
  private static final int GUESTS = 2;
  private static final int SECURITIES = 2;
  private static final Duration SETTLE = Duration.ofMinutes(3);
  private static final int FILLS_BEFORE = 20;
  private static final int QUIET_LOOKS = 60;

  private final ChaosOptions options;
  private final PrintWriter out;
  private final Network network;
  private final Executions executions = new Executions();
  private final List<ClientHistory> histories = new ArrayList<>();
  private final List<ChaosClient> clients = new ArrayList<>();
  private final List<Faults.Happened> happened = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private volatile boolean trading = true;

  private ChaosRun(final ChaosOptions options, final Network network, final PrintWriter out) {
    this.options = options;
    this.network = network;
    this.out = out;
  }

  /**
   * Runs on network namespaces where this process is inside a user namespace, else on loopback
   * addresses.
   *
   * @return whether nothing was violated
   */
  public static boolean run(
      final ChaosOptions options, final boolean inNamespace, final PrintWriter out)
      throws IOException {
    try (Network network =
        inNamespace ? new NamespaceNetwork(options.nodes() + GUESTS) : new LoopbackNetwork()) {
      return new ChaosRun(options, network, out).run();
    }
  }

  /**
   * Checks names of faults.
   *
   * @throws IllegalArgumentException naming one that there is not, and those that there are
   */
  public static void checkFaults(final List<String> names) {
    final List<String> known = Arrays.stream(FaultKind.values()).map(FaultKind::name).toList();
    for (final String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("--faults " + name + ", allowed: " + known);
      }
    }
  }

  /** Whether this machine lets everybody make namespaces. */
  public static boolean hasNamespaces() {
    return NamespaceNetwork.isPossible();
  }

  /** The command that runs this program again inside a user namespace. */
  public static List<String> inNamespace(final Class<?> main, final List<String> arguments) {
    return NamespaceNetwork.within(main, arguments);
  }

  private boolean run() throws IOException {
    Files.createDirectories(options.folder());
    say("chaos: seed %d, %d nodes, %s", options.seed(), options.nodes(), network.description());
    say("everything is kept in %s", options.folder());
    final Map<Long, SortedMap<Long, BookOrder>> books;
    try (Nodes nodes = new Nodes(options.folder(), options.nodes(), GUESTS, network)) {
      start(nodes);
      books = trade(nodes);
      stop(nodes);
    }
    return check(books);
  }

  private void start(final Nodes nodes) {
    for (int node = 1; node <= nodes.count(); node++) {
      nodes.begin(node);
    }
    for (int node = 1; node <= nodes.count(); node++) {
      nodes.awaitReady(node);
    }
    say("all nodes are ready");
  }

  private Map<Long, SortedMap<Long, BookOrder>> trade(final Nodes nodes) throws IOException {
    try (MediaDriver driver = driver();
        Aeron aeron =
            Aeron.connect(
                new Aeron.Context()
                    .aeronDirectoryName(driver.aeronDirectoryName())
                    .errorHandler(error -> say("aeron: %s", error.getMessage())));
        BookFollower follower = new BookFollower(aeron, nodes)) {
      final Random random = new Random(options.seed());
      for (int account = 1; account <= ACCOUNTS; account++) {
        histories.add(
            new ClientHistory(account, options.folder().resolve("client-" + account + ".history")));
        clients.add(
            new ChaosClient(
                aeron,
                nodes,
                histories.get(account - 1),
                executions,
                random.nextLong(),
                (account - 1) % nodes.count() + 1,
                Math.max(1, options.ratePerSecond() / ACCOUNTS)));
      }
      final Thread thread = new Thread(() -> poll(follower), "chaos-clients");
      thread.start();
      final Map<Long, SortedMap<Long, BookOrder>> books;
      try {
        disturb(nodes, follower, random);
        clients.forEach(ChaosClient::stopAsking);
        await(() -> clients.stream().allMatch(ChaosClient::isSettled), "answers to all requests");
        books = settledBooks(follower);
      } finally {
        trading = false;
        join(thread);
        clients.forEach(ChaosClient::close);
        CloseHelper.closeAll(histories);
      }
      violations.addAll(unsettled());
      return books;
    }
  }

  private MediaDriver driver() {
    return MediaDriver.launchEmbedded(
        new MediaDriver.Context()
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(new BackoffIdleStrategy(1, 1, 100_000, 1_000_000))
            .termBufferSparseFile(true)
            .dirDeleteOnShutdown(true));
  }

  private void poll(final BookFollower follower) {
    final SleepingMillisIdleStrategy idle = new SleepingMillisIdleStrategy(1);
    try {
      while (trading) {
        int work = 0;
        final long nowNanos = System.nanoTime();
        for (final ChaosClient client : clients) {
          work += client.work(nowNanos);
        }
        idle.idle(work + follower.work());
      }
    } catch (final RuntimeException e) {
      failure.set(e);
    }
  }

  private void await(final java.util.function.BooleanSupplier condition, final String what) {
    Nodes.await(
        () -> {
          if (failure.get() != null) {
            throw failure.get();
          }
          return condition.getAsBoolean();
        },
        SETTLE,
        what);
  }

  private void disturb(final Nodes nodes, final BookFollower follower, final Random random) {
    await(() -> executions.count() >= FILLS_BEFORE, "first fills");
    final Faults faults =
        new Faults(
            nodes,
            follower::owner,
            () -> clients.stream().mapToLong(ChaosClient::refusals).sum(),
            executions,
            random);
    final long deadline = System.nanoTime() + options.duration().toNanos();
    int number = 0;
    while (System.nanoTime() - deadline < 0) {
      final FaultKind kind =
          options.faults().isEmpty()
              ? faults.next()
              : FaultKind.valueOf(options.faults().get(number % options.faults().size()));
      number++;
      final Faults.Happened fault = faults.happen(kind);
      happened.add(fault);
      say("%s", fault.line());
      if (failure.get() != null) {
        throw failure.get();
      }
    }
    violations.addAll(faults.violations());
  }

  /** Books that do not change any more, as the subscriber has them. */
  private Map<Long, SortedMap<Long, BookOrder>> settledBooks(final BookFollower follower) {
    final Map<Long, SortedMap<Long, BookOrder>> books = new TreeMap<>();
    final long[] unchanged = new long[1];
    await(
        () -> {
          boolean same = true;
          for (long security = 1; security <= SECURITIES; security++) {
            final SortedMap<Long, BookOrder> now = follower.orders(security);
            same &=
                now != null && now.equals(books.put(security, now == null ? new TreeMap<>() : now));
          }
          unchanged[0] = same ? unchanged[0] + 1 : 0;
          return unchanged[0] > QUIET_LOOKS;
        },
        "books that are whole");
    say("books were refreshed %d times after a gap or a new owner", follower.gaps());
    return books;
  }

  private List<String> unsettled() {
    return histories.stream()
        .filter(history -> history.unanswered() > 0)
        .map(h -> "account " + h.account() + ": " + h.unanswered() + " were never answered")
        .toList();
  }

  private static void join(final Thread thread) {
    try {
      thread.join();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    }
  }

  private void stop(final Nodes nodes) {
    for (int node = 1; node <= nodes.count(); node++) {
      nodes.terminate(node);
    }
    for (int node = 1; node <= nodes.count(); node++) {
      nodes.awaitEnd(node);
    }
  }

  private boolean check(final Map<Long, SortedMap<Long, BookOrder>> books) throws IOException {
    final List<LogHistory> members = new ArrayList<>();
    members.add(null);
    for (int node = 1; node <= options.nodes(); node++) {
      members.add(LogHistory.open(options.folder().resolve("data-" + node)));
    }
    final MemberLogs.Comparison comparison = MemberLogs.compare(members);
    comparison.difference().ifPresent(violations::add);
    final LogReplay log = LogReplay.of(members.get(comparison.longest()), new Cores());
    final Checker checker = new Checker(log, histories);
    checker.check(books);
    violations.addAll(checker.violations());
    report(log, checker);
    return violations.isEmpty();
  }

  private void report(final LogReplay log, final Checker checker) throws IOException {
    final long asked = clients.stream().mapToLong(ChaosClient::asked).sum();
    final int reconnections = clients.stream().mapToInt(ChaosClient::reconnections).sum();
    final int refusals = clients.stream().mapToInt(ChaosClient::refusals).sum();
    final int repeated = histories.stream().mapToInt(ClientHistory::repeated).sum();
    say(
        "%d requests, %d fills, %d reconnections, %d refused for load and asked again, %d reports"
            + " came more than once, entities got owners %d times",
        asked, executions.count(), reconnections, refusals, repeated, log.owners());
    final Map<String, Object> pauses = new LinkedHashMap<>();
    for (final FaultKind kind : FaultKind.values()) {
      final List<Long> millis =
          happened.stream()
              .filter(h -> h.kind() == kind)
              .map(Faults.Happened::pauseMillis)
              .sorted()
              .toList();
      if (!millis.isEmpty()) {
        pauses.put(kind.name(), millis);
        say(
            "%s, %d times: p50 %d ms, p95 %d ms, max %d ms",
            kind,
            millis.size(),
            percentile(millis, 50),
            percentile(millis, 95),
            millis.get(millis.size() - 1));
      }
    }
    final Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("seed", options.seed());
    figures.put("requests", asked);
    figures.put("fills", executions.count());
    figures.put("reconnections", reconnections);
    figures.put("refused", refusals);
    figures.put("entries", log.entries());
    figures.put("pauseMillis", pauses);
    figures.put("violations", violations);
    JsonReport.write(options.json(), figures);
    violations.forEach(violation -> say("VIOLATION: %s", violation));
    if (violations.isEmpty()) {
      say("proven after %d faults: %s", happened.size(), checker.proven());
    } else {
      say("VIOLATED, %d times; seed %d", violations.size(), options.seed());
    }
  }

  private static long percentile(final List<Long> sorted, final int percent) {
    return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1));
  }

  private void say(final String format, final Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }
}
