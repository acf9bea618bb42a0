package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.loadtest.RunException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the instrument to trade: defined, open, ours to trade, and best one that nobody else uses.
 */
final class Discovery {
  private static final long HEAR_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Floor floor;

  Discovery(final Floor floor) {
    this.floor = floor;
  }

  /**
   * Finds it.
   *
   * @throws RunException one line, if there is none or the hub cannot be reached
   */
  Instrument find() {
    final Market market = floor.market();
    final long wanted = floor.target().securityId();
    if (!isHeard(
        () ->
            wanted == 0
                ? !market.instruments().isEmpty()
                : market.instruments().containsKey(wanted),
        HEAR_NANOS)) {
      throw new RunException(
          "no definition of "
              + (wanted == 0 ? "an instrument" : "instrument " + wanted)
              + " came from "
              + floor.target().host()
              + ":"
              + floor.target().marketDataPort()
              + " within 15 s");
    }
    if (wanted == 0) {
      // Definitions come one by one, each about every second.
      final long allAt = System.nanoTime() + ALL_NANOS;
      isHeard(() -> System.nanoTime() - allAt >= 0, 2 * ALL_NANOS);
    }
    // Books come with the next full refresh.
    isHeard(
        () ->
            market.instruments().keySet().stream()
                .filter(id -> wanted == 0 || id == wanted)
                .allMatch(market::isBookKnown),
        SETTLE_NANOS);
    final List<Instrument> candidates =
        market.instruments().values().stream()
            .filter(i -> wanted == 0 || i.securityId() == wanted)
            .filter(i -> i.status() == SecurityTradingStatus.READY_TO_TRADE)
            .filter(i -> i.unit() * 4 <= i.maxQty())
            .sorted(Comparator.comparing(i -> !market.isEmpty(i.securityId())))
            .toList();
    String reason = "none of " + market.instruments().keySet() + " is open";
    int number = 0;
    for (final Instrument candidate : candidates) {
      reason = refusal(candidate, number++);
      if (reason.isEmpty()) {
        return candidate;
      }
    }
    throw new RunException(
        "no instrument to trade" + (wanted == 0 ? "" : " called " + wanted) + ": " + reason);
  }

  /** Why we may not trade it; empty if we may. */
  private String refusal(final Instrument candidate, final int number) {
    try (Desk desk = new Desk(floor, candidate, number)) {
      final Trader trader = desk.trader();
      final OrderRequest order = trader.buy("probe", 1, -5, TimeInForce.DAY);
      final Heard answer =
          trader.take(
              "an answer to an order",
              heard ->
                  heard.templateId() == ExecutionReportDecoder.TEMPLATE_ID
                      && heard.clOrdId().equals(order.clOrdId()));
      final String line = desk.lines().of(answer);
      desk.cleanUp(true);
      return answer.execution().execType() == ExecType.NEW
          ? ""
          : candidate.symbol() + " was answered " + line;
    } catch (final CaseFailure | CaseSkipped e) {
      return candidate.symbol() + ": " + e.getMessage();
    }
  }

  private boolean isHeard(
      final java.util.function.BooleanSupplier condition, final long withinNanos) {
    final long deadline = System.nanoTime() + withinNanos;
    while (!condition.getAsBoolean()) {
      if (floor.market().poll() == 0) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        LockSupport.parkNanos(PARK_NANOS);
      }
    }
    return true;
  }
}
