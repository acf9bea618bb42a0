package io.qanat.hub.session;

import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A guest of a served replay who trades over Aeron, and listens to something else meanwhile. */
public final class GuestTrader implements OrderEntryListener, AutoCloseable {
  /** What one execution report said; lastQty scaled by 10^8, 0 if nothing traded. */
  public record Report(
      String what, long lastQty, long tradeId, long mdOrderId, long transactTime) {}

  private final LiveReplay replay;
  private final Runnable meanwhile;
  private final OrderEntryClient client;
  private final List<Report> reports = new ArrayList<>();
  private boolean claimed;

  /** Begins to log on. */
  public GuestTrader(final LiveReplay replay, final Runnable meanwhile) {
    this.replay = replay;
    this.meanwhile = meanwhile;
    this.client = replay.orderEntry(this);
  }

  /** Logs on, claims the account, and bids or offers until the day ends; waits for the answer. */
  public void order(final long securityId, final Side side, final long price, final long qty) {
    await(() -> client.state() == OrderEntryClient.State.ESTABLISHED, "the logon");
    if (client.claimAccount(Guest.ACCOUNT, 0) != Offer.SENT) {
      return;
    }
    await(() -> claimed, "the claim");
    client.newOrder(
        Guest.ACCOUNT, securityId, "mine", side, OrdType.LIMIT, TimeInForce.DAY, price, qty);
    await(() -> !reports.isEmpty(), "the order to be accepted");
  }

  /** Listens to both until it is so, or the replay has ended. */
  public void await(final BooleanSupplier condition, final String what) {
    LiveReplay.await(
        () -> {
          client.poll();
          meanwhile.run();
          return condition.getAsBoolean() || replay.isEnded();
        },
        what);
  }

  /** Everything about the order that was decided. */
  public List<Report> reports() {
    return reports;
  }

  @Override
  public void onAccountClaimed(final long account, final long next, final long oldest) {
    claimed = true;
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.execType() == ExecType.PENDING_NEW) {
      // Taken, not decided yet.
      return;
    }
    reports.add(
        new Report(
            report.execType() + " " + report.ordStatus(),
            report.lastQty() == Fixed8.NULL ? 0 : report.lastQty(),
            Math.max(0, report.tradeId()),
            report.mdOrderId(),
            report.transactTime()));
  }

  @Override
  public void close() {
    client.close();
  }
}
