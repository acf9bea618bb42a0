package io.qanat.execution.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.ProviderReportDecoder;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.liquidity.core.Liquidity;
import io.qanat.pricing.core.Policy;
import io.qanat.pricing.core.PricesWriter;
import io.qanat.pricing.core.Pricing;

/** Execution against liquidity, as an instrument's core sees it. */
public final class Execution {
  /** What became of an operator's act. */
  public record Outcome(AdminResult result, String text) {}

  private static final Outcome DONE = new Outcome(AdminResult.DONE, "");
  private static final Outcome UNCHANGED = new Outcome(AdminResult.UNCHANGED, "");

  private final Pricing pricing;
  private final Exposures exposures = new Exposures();
  private final ProviderOrders orders = new ProviderOrders();
  private final ClientReports reports = new ClientReports();
  private final ProviderReportDecoder report = new ProviderReportDecoder();
  private final Covering covering;
  private final House house;
  private final Explanations explanations;
  private final Desk desk;
  private final PricesWriter writer;
  private final Contract contract;

  /** Of an instrument in which nothing was executed. */
  public Execution(final Liquidity liquidity, final Pricing pricing, final Contract contract) {
    this.pricing = pricing;
    this.contract = contract;
    covering = new Covering(liquidity, pricing, exposures, orders, contract);
    house = new House(pricing, exposures, covering, orders, contract);
    explanations = new Explanations(liquidity, pricing, exposures);
    desk = new Desk(pricing, exposures, covering, orders, house, explanations, contract, reports);
    writer = new PricesWriter(liquidity.instrumentId());
  }

  /** Begins with an input. */
  public void begin(final long nowNanos, final Outputs outputs) {
    covering.begin(nowNanos, outputs);
    desk.begin(nowNanos);
    reports.begin(nowNanos, outputs);
  }

  /** The policy by which an order trades against liquidity; null: it goes to the book. */
  public Policy policyFor(final OrderSubmitDecoder submit) {
    final Policy policy = pricing.policyFor(submit.partner(), submit.account());
    return policy == null || policy.terms().mode() == ExecutionMode.BOOK ? null : policy;
  }

  /** Takes an order. */
  public void submit(final OrderSubmitDecoder submit, final Policy policy) {
    desk.submit(submit, policy);
  }

  /** Whether an order of this id is being covered. */
  public boolean hasOrder(final long orderId) {
    return desk.find(orderId) != null;
  }

  /** Cancels an account's order; false: it has no such order here. */
  public boolean cancel(final long account, final long orderId, final long requestNo) {
    final ClientOrder order = own(account, orderId);
    if (order == null) {
      return false;
    }
    desk.cancel(order, requestNo);
    return true;
  }

  /** Refuses to change an account's order; false: it has no such order here. */
  public boolean refuseReplace(final long account, final long orderId, final long requestNo) {
    final ClientOrder order = own(account, orderId);
    if (order == null) {
      return false;
    }
    reports.replaceRejected(order, requestNo);
    return true;
  }

  private ClientOrder own(final long account, final long orderId) {
    final ClientOrder order = desk.find(orderId);
    return order == null || order.account != account ? null : order;
  }

  /** Cancels all orders of an account. */
  public void cancelAccount(final long account, final long requestNo) {
    desk.cancel(account, 0, requestNo);
  }

  /** Cancels a partner's orders, or with 0 everybody's; returns how many. */
  public int cancelPartner(final long partner) {
    return desk.cancel(0, partner, 0);
  }

  /** Takes a ProviderReport of a partner's session. */
  public void report(final Input input, final Outputs outputs) {
    report.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String problem = covering.report(input, report);
    if (problem != null) {
      writer.reject(
          input.sessionKey(),
          report.seqNum(),
          ProviderReportDecoder.TEMPLATE_ID,
          report.providerOrderId(),
          input.timeNanos(),
          problem,
          outputs);
    }
  }

  /** An incarnation of a session is gone. */
  public void sessionLost(final Input input) {
    covering.sessionLost(input);
  }

  /** What time has brought. */
  public void onTime() {
    covering.onTime();
  }

  /** When {@link #onTime} has something to do; {@link Long#MAX_VALUE}: never. */
  public long nextDueNanos() {
    return covering.nextDueNanos();
  }

  /** An input has been applied: the house looks at its risk. */
  public void afterInput(final long nowNanos) {
    if (pricing.isDefined()) {
      covering.afterQuotes();
      house.afterInput(nowNanos);
    }
  }

  /** An operator says how an UNKNOWN order to a provider ended. */
  public Outcome resolve(final long providerOrderId, final long cumQty, final long avgPx) {
    final ProviderOrder order = orders.find(providerOrderId);
    if (order == null) {
      return new Outcome(AdminResult.NOT_FOUND, "no order to a provider " + providerOrderId);
    }
    if (!order.isUnknown()) {
      return new Outcome(AdminResult.CONFLICT, "order " + providerOrderId + " is " + order.status);
    }
    final String problem = covering.resolve(order, cumQty, avgPx);
    pricing.touch();
    return problem == null ? DONE : new Outcome(AdminResult.INVALID, problem);
  }

  /** An operator lets the house trade, or stops it. */
  public Outcome switchHouse(final boolean on) {
    if (on == house.isOn()) {
      return UNCHANGED;
    }
    if (on && house.lostTooMuch()) {
      return new Outcome(AdminResult.CONFLICT, "its loss is above lossMax");
    }
    house.set(on);
    return DONE;
  }

  /** Whether the house trades. */
  public boolean isHouseOn() {
    return house.isOn();
  }

  /** Who holds what. */
  public Exposures exposures() {
    return exposures;
  }

  /** Clients, house, providers, in flight and unknown together: 0, or something is wrong. */
  public long difference() {
    return Math.addExact(
        Math.addExact(exposures.clients(), exposures.house().position()),
        Math.addExact(
            exposures.expectedOfProviders(),
            Math.addExact(covering.signedLeaves(false), covering.signedLeaves(true))));
  }

  /** An explanation of a fill with its header; see {@link Explanations#of}. */
  public byte[] explanation(final long tradeId, final long partner) {
    return explanations.of(tradeId, partner);
  }

  Pricing pricing() {
    return pricing;
  }

  Contract contract() {
    return contract;
  }

  Covering covering() {
    return covering;
  }

  House house() {
    return house;
  }

  ProviderOrders orders() {
    return orders;
  }

  Desk desk() {
    return desk;
  }

  Explanations explanations() {
    return explanations;
  }
}
