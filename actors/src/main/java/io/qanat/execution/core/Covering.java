package io.qanat.execution.core;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.liquidity.ProviderReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.entity.core.SessionKey;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.liquidity.core.Pool;
import io.qanat.liquidity.core.Provider;
import io.qanat.liquidity.core.WideSum;
import io.qanat.pricing.core.Pricing;
import java.math.RoundingMode;
import java.util.function.Predicate;

/**
 * Orders to providers, from their sending to their end.
 *
 * <pre>
 *   NEW ─▶ PARTIALLY_FILLED ─▶ FILLED | CANCELED | REJECTED | NOT_KNOWN     the provider's answers
 *    │           │
 *    └───────────┴─▶ UNKNOWN ─▶ FILLED | CANCELED | REJECTED | NOT_KNOWN    its answer to a question
 *                       └─────▶ RESOLVED                                    an operator's word
 * </pre>
 *
 * <p>An order is UNKNOWN when its time is over or the session it was sent to is lost: the provider
 * is asked how it stands, again and again, and at once when it quotes with another session. From
 * then on it is the house's: the client's order goes to other providers, and what is filled after
 * all is the house's position, which is covered if it is too large. Nothing is assumed in between:
 * what is open of it is counted as unknown.
 *
 * <p>A report counts by its cumQty, so one that comes twice changes nothing and one that was lost
 * is made up by the next. One that contradicts what is known (more than was ordered, less than
 * before, worse than the limit) is refused, and the order becomes UNKNOWN.
 */
final class Covering {
  /** What becomes of orders to providers. */
  interface Listener {
    /** Something of an order that was in flight is filled; it is counted already. */
    void onFill(ProviderOrder order, long px, long qty);

    /** It has ended or is UNKNOWN: nothing more comes of it for the client's order. */
    void onDone(ProviderOrder order);
  }

  private final Liquidity liquidity;
  private final Pricing pricing;
  private final Exposures exposures;
  private final ProviderOrders orders;
  private final Contract contract;
  private final ProviderMessages messages;
  private final Router router = new Router();
  private final WideSum sum = new WideSum();
  private Listener listener;
  private long lastProviderOrderId;
  private Outputs outputs;
  private long nowNanos;

  Covering(
      final Liquidity liquidity,
      final Pricing pricing,
      final Exposures exposures,
      final ProviderOrders orders,
      final Contract contract) {
    this.liquidity = liquidity;
    this.pricing = pricing;
    this.exposures = exposures;
    this.orders = orders;
    this.contract = contract;
    this.messages = new ProviderMessages(liquidity.instrumentId());
  }

  void connect(final Listener newListener) {
    listener = newListener;
  }

  void begin(final long newNowNanos, final Outputs newOutputs) {
    nowNanos = newNowNanos;
    outputs = newOutputs;
  }

  long lastProviderOrderId() {
    return lastProviderOrderId;
  }

  void restore(final long newLastProviderOrderId) {
    lastProviderOrderId = newLastProviderOrderId;
  }

  /**
   * Sends orders for an amount.
   *
   * @param client whose order is covered, null: the house covers
   * @param limit {@link Fixed8#NULL}: none
   * @return how much they are for
   */
  long send(
      final ClientOrder client,
      final int poolNumber,
      final Side side,
      final long amount,
      final long limit,
      final TimeInForce timeInForce,
      final boolean fullAmount,
      final Predicate<Provider> excluded) {
    final Pool pool = liquidity.poolOf(poolNumber);
    if (pool == null) {
      return 0;
    }
    final long planned =
        router.plan(
            pool,
            side == Side.BUY,
            amount,
            limit,
            contract.lotSize(),
            fullAmount,
            excluded.or(provider -> provider.session() == SessionKey.NONE));
    for (int i = 0; planned > 0 && i < pool.memberCount(); i++) {
      if (router.quantity(i) > 0) {
        send(client, pool.member(i), side, timeInForce, router.price(i), router.quantity(i));
      }
    }
    return planned;
  }

  private void send(
      final ClientOrder client,
      final Provider provider,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long qty) {
    final ProviderOrder order =
        new ProviderOrder(
            ++lastProviderOrderId,
            provider.number(),
            side,
            timeInForce,
            price,
            qty,
            nowNanos,
            provider.session(),
            provider.incarnation(),
            client == null ? 0 : client.orderId);
    order.askAtNanos = nowNanos + pricing.house().providerTimeoutNanos();
    order.client = client;
    if (client != null) {
      client.routes.add(order);
    }
    orders.add(order);
    final Holder holder = exposures.provider(order.provider);
    holder.expect(-order.signedLeaves());
    holder.count(Holder.ORDERS);
    messages.order(order, outputs);
  }

  /**
   * A provider says how an order stands.
   *
   * @return why its word is refused, or null
   */
  String report(final Input input, final ProviderReportDecoder report) {
    final ProviderOrder order = orders.find(report.providerOrderId());
    if (order == null || order.provider != report.provider()) {
      return "no such order, or it is forgotten";
    }
    final Provider provider = liquidity.providerOf(order.provider);
    final long partner = provider == null ? SessionKey.partner(order.session) : provider.partner();
    if (partner != input.partner()) {
      return "no such order, or it is forgotten";
    }
    final long cumQty = report.cumQty();
    final ProviderOrdStatus said = report.ordStatus();
    final boolean possible = cumQty >= 0 && cumQty <= order.orderQty;
    final long added = possible ? cumQty - order.cumQty : 0;
    final long px = added > 0 ? priceOf(order, report, added) : 0;
    final String problem = problem(order, said, cumQty, added, px);
    if (problem != null) {
      exposures.provider(order.provider).count(Holder.REFUSED);
      if (order.isInFlight()) {
        becomeUnknown(order);
      }
      return problem;
    }
    order.answeredAtNanos = nowNanos;
    if (added == 0 && !(order.isOpen() && isEnd(said))) {
      exposures.provider(order.provider).count(Holder.DUPLICATES);
      return null;
    }
    take(order, said, added, px);
    return null;
  }

  private static boolean isEnd(final ProviderOrdStatus status) {
    return status != ProviderOrdStatus.NEW && status != ProviderOrdStatus.PARTIALLY_FILLED;
  }

  private String problem(
      final ProviderOrder order,
      final ProviderOrdStatus said,
      final long cumQty,
      final long added,
      final long px) {
    switch (said) {
      case NEW, PARTIALLY_FILLED, CANCELED, REJECTED, NOT_KNOWN -> {
        // Fine.
      }
      case FILLED -> {
        if (cumQty != order.orderQty) {
          return "FILLED with cumQty " + format(cumQty) + " of " + format(order.orderQty);
        }
      }
      default -> {
        return "ordStatus is none that a provider says";
      }
    }
    if (cumQty < 0 || cumQty > order.orderQty) {
      return "cumQty " + format(cumQty) + " of an order for " + format(order.orderQty);
    }
    if (added < 0) {
      return isLate(order, said)
          ? null
          : "cumQty " + format(cumQty) + ", but it was " + format(order.cumQty);
    }
    if (added > 0 && said == ProviderOrdStatus.NOT_KNOWN) {
      return "NOT_KNOWN with cumQty " + format(cumQty);
    }
    if (added > 0 && (px == Fixed8.NULL || !order.allows(px))) {
      return "a fill at "
          + (px == Fixed8.NULL ? "no price" : format(px))
          + " with the limit "
          + format(order.price);
    }
    return added > 0 ? fillProblem(order, px, added) : null;
  }

  private String fillProblem(final ProviderOrder order, final long px, final long added) {
    if (!contract.isPrice(px)) {
      return "a fill at " + format(px) + ", which no price of the instrument may be";
    }
    final boolean counts =
        contract.hasNotional(px, added)
            && (order.client == null || contract.hasNotional(order.client.clientPx(px), added));
    return counts ? null : "the fill is out of range";
  }

  /** An earlier partial fill that comes again, or after a later one. */
  private static boolean isLate(final ProviderOrder order, final ProviderOrdStatus said) {
    return order.cumQty > 0 && !isEnd(said);
  }

  private static String format(final long value) {
    return Fixed8.format(value);
  }

  /**
   * Price of what is new in a report: as it says, if it is about just that; else what makes the
   * average right, rounded half even. {@link Fixed8#NULL}: it has none.
   */
  private long priceOf(
      final ProviderOrder order, final ProviderReportDecoder report, final long added) {
    if (report.lastQty() == added) {
      return report.lastPx();
    }
    if (report.avgPx() == Fixed8.NULL) {
      return Fixed8.NULL;
    }
    return missingPx(order, report.cumQty(), report.avgPx(), added);
  }

  /** avgPx × cumQty − value, over what is added; {@link Fixed8#NULL}: no price is that. */
  private long missingPx(
      final ProviderOrder order, final long cumQty, final long avgPx, final long added) {
    try {
      return sum.clear()
          .add(avgPx, cumQty)
          .subtract(order.value)
          .divide(added, RoundingMode.HALF_EVEN);
    } catch (ArithmeticException tooFar) {
      return Fixed8.NULL;
    }
  }

  private void take(
      final ProviderOrder order, final ProviderOrdStatus said, final long added, final long px) {
    final boolean wasInFlight = order.isInFlight();
    final boolean wasOpen = order.isOpen();
    if (added < 0) {
      exposures.provider(order.provider).count(Holder.DUPLICATES);
      return;
    }
    if (added > 0) {
      fill(order, added, px, wasOpen, wasInFlight);
    }
    if (!wasOpen) {
      return;
    }
    final boolean complete = order.cumQty == order.orderQty;
    if (isEnd(said) || complete) {
      end(order, complete ? ProviderOrdStatus.FILLED : said);
      if (wasInFlight) {
        listener.onDone(order);
      }
    }
  }

  private void fill(
      final ProviderOrder order,
      final long added,
      final long px,
      final boolean wasOpen,
      final boolean wasInFlight) {
    order.cumQty += added;
    order.value.add(px, added);
    final Holder holder = exposures.provider(order.provider);
    exposures.providerFill(order.provider, order.side, added, px, contract);
    holder.count(Holder.FILLS);
    if (!wasOpen) {
      // It had ended, so nothing was expected any more.
      holder.expect(-Exposures.signed(order.side, added));
    }
    if (wasInFlight) {
      order.status =
          order.leavesQty() == 0 ? ProviderOrdStatus.FILLED : ProviderOrdStatus.PARTIALLY_FILLED;
      listener.onFill(order, px, added);
    } else {
      holder.count(Holder.LATE);
    }
  }

  private void end(final ProviderOrder order, final ProviderOrdStatus status) {
    final Holder holder = exposures.provider(order.provider);
    holder.expect(order.signedLeaves());
    if (status != ProviderOrdStatus.FILLED && status != ProviderOrdStatus.RESOLVED) {
      holder.count(Holder.REJECTS);
    }
    order.status = status;
    orders.ended(order);
  }

  /**
   * An operator says how an UNKNOWN order ended.
   *
   * @return what is wrong with that, or null
   */
  String resolve(final ProviderOrder order, final long cumQty, final long avgPx) {
    if (cumQty < order.cumQty || cumQty > order.orderQty) {
      return "cumQty must be in "
          + format(order.cumQty)
          + ".."
          + format(order.orderQty)
          + ": "
          + format(cumQty);
    }
    final long added = cumQty - order.cumQty;
    if (added > 0) {
      final long px = missingPx(order, cumQty, avgPx, added);
      if (px == Fixed8.NULL || !contract.isPrice(px) || !contract.hasNotional(px, added)) {
        return "avgPx does not go with what is filled already: " + format(avgPx);
      }
      fill(order, added, px, true, false);
    }
    order.answeredAtNanos = nowNanos;
    end(order, ProviderOrdStatus.RESOLVED);
    return null;
  }

  /** An incarnation of a session is gone: who was sent an order there must be asked. */
  void sessionLost(final Input input) {
    for (final ProviderOrder order : orders.openNow()) {
      if (order.isInFlight()
          && order.session == input.sessionKey()
          && order.incarnation <= input.incarnation()) {
        becomeUnknown(order);
      }
    }
  }

  /** Orders whose time is over become UNKNOWN; UNKNOWN ones are asked for again. */
  void onTime() {
    if (nowNanos < nextDueNanos()) {
      return;
    }
    for (final ProviderOrder order : orders.openNow()) {
      if (nowNanos < order.askAtNanos) {
        continue;
      }
      if (order.isInFlight()) {
        becomeUnknown(order);
      } else if (order.isUnknown()) {
        ask(order);
      }
    }
  }

  private void becomeUnknown(final ProviderOrder order) {
    order.status = ProviderOrdStatus.UNKNOWN;
    exposures.provider(order.provider).count(Holder.TIMEOUTS);
    ask(order);
    listener.onDone(order);
  }

  private void ask(final ProviderOrder order) {
    order.askAtNanos = nowNanos + pricing.house().statusRetryNanos();
    final Provider provider = liquidity.providerOf(order.provider);
    final boolean speaks = provider != null && provider.session() != SessionKey.NONE;
    messages.statusRequest(order, speaks ? provider.session() : order.session, nowNanos, outputs);
  }

  /** Providers that have come back are asked for what is UNKNOWN. */
  void afterQuotes() {
    if (orders.isEmpty()) {
      return;
    }
    for (final ProviderOrder order : orders.open()) {
      final Provider provider = liquidity.providerOf(order.provider);
      if (order.isUnknown() && provider != null && provider.isReconnected()) {
        ask(order);
      }
    }
  }

  /** When {@link #onTime} has something to do; {@link Long#MAX_VALUE}: never. */
  long nextDueNanos() {
    long due = Long.MAX_VALUE;
    if (orders.isEmpty()) {
      // Asked for behind every input: no garbage where there is nothing.
      return due;
    }
    for (final ProviderOrder order : orders.open()) {
      due = Math.min(due, order.askAtNanos);
    }
    return due;
  }

  /** Net quantity that orders in flight still fill, or with true the UNKNOWN ones. */
  long signedLeaves(final boolean unknown) {
    long sumOfLeaves = 0;
    for (final ProviderOrder order : orders.open()) {
      if (order.isUnknown() == unknown) {
        sumOfLeaves = Math.addExact(sumOfLeaves, order.signedLeaves());
      }
    }
    return sumOfLeaves;
  }
}
