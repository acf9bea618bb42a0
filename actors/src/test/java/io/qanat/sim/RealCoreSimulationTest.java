package io.qanat.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qanat.audit.CutAudit;
import io.qanat.codecs.entity.AccountAnswerDecoder;
import io.qanat.codecs.entity.AccountBalanceDecoder;
import io.qanat.codecs.entity.AccountOrderDecoder;
import io.qanat.codecs.entity.AccountOrderEncoder;
import io.qanat.codecs.entity.AccountPositionDecoder;
import io.qanat.codecs.entity.InstrumentSnapshotDecoder;
import io.qanat.codecs.entity.InstrumentSnapshotEncoder;
import io.qanat.codecs.entity.InstrumentSnapshotOrdersDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectEncoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.instrument.core.FeedFollower;
import io.qanat.sharding.Cores;
import io.qanat.sim.RandomCommands.Command;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealCoreSimulationTest {
  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int ONE_AT_A_TIME = 250;
  private static final int CONCURRENT = 500;
  private static final double AUDITED = 0.05;
  private static final double OPERATED = 0.2;
  private static final long AUCTION_NANOS = 5_000_000;
  private static final double ACKNOWLEDGED = 0.05;

  /**
   * Where a hub ends. Faults cost time, so times differ between runs, and with them {@code
   * stateHash}: it covers when an order was submitted and when a report was made. All else must be
   * equal, hence the records of the snapshots without these times, and the reports without theirs.
   * An order that waited for long is also reported as pending, which shifts the numbers of later
   * reports: so numbers are left out here, the other test looks at them.
   */
  private record Outcome(
      SortedMap<String, List<String>> states, SortedMap<Long, List<String>> reports) {}

  private static Outcome oneAtATime(final long seed, final Faults faults, final int accounts) {
    final SimulatedHub hub = new SimulatedHub(seed, faults, SimulatedHub.SMALL, accounts);
    final RandomCommands commands = new RandomCommands(seed, accounts, true);
    for (int i = 0; i < ONE_AT_A_TIME; i++) {
      final Command command = commands.next();
      hub.send(EntityKey.account(command.account()), command.input());
    }
    hub.simulation().heal();
    hub.simulation().runToQuiescence();
    if (faults.has(Fault.ENTITY_CRASH)) {
      assertThat(hub.simulation().crashes()).as("seed %d: crashes", seed).isGreaterThan(20);
      assertThat(hub.edge().duplicates()).as("seed %d: duplicates", seed).isPositive();
    }
    final SortedMap<String, List<String>> states = new TreeMap<>();
    for (final long instrument : SimulatedHub.instruments()) {
      states.put("instrument " + instrument, state(hub, EntityKey.instrument(instrument)));
    }
    final SortedMap<Long, List<String>> reports = new TreeMap<>();
    for (long account = 1; account <= accounts; account++) {
      states.put("account " + account, state(hub, EntityKey.account(account)));
      reports.put(account, timeless(hub.edge().reports(account).values()));
    }
    return new Outcome(states, reports);
  }

  /** The records of an entity's snapshot, without times. */
  static List<String> state(final SimulatedHub hub, final long entity) {
    final List<String> records = new ArrayList<>();
    hub.simulation()
        .core(entity)
        .writeSnapshot(
            (buffer, offset, length) -> {
              final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
              copy.putBytes(0, buffer, offset, length);
              addTimeless(copy, records);
            });
    return records;
  }

  private static void addTimeless(final UnsafeBuffer record, final List<String> records) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(record, 0);
    switch (header.templateId()) {
      case InstrumentSnapshotDecoder.TEMPLATE_ID -> {
        new InstrumentSnapshotEncoder().wrap(record, HEADER).topTransactTime(0);
        records.add(
            new InstrumentSnapshotDecoder().wrapAndApplyHeader(record, 0, header).toString());
      }
      case InstrumentSnapshotOrdersDecoder.TEMPLATE_ID ->
          records.add(
              new InstrumentSnapshotOrdersDecoder()
                  .wrapAndApplyHeader(record, 0, header)
                  .toString());
      case AccountOrderDecoder.TEMPLATE_ID -> {
        new AccountOrderEncoder().wrap(record, HEADER).submittedAt(0).pendingReported(Bool.NO);
        records.add(new AccountOrderDecoder().wrapAndApplyHeader(record, 0, header).toString());
      }
      case AccountPositionDecoder.TEMPLATE_ID ->
          records.add(
              new AccountPositionDecoder().wrapAndApplyHeader(record, 0, header).toString());
      case AccountBalanceDecoder.TEMPLATE_ID ->
          records.add(new AccountBalanceDecoder().wrapAndApplyHeader(record, 0, header).toString());
      default -> {
        // Reports and the memory of answers hold times all over; the reports are compared below.
      }
    }
  }

  /** Reports as texts, without times and numbers. */
  static List<String> timeless(final Collection<DirectBuffer> reports) {
    final List<String> texts = new ArrayList<>();
    final io.qanat.codecs.orderentry.MessageHeaderDecoder header =
        new io.qanat.codecs.orderentry.MessageHeaderDecoder();
    for (final DirectBuffer kept : reports) {
      final UnsafeBuffer report = new UnsafeBuffer(new byte[kept.capacity()]);
      report.putBytes(0, kept, 0, kept.capacity());
      switch (header.wrap(report, 0).templateId()) {
        case ExecutionReportDecoder.TEMPLATE_ID -> {
          new ExecutionReportEncoder().wrap(report, HEADER).reportNo(0).transactTime(0);
          final ExecutionReportDecoder execution =
              new ExecutionReportDecoder().wrapAndApplyHeader(report, 0, header);
          if (execution.execType() != ExecType.PENDING_NEW) {
            texts.add(execution.toString());
          }
        }
        case OrderCancelRejectDecoder.TEMPLATE_ID -> {
          new OrderCancelRejectEncoder().wrap(report, HEADER).reportNo(0).transactTime(0);
          texts.add(
              new OrderCancelRejectDecoder().wrapAndApplyHeader(report, 0, header).toString());
        }
        default -> {
          new OrderMassActionReportEncoder().wrap(report, HEADER).reportNo(0).transactTime(0);
          texts.add(
              new OrderMassActionReportDecoder().wrapAndApplyHeader(report, 0, header).toString());
        }
      }
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aFaultyRunEndsLikeAFaultlessOne(final long seed) {
    final int accounts = 4 + (int) (seed % 3);
    final Outcome faultless = oneAtATime(seed, Faults.NONE, accounts);
    final Outcome faulty = oneAtATime(seed, Faults.MANY, accounts);

    assertThat(faulty.reports()).as("seed %d: reports", seed).isEqualTo(faultless.reports());
    assertThat(faulty.states()).as("seed %d: states", seed).isEqualTo(faultless.states());
    assertThat(faultless.reports().toString())
        .as("seed %d: the run is worth comparing", seed)
        .contains("execType=TRADE", "execType=REJECTED", "execType=REPLACED", "execType=CANCELED");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everythingAddsUpWhateverHappens(final long seed) {
    final int accounts = 4 + (int) (seed % 3);
    final SimulatedHub hub = new SimulatedHub(seed, Faults.MANY, SimulatedHub.SMALL, accounts);
    final Simulation simulation = hub.simulation();
    hub.letClientsTryAgain();
    final SplittableRandom random = new SplittableRandom(seed);
    final RandomCommands commands = new RandomCommands(seed, accounts, false);
    final List<Command> sent = new ArrayList<>();
    for (int i = 0; i < CONCURRENT; i++) {
      final Command command = commands.next();
      sent.add(command);
      simulation.input(EntityKey.account(command.account()), command.input());
      if (random.nextDouble() < ACKNOWLEDGED) {
        acknowledge(hub, 1L + random.nextInt(accounts));
      }
      if (random.nextDouble() < OPERATED) {
        operate(hub, random);
      }
      simulation.runFor(random.nextLong(3_000_000));
      if (random.nextDouble() < AUDITED) {
        audit(hub, seed);
      }
    }
    simulation.runFor(TimeUnit.SECONDS.toNanos(1));
    simulation.heal();
    simulation.runToQuiescence();

    requireAnswers(hub, sent, seed);
    requireEqualBooks(hub, seed);
    for (long account = 1; account <= accounts; account++) {
      hub.send(EntityKey.account(account), hub.inputs().massCancel(account, "end", 0));
    }
    requireEqualBooks(hub, seed);
    for (long account = 1; account <= accounts; account++) {
      requireConsecutive(hub.edge().reports(account), seed);
      requireNothingReserved(hub.account(account), seed);
    }
    for (final long instrument : SimulatedHub.instruments()) {
      assertThat(hub.edge().market(EntityKey.instrument(instrument)).orders())
          .as("seed %d: orders", seed)
          .isEmpty();
      assertThat(hub.edge().market(EntityKey.instrument(instrument)).tradesByOrder())
          .as("seed %d: trades of %d", seed, instrument)
          .isPositive();
    }
    final CutAudit.Result last = audit(hub, seed);
    assertThat(last.ledger().positionSums().keySet())
        .as("seed %d: instruments with positions", seed)
        .containsExactlyElementsOf(SimulatedHub.instruments());
    assertThat(simulation.crashes()).as("seed %d: crashes", seed).isGreaterThan(10);
    assertThat(execTypes(hub))
        .as("seed %d: what accounts were told", seed)
        .contains(ExecType.TRADE, ExecType.TRADE_CANCEL, ExecType.TRADE_CORRECT);
  }

  /** Operators hold auctions, bust and correct, whatever trades there are. */
  private static void operate(final SimulatedHub hub, final SplittableRandom random) {
    final long instrument = random.nextBoolean() ? HubInputs.CFD : HubInputs.DELIVERED;
    final long tradeId = 1L + random.nextInt(30);
    final DirectBuffer input =
        switch (random.nextInt(5)) {
          case 0 -> hub.inputs().auction(AUCTION_NANOS);
          case 1, 2 -> hub.inputs().tradeBust(tradeId);
          default ->
              hub.inputs()
                  .tradeCorrect(tradeId, (90L + random.nextInt(20)) * Fixed8.ONE, Fixed8.ONE);
        };
    hub.simulation().input(EntityKey.instrument(instrument), input);
  }

  private static Set<ExecType> execTypes(final SimulatedHub hub) {
    final Set<ExecType> types = EnumSet.noneOf(ExecType.class);
    final io.qanat.codecs.orderentry.MessageHeaderDecoder header =
        new io.qanat.codecs.orderentry.MessageHeaderDecoder();
    for (long account = 1; account <= hub.accounts(); account++) {
      for (final DirectBuffer report : hub.edge().reports(account).values()) {
        if (header.wrap(report, 0).templateId() == ExecutionReportDecoder.TEMPLATE_ID) {
          types.add(new ExecutionReportDecoder().wrapAndApplyHeader(report, 0, header).execType());
        }
      }
    }
    return types;
  }

  private static void acknowledge(final SimulatedHub hub, final long account) {
    final SortedMap<Long, DirectBuffer> reports = hub.edge().reports(account);
    // A client acknowledges only what it has without a gap.
    long through = 0;
    while (reports.containsKey(through + 1)) {
      through++;
    }
    hub.simulation().input(EntityKey.account(account), hub.inputs().reportAck(account, through));
  }

  private static CutAudit.Result audit(final SimulatedHub hub, final long seed) {
    final CutAudit.Result result = CutAudit.of(hub.simulation().log().cut(), new Cores());
    assertThat(result.isSound()).as("seed %d: %s", seed, result.line()).isTrue();
    return result;
  }

  /** Sends again what a crash has swallowed, and asks for some answers twice. */
  private static void requireAnswers(
      final SimulatedHub hub, final List<Command> sent, final long seed) {
    for (final Command command : sent) {
      final long account = EntityKey.account(command.account());
      if (!hub.isLogged(account, command.input())) {
        hub.send(account, command.input());
      }
    }
    for (final Command command : sent) {
      assertThat(hub.edge().isAnswered(command.account(), command.clOrdId()))
          .as("seed %d: %s of account %d is answered", seed, command.clOrdId(), command.account())
          .isTrue();
    }
    final int reports = numberOfReports(hub);
    for (final Command command : sent.subList(0, CONCURRENT / 10)) {
      hub.simulation().input(EntityKey.account(command.account()), command.input());
      hub.simulation().runToQuiescence();
    }
    assertThat(numberOfReports(hub) - reports)
        .as("seed %d: only requests for unknown orders are not remembered", seed)
        .isLessThan(CONCURRENT / 20);
  }

  private static int numberOfReports(final SimulatedHub hub) {
    int number = 0;
    for (long account = 1; account <= hub.accounts(); account++) {
      number += hub.edge().reports(account).size();
    }
    return number;
  }

  private static void requireConsecutive(
      final SortedMap<Long, DirectBuffer> reports, final long seed) {
    assertThat(reports.firstKey()).as("seed %d: first report", seed).isEqualTo(1);
    assertThat(reports.lastKey()).as("seed %d: last report", seed).isEqualTo(reports.size());
  }

  /** Who heard the feeds from the beginning has the book that a full refresh shows. */
  private static void requireEqualBooks(final SimulatedHub hub, final long seed) {
    for (final long instrument : SimulatedHub.instruments()) {
      final FeedFollower heard = hub.edge().market(EntityKey.instrument(instrument));
      final FeedFollower asked = hub.fullRefresh(instrument);
      assertThat(heard.orders())
          .as("seed %d: orders of %d", seed, instrument)
          .isEqualTo(asked.orders());
      assertThat(heard.levels())
          .as("seed %d: levels of %d", seed, instrument)
          .isEqualTo(asked.levels())
          .isEqualTo(heard.levelsOfOrders());
      assertThat(heard.rptSeqs())
          .as("seed %d: RptSeq of %d", seed, instrument)
          .isEqualTo(asked.rptSeqs());
    }
  }

  /** Without orders nothing is held but the margin of CFD positions. */
  private static void requireNothingReserved(final AccountAnswerDecoder account, final long seed) {
    final long number = account.account();
    assertThat(account.liveOrders()).as("seed %d: live orders of %d", seed, number).isZero();
    final SortedMap<String, Long> reserved = new TreeMap<>();
    for (final AccountAnswerDecoder.BalancesDecoder balance : account.balances()) {
      reserved.put(balance.currency(), balance.reserved());
    }
    BigDecimal margin = BigDecimal.ZERO;
    for (final AccountAnswerDecoder.PositionsDecoder position : account.positions()) {
      if (position.instrument() == HubInputs.CFD) {
        margin = margin(position.quantity(), position.averagePrice());
      }
    }
    assertThat(reserved.getOrDefault("USD", 0L)).as("seed %d: USD of %d", seed, number).isZero();
    assertThat(reserved.getOrDefault("BTC", 0L)).as("seed %d: BTC of %d", seed, number).isZero();
    // The average price is rounded, the cost behind it is not.
    assertThat(BigDecimal.valueOf(reserved.getOrDefault("EUR", 0L), Fixed8.DIGITS))
        .as("seed %d: EUR of %d", seed, number)
        .isCloseTo(margin, within(new BigDecimal("0.00001")));
  }

  private static BigDecimal margin(final long quantity, final long averagePrice) {
    return decimal(Math.abs(quantity))
        .multiply(decimal(averagePrice))
        .multiply(decimal(HubInputs.CFD_CONTRACT_SIZE))
        .multiply(decimal(HubInputs.CFD_MARGIN_RATE));
  }

  private static BigDecimal decimal(final long fixed8) {
    return BigDecimal.valueOf(fixed8, Fixed8.DIGITS);
  }
}
