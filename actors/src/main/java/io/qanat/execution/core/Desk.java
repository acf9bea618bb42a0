package io.qanat.execution.core;

import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.Routing;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import io.qanat.pricing.core.Policy;
import io.qanat.pricing.core.PriceFlags;
import io.qanat.pricing.core.Pricing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Takes the orders of accounts whose policy trades against liquidity. Each must trade at once: it
 * is a limit or market order, IOC or FOK, with nothing special to it. Prevention of self matches
 * has nothing to prevent here and is passed over.
 *
 * <pre>
 *   PRINCIPAL  trades whole, in the same input, at the partner's price of now, or not at all. The
 *              price is checked once, when the order arrives, alike on both sides: a limit order
 *              gets the price of now wherever that is within its limit, better or not. There is no
 *              window in which the house looks on.
 *   AGENCY     goes to providers within limit − charge; charge is what the partner's price was worse
 *              than the pool's for that size, rounded down to the increment. Each of a provider's fills is a fill of the client at
 *              the provider's price + charge, so whatever the provider gives better or worse is the
 *              client's, whole, on both sides. What providers reject or let time out is sent to
 *              others; what nobody takes is cancelled. FOK, and the routing FULL_AMOUNT, ask one
 *              provider for all of it, then another.
 * </pre>
 *
 * <p>An indicative or absent price trades nothing (a circuit breaker): the order is cancelled.
 */
final class Desk implements Covering.Listener {
  private final Pricing pricing;
  private final Exposures exposures;
  private final Covering covering;
  private final ProviderOrders providerOrders;
  private final House house;
  private final Explanations explanations;
  private final Contract contract;
  private final ClientReports reports;
  private final TreeMap<Long, ClientOrder> working = new TreeMap<>();
  private long nowNanos;

  Desk(
      final Pricing pricing,
      final Exposures exposures,
      final Covering covering,
      final ProviderOrders providerOrders,
      final House house,
      final Explanations explanations,
      final Contract contract,
      final ClientReports reports) {
    this.pricing = pricing;
    this.exposures = exposures;
    this.covering = covering;
    this.providerOrders = providerOrders;
    this.house = house;
    this.explanations = explanations;
    this.contract = contract;
    this.reports = reports;
    covering.connect(this);
  }

  void begin(final long newNowNanos) {
    nowNanos = newNowNanos;
  }

  /** Orders that are being covered, by id. */
  Collection<ClientOrder> working() {
    return working.values();
  }

  ClientOrder find(final long orderId) {
    return working.get(orderId);
  }

  /** Of a snapshot. */
  void restore(final ClientOrder order) {
    working.put(order.orderId, order);
  }

  /** Takes an order that the instrument's own terms accept. */
  void submit(final OrderSubmitDecoder submit, final Policy policy) {
    final OrdRejReason refusal = refusal(submit, policy);
    if (refusal != null) {
      reports.rejected(
          submit.account(), submit.orderId(), submit.price(), submit.orderQty(), refusal);
      return;
    }
    reports.accepted(submit.account(), submit.orderId(), submit.price(), submit.orderQty());
    pricing.form(policy);
    final int tier = policy.tierFor(submit.orderQty());
    final Side side = submit.side();
    final long px = side == Side.BUY ? policy.offer(tier) : policy.bid(tier);
    if (px == Fixed8.NULL || (policy.flags(tier) & PriceFlags.INDICATIVE) != 0) {
      unfilled(submit);
    } else if (isPrincipal(policy, side, submit.orderQty())) {
      deal(submit, policy, tier, px);
    } else {
      cover(submit, policy, tier, px);
    }
  }

  private OrdRejReason refusal(final OrderSubmitDecoder submit, final Policy policy) {
    final TimeInForce timeInForce = submit.timeInForce();
    final OrdType type = submit.ordType();
    if ((timeInForce != TimeInForce.IMMEDIATE_OR_CANCEL && timeInForce != TimeInForce.FILL_OR_KILL)
        || (type != OrdType.LIMIT && type != OrdType.MARKET)
        || submit.minQty() != 0
        || submit.displayQty() != Fixed8.NULL
        || submit.linkOrderId() != 0
        || submit.execInst() != ExecInst.NONE) {
      return OrdRejReason.UNSUPPORTED_ORDER_CHARACTERISTIC;
    }
    if (!house.isOn()) {
      return OrdRejReason.KILL_SWITCH;
    }
    if (policy.tierFor(submit.orderQty()) < 0) {
      return OrdRejReason.ORDER_EXCEEDS_LIMIT;
    }
    return isPrincipal(policy, submit.side(), submit.orderQty())
            && house.exceeds(submit.side(), submit.orderQty(), pricing.house().positionMax())
        ? OrdRejReason.ORDER_EXCEEDS_LIMIT
        : null;
  }

  private boolean isPrincipal(final Policy policy, final Side side, final long qty) {
    return policy.terms().mode() == ExecutionMode.PRINCIPAL
        && !house.exceeds(side, qty, pricing.house().internalizeMax());
  }

  private void unfilled(final OrderSubmitDecoder submit) {
    reports.canceled(
        submit.account(),
        submit.orderId(),
        submit.price(),
        submit.orderQty(),
        0,
        0,
        ExecRestatementReason.UNFILLED);
  }

  private byte[] circumstances(
      final OrderSubmitDecoder submit,
      final ExecutionMode mode,
      final Policy policy,
      final int tier) {
    return explanations.circumstances(
        submit.orderId(),
        submit.account(),
        submit.partner(),
        submit.side(),
        submit.price(),
        submit.orderQty(),
        mode,
        policy,
        tier,
        nowNanos);
  }

  /** The house is the other side. */
  private void deal(
      final OrderSubmitDecoder submit, final Policy policy, final int tier, final long px) {
    final long qty = submit.orderQty();
    if (!isWithin(submit.price(), submit.side(), px) || !contract.hasNotional(px, qty)) {
      unfilled(submit);
      return;
    }
    final byte[] circumstances = circumstances(submit, ExecutionMode.PRINCIPAL, policy, tier);
    final long tradeId = contract.nextTradeId();
    exposures.clientFill(submit.partner(), submit.side(), qty, px, contract);
    pricing.touch();
    reports.traded(
        submit.account(),
        submit.orderId(),
        submit.price(),
        qty,
        qty,
        px,
        qty,
        tradeId,
        contract.notional(px, qty));
    explanations.add(circumstances, tradeId, px, qty, nowNanos, null, Fixed8.NULL, List.of());
  }

  private static boolean isWithin(final long limit, final Side side, final long px) {
    return limit == Fixed8.NULL || (side == Side.BUY ? px <= limit : px >= limit);
  }

  /** Providers are the other side. */
  private void cover(
      final OrderSubmitDecoder submit, final Policy policy, final int tier, final long px) {
    final boolean buy = submit.side() == Side.BUY;
    final long difference =
        buy
            ? px - pricing.poolOffer(policy.terms(), tier)
            : pricing.poolBid(policy.terms(), tier) - px;
    final long charge = difference - Math.floorMod(difference, policy.terms().priceIncrement());
    final ClientOrder order =
        new ClientOrder(
            submit.orderId(),
            submit.account(),
            submit.partner(),
            submit.side(),
            submit.timeInForce(),
            submit.price(),
            submit.orderQty(),
            charge,
            circumstances(submit, ExecutionMode.AGENCY, policy, tier));
    working.put(order.orderId, order);
    route(order, policy);
  }

  /** Sends what of an order is neither filled nor in flight to providers not asked yet. */
  private void route(final ClientOrder order, final Policy policy) {
    final long open = order.leavesQty() - order.coveredQty();
    final boolean whole = order.timeInForce == TimeInForce.FILL_OR_KILL;
    final boolean mayGoOn = !order.canceling && house.isOn() && policy != null && open > 0;
    if (mayGoOn) {
      covering.send(
          order,
          policy.terms().pool(),
          order.side,
          open,
          order.providerLimit(policy.terms().priceIncrement()),
          whole ? TimeInForce.FILL_OR_KILL : TimeInForce.IMMEDIATE_OR_CANCEL,
          whole || policy.terms().routing() == Routing.FULL_AMOUNT,
          provider -> order.wasAt(provider.number()));
    }
    if (order.coveredQty() == 0) {
      finish(order);
    }
  }

  @Override
  public void onFill(final ProviderOrder from, final long px, final long qty) {
    pricing.touch();
    final ClientOrder order = from.client;
    if (order == null) {
      return;
    }
    final long clientPx = order.clientPx(px);
    final long tradeId = contract.nextTradeId();
    order.cumQty += qty;
    exposures.clientFill(order.partner, order.side, qty, clientPx, contract);
    reports.traded(
        order.account,
        order.orderId,
        order.price,
        order.orderQty,
        order.cumQty,
        clientPx,
        qty,
        tradeId,
        contract.notional(clientPx, qty));
    explanations.add(order.circumstances, tradeId, clientPx, qty, nowNanos, from, px, order.routes);
  }

  @Override
  public void onDone(final ProviderOrder from) {
    final ClientOrder order = from.client;
    if (order != null && working.containsKey(order.orderId)) {
      route(order, pricing.policyFor(order.partner, order.account));
    }
  }

  private void finish(final ClientOrder order) {
    working.remove(order.orderId);
    order.routes.forEach(route -> route.client = null);
    providerOrders.trim();
    if (order.leavesQty() > 0) {
      reports.canceled(
          order.account,
          order.orderId,
          order.price,
          order.orderQty,
          order.cumQty,
          order.cancelRequestNo,
          order.cancelRequestNo != 0
              ? ExecRestatementReason.NULL_VAL
              : order.canceling ? ExecRestatementReason.OPERATOR : ExecRestatementReason.UNFILLED);
    }
  }

  /**
   * An order shall end: what is in flight is awaited, nothing more is sent.
   *
   * @param requestNo of the account's request; 0: an operator wants it
   */
  void cancel(final ClientOrder order, final long requestNo) {
    order.canceling = true;
    order.cancelRequestNo = requestNo;
    if (order.coveredQty() == 0) {
      finish(order);
    }
  }

  /** Orders shall end, of an account or, with 0, of a partner or of all; returns how many. */
  int cancel(final long account, final long partner, final long requestNo) {
    int count = 0;
    for (final ClientOrder order : new ArrayList<>(working.values())) {
      if ((account == 0 || order.account == account)
          && (partner == 0 || order.partner == partner)) {
        cancel(order, requestNo);
        count++;
      }
    }
    return count;
  }
}
