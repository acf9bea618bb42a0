package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.hub.config.UdpPorts;
import io.qanat.loadtest.conform.CaseResult.Outcome;
import io.qanat.loadtest.conform.cases.WireCases;
import io.qanat.loadtest.hub.EmbeddedHub;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The certification itself is held to account: it passes whole against the hub, and against each
 * broken one it fails with exactly the right cases.
 */
class ConformTest {
  private static final String HOST = "127.0.0.1";
  private static EmbeddedHub hub;
  private static Aeron behind;
  private static MediaDriver driver;
  private static Aeron front;

  @BeforeAll
  static void start() {
    startHub();
    driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(10, 5, 1_000, 100_000))
                .ipcTermBufferLength(64 * 1024)
                .publicationTermBufferLength(64 * 1024)
                .dirDeleteOnShutdown(true));
    front = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
  }

  private static void startHub() {
    hub =
        EmbeddedHub.start(null, "conform.conf", Map.of("qanat.gateway.aeron.logon-timeout", "2s"));
    behind = Aeron.connect(new Aeron.Context().aeronDirectoryName(hub.node().aeronDirectoryName()));
  }

  @AfterAll
  static void stop() {
    CloseHelper.quietCloseAll(front, driver, behind, hub);
  }

  /**
   * Hubs that are broken in several ways at once, which do not touch each other; what tells slowly
   * is left to the soak, which breaks one thing at a time.
   */
  private static Stream<List<BrokenHub>> brokenTogether() {
    return Stream.of(
        List.of(BrokenHub.ANSWERS_DUPLICATES_TWICE),
        List.of(BrokenHub.FORGETS_POSS_RESEND, BrokenHub.GIVES_A_WRONG_REASON),
        List.of(BrokenHub.SENDS_NO_HEARTBEAT, BrokenHub.HIDES_GAPS),
        List.of(
            BrokenHub.ACCEPTS_A_REPLAYED_LOGON,
            BrokenHub.ACCEPTS_ANY_PROOF,
            BrokenHub.NEVER_TELLS_THE_SUPERSEDED),
        List.of(BrokenHub.CANCELS_EVERYTHING, BrokenHub.HIDES_THE_KILL_SWITCH),
        List.of(
            BrokenHub.TAKES_FILL_OR_KILL_FOR_IMMEDIATE_OR_CANCEL,
            BrokenHub.HIDES_AUCTIONS,
            BrokenHub.LEAVES_AMENDED_ORDERS_FILLED),
        List.of(
            BrokenHub.FORGETS_EXEC_INST,
            BrokenHub.SHOWS_EVERYTHING,
            BrokenHub.FORGETS_MIN_QTY,
            BrokenHub.LETS_ORDERS_MATCH_THEMSELVES,
            BrokenHub.REPLACES_PRICE_AND_QUANTITY_ONLY),
        List.of(BrokenHub.REFRESHES_A_WRONG_BOOK, BrokenHub.TELLS_WRONG_TRADES));
  }

  /** Plays the groups that must tell first, so that the others in them must stay quiet. */
  @ParameterizedTest
  @MethodSource("brokenTogether")
  void theRightCasesFail(final List<BrokenHub> broken) {
    final Set<String> groups =
        broken.stream().map(BrokenHub::firstGroup).collect(Collectors.toSet());
    assertFailing(
        broken,
        WireCases.all().stream()
            // This one takes seconds by its nature; the whole run plays it.
            .filter(c -> groups.contains(c.group()) && !c.id().equals("LOGON-17"))
            .toList());
  }

  @ParameterizedTest
  @EnumSource(names = "NOT_AT_ALL")
  void theHubConforms(final BrokenHub broken) {
    assertFailing(List.of(broken), WireCases.all());
  }

  /** A hub of its own for each: one that hides reports leaves positions that nobody knows of. */
  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void ofAllCasesTheRightOnesFail(final BrokenHub broken) {
    CloseHelper.quietCloseAll(behind, hub);
    startHub();
    assertFailing(List.of(broken), WireCases.all());
  }

  /** The first case that must tell, and one that must stay quiet; the others are the soak's. */
  @ParameterizedTest
  @EnumSource(names = {"LOSES_REPORTS", "TELLS_WRONG_SIZES"})
  void ofStreamsTheRightCaseFails(final BrokenStream broken) throws IOException {
    assertFailing(broken, List.of("WS-01", broken.failing().get(0)), 3);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void ofAllStreamCasesTheRightOnesFail(final BrokenStream broken) throws IOException {
    assertFailing(
        broken,
        WireCases.all().stream().map(ConformCase::id).filter(id -> id.startsWith("WS-")).toList(),
        3);
  }

  private static void assertFailing(
      final BrokenStream broken, final List<String> ids, final int patienceSeconds)
      throws IOException {
    final List<ConformCase> cases =
        WireCases.all().stream().filter(c -> ids.contains(c.id())).toList();
    try (StreamRelay relay =
        new StreamRelay(
            hub.node().http().orElseThrow().port(), broken.texts(), broken.closeCode())) {
      final List<CaseResult> results =
          ConformRun.play(
              target(behind, hub.node().marketData().controlPort(), relay.uri(), patienceSeconds),
              cases,
              result -> {});
      final Set<String> failed = new TreeSet<>();
      results.stream()
          .filter(r -> r.outcome() != Outcome.PASS)
          .forEach(r -> failed.add(r.conformCase().id()));
      final Set<String> expected = new TreeSet<>(broken.failing());
      expected.retainAll(ids);
      assertThat(failed).as(reasons(results)).isEqualTo(expected);
    }
  }

  @SuppressWarnings("try") // Both work by being there.
  private static void assertFailing(final List<BrokenHub> broken, final List<ConformCase> cases) {
    final int port = UdpPorts.resolve(HOST, 0);
    try (OrderEntryProxy proxy = new OrderEntryProxy(front, behind, broken);
        MarketDataRelay relay =
            new MarketDataRelay(
                front,
                hub.node().marketData().controlPort(),
                port,
                frame -> {
                  byte[] changed = frame;
                  for (final BrokenHub one : broken) {
                    changed = changed == null ? null : one.marketData().apply(changed);
                  }
                  return changed;
                })) {
      final List<CaseResult> results = ConformRun.play(target(port), cases, result -> {});
      final Set<String> failed = new TreeSet<>();
      results.stream()
          .filter(r -> r.outcome() != Outcome.PASS)
          .forEach(r -> failed.add(r.conformCase().id()));
      final Set<String> expected = new TreeSet<>();
      broken.forEach(one -> expected.addAll(one.failing()));
      expected.retainAll(cases.stream().map(ConformCase::id).toList());
      assertThat(failed).as(reasons(results)).isEqualTo(expected);
      assertThat(results).hasSameSizeAs(cases);
    }
  }

  private static String reasons(final List<CaseResult> results) {
    return results.stream()
        .filter(r -> r.outcome() != Outcome.PASS)
        .map(r -> r.conformCase().id() + " " + r.outcome() + ": " + r.reason())
        .collect(Collectors.joining("\n"));
  }

  private static Target target(final int marketDataPort) {
    return target(front, marketDataPort, hub.node().http().orElseThrow().baseUri(), 3);
  }

  private static Target target(
      final Aeron aeron,
      final int marketDataPort,
      final String httpUri,
      final int patienceSeconds) {
    return new Target(
        aeron,
        true,
        HOST,
        0,
        0,
        HOST,
        marketDataPort,
        1,
        1,
        8,
        "load-test",
        "load-test-secret-for-sandboxes-only",
        1,
        2,
        3,
        4,
        1,
        httpUri,
        "conform-operator.operator-secret-for-sandboxes-only",
        "conform-approver.approver-secret-for-sandboxes-only",
        TimeUnit.SECONDS.toNanos(patienceSeconds));
  }
}
