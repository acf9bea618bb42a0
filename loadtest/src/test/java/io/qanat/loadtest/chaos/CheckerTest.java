package io.qanat.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.qanat.client.BookByOrder.BookOrder;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.hub.HubNode;
import io.qanat.loadtest.hub.EmbeddedHub;
import io.qanat.loadtest.report.ReportBlocks;
import io.qanat.log.history.LogHistory;
import io.qanat.sharding.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker of chaos finds nothing in what a hub did, and finds each thing that is spoilt. */
class CheckerTest {
  private static final int REQUESTS = 150;

  @TempDir private Path folder;

  private final List<ClientHistory> histories = new ArrayList<>();

  @AfterEach
  void closeHistories() {
    CloseHelper.closeAll(histories);
  }

  @Test
  void whatAHubDidIsProvenAndWhatIsSpoiltIsFound() throws IOException {
    trade();
    final LogHistory log = LogHistory.open(folder.resolve("data"));
    final Map<Long, SortedMap<Long, BookOrder>> books = new TreeMap<>();
    final LogReplay replay = LogReplay.of(log, new Cores());
    books.put(1L, replay.book(1));
    books.put(2L, replay.book(2));
    final Checker checker = new Checker(replay, histories);
    checker.check(books);
    assertThat(checker.violations()).isEmpty();
    assertThat(checker.trades()).isPositive();
    assertThat(books.get(1L)).isNotEmpty();
    assertThat(MemberLogs.compare(Arrays.asList(null, log, log)).difference()).isEmpty();

    assertThat(check(withoutAnOrder(books))).contains("instrument 1: its by-order feed");
    final ClientHistory client = histories.get(0);
    final long last = client.reports().lastKey();
    final UnsafeBuffer report = client.reports().remove(last);
    assertThat(check(books)).contains("account 1: report " + last + " was decided and never told");
    client.reports().put(last + 1, report);
    assertThat(check(books))
        .contains("account 1: was told report " + (last + 1) + ", and the log does not hold it");
    client.reports().remove(last + 1);
    client.reports().put(last, report);
    assertThat(check(books)).isEmpty();

    final long trade = aTrade(client);
    final UnsafeBuffer told = client.reports().get(trade);
    final UnsafeBuffer spoilt = new UnsafeBuffer(told.byteArray().clone());
    new ExecutionReportEncoder().wrap(spoilt, 0).lastQty(1);
    client.reports().put(trade, spoilt);
    assertThat(check(books))
        .contains("account 1: was told report " + trade + ", and the log holds another");
    client.reports().put(trade, told);

    client.asked(request("never-logged", System.nanoTime()));
    assertThat(check(books)).contains("account 1: NEW never-logged was never answered");
    client.answered("never-logged", "NEW", System.nanoTime());
    assertThat(check(books))
        .contains("account 1: NEW never-logged was answered and is not in the log");
    assertThatARequestBehindOneThatWasAnsweredBeforeItWasAskedIsFound(replay);
  }

  private void assertThatARequestBehindOneThatWasAnsweredBeforeItWasAskedIsFound(
      final LogReplay replay) throws IOException {
    final List<String> order = new ArrayList<>(replay.requests(1));
    final ClientHistory given = histories.get(0);
    try (ClientHistory other = new ClientHistory(1, folder.resolve("other"))) {
      for (final Request request : given.requests()) {
        // The first of the log was asked when all others were answered.
        final boolean isFirst = request.clOrdId.equals(order.get(0));
        final Request same =
            isFirst ? copy(request, Long.MAX_VALUE - 2) : copy(request, request.askedNanos);
        other.asked(same);
        other.answered(same.clOrdId, "", isFirst ? Long.MAX_VALUE - 1 : request.answeredNanos());
      }
      other.reports().putAll(given.reports());
      histories.set(0, other);
      assertThat(check(Map.of())).contains("account 1: not linearizable: ");
    }
  }

  private static Map<Long, SortedMap<Long, BookOrder>> withoutAnOrder(
      final Map<Long, SortedMap<Long, BookOrder>> books) {
    final Map<Long, SortedMap<Long, BookOrder>> spoilt = new TreeMap<>(books);
    final SortedMap<Long, BookOrder> book = new TreeMap<>(books.get(1L));
    book.remove(book.firstKey());
    spoilt.put(1L, book);
    return spoilt;
  }

  private String check(final Map<Long, SortedMap<Long, BookOrder>> books) {
    final Checker checker =
        new Checker(LogReplay.of(LogHistory.open(folder.resolve("data")), new Cores()), histories);
    checker.check(books);
    return String.join("\n", checker.violations());
  }

  private static Request request(final String clOrdId, final long askedNanos) {
    return new Request(
        Request.Kind.NEW,
        clOrdId,
        "",
        0,
        1,
        Side.BUY,
        TimeInForce.GOOD_TILL_CANCEL,
        1,
        1,
        askedNanos);
  }

  private static Request copy(final Request request, final long askedNanos) {
    return new Request(
        request.kind,
        request.clOrdId,
        request.origClOrdId,
        request.orderId,
        request.securityId,
        request.side,
        request.timeInForce,
        request.price,
        request.quantity,
        askedNanos);
  }

  private static long aTrade(final ClientHistory client) {
    return client.reports().entrySet().stream()
        .filter(r -> ReportBlocks.template(r.getValue()) == ExecutionReportDecoder.TEMPLATE_ID)
        .filter(r -> ReportBlocks.execution(r.getValue()).execType() == ExecType.TRADE)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private void trade() throws IOException {
    final int dayRoll = LocalTime.now(ZoneOffset.UTC).plusHours(12).toSecondOfDay();
    try (EmbeddedHub hub =
            EmbeddedHub.start(
                folder.resolve("data"),
                "chaos.conf",
                Map.of("qanat.chaos.day-roll", dayRoll + "s", "qanat.log.file-sync-level", 0));
        Aeron aeron =
            Aeron.connect(
                new Aeron.Context().aeronDirectoryName(hub.node().aeronDirectoryName()))) {
      final List<ChaosClient> clients = new ArrayList<>();
      for (int account = 1; account <= 2; account++) {
        histories.add(new ClientHistory(account, folder.resolve("client-" + account)));
        clients.add(
            new ChaosClient(
                aeron,
                new OneGateway(hub.node()),
                histories.get(account - 1),
                new Executions(),
                account,
                1,
                200));
      }
      poll(clients, () -> clients.stream().allMatch(c -> c.asked() >= REQUESTS));
      clients.forEach(ChaosClient::stopAsking);
      poll(clients, () -> clients.stream().allMatch(ChaosClient::isSettled));
      clients.forEach(ChaosClient::close);
    }
  }

  private static void poll(final List<ChaosClient> clients, final BooleanSupplier until) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("the hub answers").isNegative();
      clients.forEach(client -> client.work(System.nanoTime()));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** The embedded hub's. */
  private record OneGateway(HubNode node) implements Gateways {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public void select(final int gateway, final OrderEntrySettings settings) {
      settings.udp(node.gateway().host(), node.gateway().port(), node.gateway().controlPort());
    }
  }
}
