package io.qanat.account.core;

import io.qanat.account.core.OrderChecks.Fault;
import io.qanat.account.core.OrderStore.Kind;
import io.qanat.account.core.OrderStore.Request;
import io.qanat.account.core.ReplaceChecks.Refusal;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.CxlRejResponseTo;
import io.qanat.codecs.orderentry.MassActionResponse;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import java.math.BigInteger;
import java.util.function.Predicate;

/**
 * Decides what clients ask for. A request ends in exactly one of: a numbered report, a message to
 * the instrument whose answer becomes one, an earlier answer sent again, or a BusinessMessageReject
 * that changed nothing.
 */
final class OrderEntry {
  /** When to try again after too many reports were left unacknowledged. */
  static final int RETRY_AFTER_MILLIS = 1_000;

  private final AccountState state;
  private final Instruments instruments;
  private final NewOrderSingleDecoder newOrder = new NewOrderSingleDecoder();
  private final OrderCancelRequestDecoder cancel = new OrderCancelRequestDecoder();
  private final OrderCancelReplaceRequestDecoder replace = new OrderCancelReplaceRequestDecoder();
  private final OrderMassActionRequestDecoder massAction = new OrderMassActionRequestDecoder();
  private final NewOrderReader reader = new NewOrderReader(newOrder);
  private final ReplaceChecks replaceChecks;

  OrderEntry(final AccountState state) {
    this.state = state;
    this.instruments = new Instruments(state);
    this.replaceChecks = new ReplaceChecks(state, replace);
  }

  /** Least length of a NewOrderSingle's block in this version of the schema. */
  static int newOrderLength(final int version) {
    return version < NewOrderSingleDecoder.stopPxSinceVersion()
        ? NewOrderSingleDecoder.stopPxEncodingOffset()
        : NewOrderSingleDecoder.BLOCK_LENGTH;
  }

  /** Least length of an OrderCancelReplaceRequest's block in this version of the schema. */
  static int replaceLength(final int version) {
    return version < OrderCancelReplaceRequestDecoder.stopPxSinceVersion()
        ? OrderCancelReplaceRequestDecoder.stopPxEncodingOffset()
        : OrderCancelReplaceRequestDecoder.BLOCK_LENGTH;
  }

  void onNewOrder(final Input input) {
    newOrder.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    reader.begin(input.version());
    final String clOrdId = newOrder.clOrdId();
    if (!isValid(clOrdId, newOrder.account()) || !isNewOrderValid(clOrdId)) {
      return;
    }
    final long hash = reader.contentHash();
    final Request earlier = state.orders.request(clOrdId);
    if (earlier != null && isSame(earlier, Kind.NEW, hash)) {
      answerAgain(earlier);
      return;
    }
    if (state.isFlooded()) {
      refuseFlood(clOrdId);
      return;
    }
    if (earlier != null) {
      final Order refused = order(0, clOrdId);
      refused.status = OrdStatus.REJECTED;
      refused.leavesQty = 0;
      state.reports.rejected(
          refused, OrdRejReason.DUPLICATE_ORDER, "clOrdId was used for another request");
      return;
    }
    final Order order = order(state.nextOrderId(), clOrdId);
    final Request request = new Request(Kind.NEW, order.orderId, hash);
    state.orders.remember(clOrdId, request);
    final Fault fault = firstFault(order);
    if (fault == null) {
      state.orders.add(order);
      instruments.submit(order, linked(order));
      return;
    }
    order.status = OrdStatus.REJECTED;
    order.leavesQty = 0;
    state.orders.add(order);
    request.answer = state.reports.rejected(order, fault.reason(), fault.text());
  }

  private Order order(final long orderId, final String clOrdId) {
    final Order order = reader.read(orderId, state.answers.session(), clOrdId, state.nowNanos);
    state.terms.selfMatch().applyTo(order);
    return order;
  }

  /** The other order of its pair; 0: none. */
  private long linked(final Order order) {
    return order.clOrdLinkId.isEmpty() ? 0 : state.orders.order(order.clOrdLinkId).orderId;
  }

  /** The first rule a new order breaks; its reservation is made when there is none. */
  private Fault firstFault(final Order order) {
    if (state.terms.killSwitch()) {
      return new Fault(OrdRejReason.KILL_SWITCH, "the kill switch is on");
    }
    final InstrumentTerms terms = state.terms.instruments().get(order.securityId);
    if (terms == null || !terms.entitled()) {
      return new Fault(OrdRejReason.UNKNOWN_SYMBOL, "unknown instrument " + order.securityId);
    }
    final Fault fault = OrderChecks.firstFault(terms, order.ordType, order.price, order.orderQty);
    if (fault != null) {
      return fault;
    }
    final Fault special =
        OrderChecks.specialFault(terms, order, !order.clOrdLinkId.isEmpty(), state.nowNanos);
    if (special != null) {
      return special;
    }
    if (!order.clOrdLinkId.isEmpty() && !mayBeLinked(order)) {
      return new Fault(
          OrdRejReason.UNKNOWN_ORDER,
          "clOrdLinkId names no open, unexecuted order of this instrument and side");
    }
    if (state.orders.live().size() >= state.terms.liveOrdersMax()) {
      return new Fault(
          OrdRejReason.TOO_MANY_LIVE_ORDERS,
          "the account has " + state.orders.live().size() + " live orders");
    }
    if (state.hasTooManyReports()) {
      return new Fault(
          OrdRejReason.TOO_MANY_UNACKNOWLEDGED_REPORTS,
          state.reports.unacknowledged() + " reports are not acknowledged");
    }
    if (exceedsPosition(order.securityId, order.orderQty)) {
      return new Fault(
          OrdRejReason.ORDER_EXCEEDS_LIMIT, "the position could grow beyond 92 billion");
    }
    return state.margin.tryUpdate(order) ? null : insufficientFunds(terms);
  }

  private boolean mayBeLinked(final Order order) {
    final Order linked = state.orders.order(order.clOrdLinkId);
    return linked != null
        && linked.isLive()
        && linked.cumQty == 0
        && linked.securityId == order.securityId
        && linked.side == order.side;
  }

  private boolean exceedsPosition(final long instrument, final long added) {
    return !Exact.fits(state.margin.greatestQuantity(instrument).add(BigInteger.valueOf(added)));
  }

  private Fault insufficientFunds(final InstrumentTerms terms) {
    return new Fault(
        OrdRejReason.INSUFFICIENT_FUNDS,
        "available are "
            + Fixed8.format(Exact.saturated(state.margin.available(terms.quoteCurrency())))
            + " "
            + terms.quoteCurrency()
            + (terms.isCfd()
                ? ""
                : " and "
                    + Fixed8.format(Exact.saturated(state.margin.available(terms.baseCurrency())))
                    + " "
                    + terms.baseCurrency()));
  }

  void onCancel(final Input input) {
    cancel.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String clOrdId = cancel.clOrdId();
    final String origClOrdId = cancel.origClOrdId();
    if (!isValid(clOrdId, cancel.account())
        || !isReferenceValid(clOrdId, cancel.orderId(), origClOrdId)) {
      return;
    }
    final long hash = hash(cancel.orderId(), origClOrdId);
    final Request earlier = state.orders.request(clOrdId);
    if (earlier != null && isSame(earlier, Kind.CANCEL, hash)) {
      answerAgain(earlier);
      return;
    }
    final Order order = find(cancel.orderId(), origClOrdId);
    final CxlRejReason reason = cancelFault(order, earlier);
    if (reason != null) {
      final byte[] answer =
          refuse(order, CxlRejResponseTo.CANCEL, clOrdId, origClOrdId, reason, text(reason));
      rememberRefused(clOrdId, Kind.CANCEL, order, hash, answer, earlier);
      return;
    }
    state.orders.remember(clOrdId, new Request(Kind.CANCEL, order.orderId, hash));
    order.cancelClOrdId = clOrdId;
    instruments.cancel(order);
  }

  private static CxlRejReason cancelFault(final Order order, final Request earlier) {
    if (earlier != null) {
      return CxlRejReason.DUPLICATE_CLORDID;
    }
    if (order == null) {
      return CxlRejReason.UNKNOWN_ORDER;
    }
    if (!order.isLive()) {
      return CxlRejReason.TOO_LATE_TO_CANCEL;
    }
    return order.isCancelPending() ? CxlRejReason.ALREADY_PENDING : null;
  }

  private static String text(final CxlRejReason reason) {
    return switch (reason) {
      case DUPLICATE_CLORDID -> "clOrdId was used for another request";
      case UNKNOWN_ORDER -> "unknown order";
      case TOO_LATE_TO_CANCEL -> "the order is finished";
      case ALREADY_PENDING -> "a request for this order is under way";
      default -> throw new IllegalArgumentException("no text for " + reason);
    };
  }

  void onReplace(final Input input) {
    replace.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    replaceChecks.begin(input.version());
    final String clOrdId = replace.clOrdId();
    final String origClOrdId = replace.origClOrdId();
    if (!isValid(clOrdId, replace.account())
        || !isReferenceValid(clOrdId, replace.orderId(), origClOrdId)
        || !isReplaceValid(clOrdId)) {
      return;
    }
    final long hash =
        hash(replace.orderId(), origClOrdId)
            ^ hash(replace.price(), replace.orderQty(), 0, 0)
            ^ hash(
                replaceChecks.stopPx(), replaceChecks.displayQty(), replaceChecks.expireTime(), 0);
    final Request earlier = state.orders.request(clOrdId);
    if (earlier != null && isSame(earlier, Kind.REPLACE, hash)) {
      answerAgain(earlier);
      return;
    }
    final Order order = find(replace.orderId(), origClOrdId);
    final Refusal refusal = replaceRefusal(order, clOrdId, earlier);
    if (refusal != null) {
      final byte[] answer =
          refuse(
              order,
              CxlRejResponseTo.REPLACE,
              clOrdId,
              origClOrdId,
              refusal.reason(),
              refusal.text());
      rememberRefused(clOrdId, Kind.REPLACE, order, hash, answer, earlier);
      return;
    }
    state.orders.remember(clOrdId, new Request(Kind.REPLACE, order.orderId, hash));
    instruments.replace(order);
  }

  /** The first rule a replace breaks; it is pending and its reservation made if there is none. */
  private Refusal replaceRefusal(final Order order, final String clOrdId, final Request earlier) {
    final CxlRejReason cannot = cancelFault(order, earlier);
    if (cannot != null || order.isReplacePending()) {
      final CxlRejReason reason = cannot == null ? CxlRejReason.ALREADY_PENDING : cannot;
      return new Refusal(reason, text(reason));
    }
    final Refusal refusal = replaceChecks.refusal(order);
    if (refusal != null) {
      return refusal;
    }
    if (exceedsPosition(order.securityId, Math.max(0, replace.orderQty() - order.orderQty))) {
      return new Refusal(
          CxlRejReason.INCORRECT_QUANTITY, "the position could grow beyond 92 billion");
    }
    order.replaceRequestNo = ++state.lastRequestNo;
    order.replaceClOrdId = clOrdId;
    order.replacePrice = replace.price();
    order.replaceQty = replace.orderQty();
    order.replaceStopPx = replaceChecks.stopPx();
    order.replaceDisplayQty = replaceChecks.displayQty();
    order.replaceExpireTime = replaceChecks.expireTime();
    if (state.margin.tryUpdate(order)) {
      return null;
    }
    order.clearReplace();
    return Refusal.of(insufficientFunds(state.terms.instruments().get(order.securityId)));
  }

  void onMassAction(final Input input) {
    massAction.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String clOrdId = massAction.clOrdId();
    if (!isValid(clOrdId, massAction.account())) {
      return;
    }
    final short scopeCode = massAction.scopeRaw();
    if (scopeCode != MassActionScope.SECURITY.value()
        && scopeCode != MassActionScope.ALL_SECURITIES.value()) {
      state.answers.invalidField(
          clOrdId, "scope of an account must be SECURITY or ALL_SECURITIES: " + scopeCode);
      return;
    }
    final MassActionScope scope = massAction.scope();
    final long securityId = massAction.securityId();
    final long hash = hash(scopeCode, securityId, 0, 0);
    final Request earlier = state.orders.request(clOrdId);
    if (earlier != null && isSame(earlier, Kind.MASS_ACTION, hash)) {
      answerAgain(earlier);
      return;
    }
    if (earlier != null) {
      if (state.isFlooded()) {
        refuseFlood(clOrdId);
      } else {
        state.reports.massAction(
            clOrdId,
            scope,
            securityId,
            MassActionResponse.REJECTED,
            0,
            "clOrdId was used for another request");
      }
      return;
    }
    final int affected =
        cancelAll(
            order -> scope == MassActionScope.ALL_SECURITIES || order.securityId == securityId);
    if (affected == 0 && state.isFlooded()) {
      refuseFlood(clOrdId);
      return;
    }
    final Request request = new Request(Kind.MASS_ACTION, 0, hash);
    state.orders.remember(clOrdId, request);
    request.answer =
        state.reports.massAction(
            clOrdId, scope, securityId, MassActionResponse.ACCEPTED, affected, "");
  }

  /** Cancels the live orders of a kind that are not being cancelled yet; returns their number. */
  int cancelAll(final Predicate<Order> which) {
    int affected = 0;
    for (final long orderId : state.orders.liveIds().toLongArray()) {
      final Order order = state.orders.order(orderId);
      if (!order.isCancelPending() && which.test(order)) {
        instruments.cancel(order);
        affected++;
      }
    }
    return affected;
  }

  private Order find(final long orderId, final String origClOrdId) {
    return orderId != 0 ? state.orders.order(orderId) : state.orders.order(origClOrdId);
  }

  private static boolean isSame(final Request earlier, final Kind kind, final long hash) {
    return earlier.kind == kind && earlier.contentHash == hash;
  }

  /** The same request again gets the same answer, or learns that it is under way. */
  private void answerAgain(final Request earlier) {
    if (earlier.answer != null) {
      state.reports.resend(earlier.answer);
      return;
    }
    final Order order = state.orders.order(earlier.orderId);
    state.reports.status(
        order, earlier.kind == Kind.NEW ? ExecType.PENDING_NEW : ExecType.ORDER_STATUS, Bool.YES);
  }

  /** Refusals are remembered too, unless the name is taken or there is nothing to remember. */
  private void rememberRefused(
      final String clOrdId,
      final Kind kind,
      final Order order,
      final long hash,
      final byte[] answer,
      final Request earlier) {
    if (earlier != null || order == null || answer == null) {
      return;
    }
    final Request request = new Request(kind, order.orderId, hash);
    request.refused = true;
    request.answer = answer;
    state.orders.remember(clOrdId, request);
  }

  private byte[] refuse(
      final Order order,
      final CxlRejResponseTo responseTo,
      final String clOrdId,
      final String origClOrdId,
      final CxlRejReason reason,
      final String text) {
    if (state.isFlooded()) {
      refuseFlood(clOrdId);
      return null;
    }
    final String original = origClOrdId.isEmpty() && order != null ? order.clOrdId : origClOrdId;
    return state.reports.cancelRejected(order, responseTo, clOrdId, original, reason, text);
  }

  private void refuseFlood(final String clOrdId) {
    state.answers.businessReject(
        BusinessRejectReason.BUSY,
        clOrdId,
        RETRY_AFTER_MILLIS,
        state.reports.unacknowledged() + " reports are not acknowledged");
  }

  private boolean isValid(final String clOrdId, final long account) {
    if (!Names.isClOrdId(clOrdId)) {
      state.answers.invalidField(clOrdId, "clOrdId must be printable ASCII and not empty");
      return false;
    }
    if (account != state.account) {
      state.answers.invalidField(clOrdId, "account of this message is not " + state.account);
      return false;
    }
    return true;
  }

  private boolean isReferenceValid(
      final String clOrdId, final long orderId, final String origClOrdId) {
    if (orderId < 0) {
      state.answers.invalidField(clOrdId, "orderId must not be negative: " + orderId);
      return false;
    }
    if (orderId == 0 && !Names.isClOrdId(origClOrdId)) {
      state.answers.invalidField(clOrdId, "neither orderId nor a printable origClOrdId is given");
      return false;
    }
    return true;
  }

  private boolean isNewOrderValid(final String clOrdId) {
    final String fault = reader.fault();
    if (fault != null) {
      state.answers.invalidField(clOrdId, fault);
    }
    return fault == null;
  }

  private boolean isReplaceValid(final String clOrdId) {
    if (replace.orderQty() <= 0) {
      state.answers.invalidField(clOrdId, "orderQty must be above 0: " + replace.orderQty());
      return false;
    }
    if (replaceChecks.displayQty() != Fixed8.NULL && replaceChecks.displayQty() < 0) {
      state.answers.invalidField(
          clOrdId, "displayQty must not be negative: " + replaceChecks.displayQty());
      return false;
    }
    if (replaceChecks.expireTime() < 0) {
      state.answers.invalidField(
          clOrdId, "expireTime must not be negative: " + replaceChecks.expireTime());
      return false;
    }
    return true;
  }

  private static long hash(final long a, final long b, final long c, final long d) {
    return Hash64.mix(Hash64.mix(Hash64.mix(Hash64.mix(Hash64.SEED, a), b), c), d);
  }

  private static long hash(final long orderId, final String text) {
    long hash = Hash64.mix(Hash64.SEED, orderId);
    for (int i = 0; i < text.length(); i++) {
      hash = Hash64.mix(hash, text.charAt(i));
    }
    return hash;
  }
}
