package io.qanat.loadtest.simulate;

import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.EntityReplay;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.loadtest.report.ReportBlocks;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.sim.Simulation;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What must hold in the end: every entity stands where a replay of its whole history from the
 * beginning ends, every client has every report of that replay and no other, in numbers without a
 * gap; no ClOrdID was accepted twice; each trade has two equal sides, also after it was amended;
 * nothing is left in the books.
 */
final class FinalChecks {
  /** One side of a trade, as it was told last. */
  private record Execution(long price, long quantity) {}

  private final TradingWorld world;
  private final Simulation simulation;
  private final Map<String, Map<Side, Execution>> trades = new TreeMap<>();
  private final Set<String> amended = new HashSet<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();

  FinalChecks(final TradingWorld world) {
    this.world = world;
    this.simulation = world.simulation();
  }

  void check() {
    world.audit();
    final Map<Long, SortedMap<Long, UnsafeBuffer>> reports = new TreeMap<>();
    for (final long entity : simulation.log().entities()) {
      replay(entity, reports);
    }
    for (final Trader trader : world.traders()) {
      for (final long account : trader.accounts()) {
        checkReports(trader, account, reports.getOrDefault(account, new TreeMap<>()));
      }
    }
    checkTrades();
    for (final InstrumentSetup instrument : MarketSetup.instruments()) {
      final int left = world.books().orders(EntityKey.instrument(instrument.id()));
      if (left > 0) {
        throw world.failure(
            left + " orders of " + instrument.symbol() + " outlive the mass cancel");
      }
    }
  }

  /** Applies everything an entity was ever told to a core that is new. */
  private void replay(final long entity, final Map<Long, SortedMap<Long, UnsafeBuffer>> reports) {
    final List<LogEntry> history = simulation.log().history(entity);
    final Core.Factory recording =
        EntityKey.kind(entity) == EntityKey.ACCOUNT
            ? e ->
                new ReportingCore(
                    world.cores().create(e),
                    MarketSetup.partnerOf(EntityKey.id(e)),
                    (buffer, offset, length) -> onReport(buffer, offset, reports))
            : world.cores();
    final EntityReplay whole;
    try {
      whole = EntityReplay.of(new LoadedEntity(entity, 1, null, history), recording);
    } catch (final EntityReplay.MismatchException e) {
      throw world.failure("history does not repeat itself: " + e.getMessage());
    }
    final Core running = simulation.core(entity);
    if (running == null || running.stateHash() != whole.core().stateHash()) {
      throw world.failure(
          EntityKey.toString(entity)
              + " does not stand where the replay of its "
              + history.size()
              + " entries ends");
    }
  }

  private void onReport(
      final DirectBuffer buffer,
      final int offset,
      final Map<Long, SortedMap<Long, UnsafeBuffer>> reports) {
    final int templateId = header.wrap(buffer, offset).templateId();
    final int at = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    // Every report begins with its account and its number.
    final long account = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
    final long reportNo = buffer.getLong(at + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    final UnsafeBuffer block = ReportBlocks.of(buffer, at, templateId);
    final SortedMap<Long, UnsafeBuffer> ofAccount =
        reports.computeIfAbsent(account, a -> new TreeMap<>());
    final UnsafeBuffer before = ofAccount.putIfAbsent(reportNo, block);
    if (before != null && !before.equals(block)) {
      throw world.failure("account " + account + " has two reports " + reportNo);
    }
  }

  private void checkReports(
      final Trader trader, final long account, final SortedMap<Long, UnsafeBuffer> decided) {
    final SortedMap<Long, UnsafeBuffer> delivered = world.reports().of(account);
    for (final Map.Entry<Long, UnsafeBuffer> report : delivered.entrySet()) {
      final UnsafeBuffer same = decided.get(report.getKey());
      if (!report.getValue().equals(same)) {
        throw world.failure(
            "account "
                + account
                + ": its client was told report "
                + report.getKey()
                + ", and the log "
                + (same == null ? "does not hold it" : "holds another"));
      }
    }
    if (delivered.size() != decided.size()) {
      throw world.failure(
          "account "
              + account
              + ": "
              + decided.size()
              + " reports were decided, its client has "
              + delivered.size());
    }
    if (!decided.isEmpty() && (decided.firstKey() != 1 || decided.lastKey() != decided.size())) {
      throw world.failure("account " + account + ": its reports have a gap");
    }
    if (trader.nextReportNo(account) != decided.size() + 1) {
      throw world.failure("account " + account + ": its client waits for another report");
    }
    final Set<String> accepted = new HashSet<>();
    for (final UnsafeBuffer report : decided.values()) {
      if (ReportBlocks.template(report) == ExecutionReportDecoder.TEMPLATE_ID) {
        checkExecution(account, report, accepted);
      }
    }
  }

  private void checkExecution(
      final long account, final UnsafeBuffer block, final Set<String> accepted) {
    final ExecutionReportDecoder report = ReportBlocks.execution(block);
    if (report.execType() == ExecType.NEW && !accepted.add(report.clOrdId())) {
      throw world.failure(
          "account " + account + ": ClOrdID " + report.clOrdId() + " was accepted twice");
    }
    switch (report.execType()) {
      case TRADE -> {
        if (take(report, report.lastQty()) != null) {
          throw world.failure(
              report.side() + " side of trade " + report.tradeId() + " was reported twice");
        }
      }
      case TRADE_CORRECT -> amend(report, report.lastQty());
      case TRADE_CANCEL -> amend(report, 0);
      default -> {
        // No trade.
      }
    }
  }

  private void amend(final ExecutionReportDecoder report, final long quantity) {
    amended.add(trade(report));
    if (take(report, quantity) == null) {
      throw world.failure("trade " + trade(report) + " was amended before it was reported");
    }
  }

  private Execution take(final ExecutionReportDecoder report, final long quantity) {
    return trades
        .computeIfAbsent(trade(report), t -> new EnumMap<>(Side.class))
        .put(report.side(), new Execution(report.lastPx(), quantity));
  }

  private static String trade(final ExecutionReportDecoder report) {
    return report.securityId() + "/" + report.tradeId();
  }

  private void checkTrades() {
    trades.forEach(
        (trade, sides) -> {
          if (sides.size() != 2 || !sides.get(Side.BUY).equals(sides.get(Side.SELL))) {
            throw world.failure("trade " + trade + " has not two equal sides: " + text(sides));
          }
        });
    world.statistics().trades = trades.size();
    world.statistics().amendedTrades = amended.size();
  }

  private static String text(final Map<Side, Execution> sides) {
    final StringBuilder text = new StringBuilder();
    sides.forEach(
        (side, execution) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(side)
                .append(' ')
                .append(Fixed8.format(execution.quantity()))
                .append(" at ")
                .append(Fixed8.format(execution.price())));
    return text.toString();
  }
}
