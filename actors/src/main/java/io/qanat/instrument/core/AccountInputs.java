package io.qanat.instrument.core;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderMassCancelDecoder;
import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.execution.core.Execution;
import io.qanat.pricing.core.Policy;

/** What accounts ask of an instrument: new orders, cancels and replacements of their own. */
final class AccountInputs {
  private final InstrumentState state;
  private final OrderBook book;
  private final OrderReports reports;
  private final BookReports bookReports;
  private final SubmitChecks checks;
  private final ReplaceChecks replaceChecks;
  private final Execution execution;

  private final OrderSubmitDecoder submit = new OrderSubmitDecoder();
  private final OrderCancelDecoder cancel = new OrderCancelDecoder();
  private final OrderReplaceDecoder replace = new OrderReplaceDecoder();
  private final OrderMassCancelDecoder massCancel = new OrderMassCancelDecoder();

  AccountInputs(
      final InstrumentState state,
      final OrderBook book,
      final OrderReports reports,
      final BookReports bookReports,
      final Execution execution) {
    this.state = state;
    this.book = book;
    this.reports = reports;
    this.bookReports = bookReports;
    checks = new SubmitChecks(book);
    replaceChecks = new ReplaceChecks(book, checks);
    this.execution = execution;
  }

  /**
   * Applies a message.
   *
   * @throws IllegalArgumentException for one that no account ever sends: a defect of its sender,
   *     which has no order to be told about
   */
  void apply(final Input input) {
    if (EntityKey.kind(input.sender()) != EntityKey.ACCOUNT) {
      throw new IllegalArgumentException(
          "an instrument listens to accounts only: " + EntityKey.toString(input.sender()));
    }
    switch (templateOf(input)) {
      case OrderSubmitDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderSubmitDecoder.BLOCK_LENGTH);
        submit.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onSubmit(input.sender(), input.timeNanos());
      }
      case OrderCancelDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderCancelDecoder.BLOCK_LENGTH);
        cancel.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onCancel(input.sender());
      }
      case OrderReplaceDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderReplaceDecoder.BLOCK_LENGTH);
        replace.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onReplace(input.sender(), input.timeNanos());
      }
      case OrderMassCancelDecoder.TEMPLATE_ID -> {
        requireBlock(input, OrderMassCancelDecoder.BLOCK_LENGTH);
        massCancel.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
        onMassCancel(input.sender());
      }
      default ->
          throw new IllegalArgumentException(
              "not a message to an instrument: schema "
                  + input.schemaId()
                  + " template "
                  + input.templateId());
    }
  }

  private void onSubmit(final long sender, final long nowNanos) {
    final OrdRejReason refusal = refusal(sender, nowNanos);
    if (refusal != null) {
      reports.rejected(sender, submit, refusal);
      return;
    }
    final Policy policy = execution.policyFor(submit);
    if (policy != null) {
      execution.submit(submit, policy);
      return;
    }
    final Side side = submit.side();
    final long price = submit.price();
    final Order order =
        book.newOrder(
            submit.orderId(),
            submit.account(),
            submit.partner(),
            side,
            submit.timeInForce(),
            price,
            submit.orderQty());
    order.special = checks.specialTerms(submit, state.phases.phase());
    book.submit(order, price == Fixed8.NULL ? worstPrice(side) : price);
  }

  private long worstPrice(final Side side) {
    return side == Side.BUY ? state.terms.highLimitPrice() : state.terms.lowLimitPrice();
  }

  private OrdRejReason refusal(final long sender, final long nowNanos) {
    if (EntityKey.id(sender) != submit.account()) {
      return OrdRejReason.UNKNOWN_ACCOUNT;
    }
    if (!state.isDefined()) {
      return OrdRejReason.UNKNOWN_SYMBOL;
    }
    if (!Phases.takesOrders(state.phases.phase())) {
      return OrdRejReason.EXCHANGE_CLOSED;
    }
    if (execution.hasOrder(submit.orderId())) {
      return OrdRejReason.DUPLICATE_ORDER;
    }
    return checks.refusal(submit, state.terms, state.phases.phase(), nowNanos);
  }

  private void onCancel(final long sender) {
    if (execution.cancel(EntityKey.id(sender), cancel.orderId(), cancel.requestNo())) {
      return;
    }
    final Order order = ownOrder(sender, cancel.orderId());
    if (order == null) {
      reports.changeRejected(
          sender,
          ReportType.CANCEL_REJECTED,
          cancel.orderId(),
          null,
          cancel.requestNo(),
          CxlRejReason.UNKNOWN_ORDER);
      return;
    }
    bookReports.because(cancel.requestNo());
    book.cancel(order);
  }

  private void onReplace(final long sender, final long nowNanos) {
    if (execution.refuseReplace(EntityKey.id(sender), replace.orderId(), replace.requestNo())) {
      return;
    }
    final Order order = ownOrder(sender, replace.orderId());
    final CxlRejReason refusal =
        order == null
            ? CxlRejReason.UNKNOWN_ORDER
            : replaceChecks.refusal(order, replace, state.terms, state.phases.phase(), nowNanos);
    if (refusal != null) {
      reports.changeRejected(
          sender,
          ReportType.REPLACE_REJECTED,
          replace.orderId(),
          order,
          replace.requestNo(),
          refusal);
      return;
    }
    bookReports.because(replace.requestNo());
    book.replace(
        order,
        replace.price(),
        replace.orderQty(),
        replace.stopPx(),
        replace.displayQty(),
        replace.expireTime());
  }

  /** Another account's order is as unknown as none. */
  private Order ownOrder(final long sender, final long orderId) {
    final Order order = book.find(orderId);
    return order == null || order.account() != EntityKey.id(sender) ? null : order;
  }

  private void onMassCancel(final long sender) {
    final long account = massCancel.account();
    if (account != EntityKey.id(sender)) {
      reports.changeRejected(
          sender,
          ReportType.CANCEL_REJECTED,
          0,
          null,
          massCancel.requestNo(),
          CxlRejReason.UNKNOWN_ORDER);
      return;
    }
    execution.cancelAccount(account, massCancel.requestNo());
    bookReports.because(massCancel.requestNo());
    book.cancelAccount(account);
  }

  /** The body's template, 0 if it is not of the entity schema. */
  private static int templateOf(final Input input) {
    return input.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? input.templateId() : 0;
  }

  private static void requireBlock(final Input input, final int length) {
    if (input.blockLength() < length) {
      throw new IllegalArgumentException(
          "template "
              + input.templateId()
              + " needs a block of "
              + length
              + " bytes: "
              + input.blockLength());
    }
  }
}
