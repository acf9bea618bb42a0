package io.qanat.account.core;

import io.qanat.codecs.entity.AccountAnswerEncoder;
import io.qanat.codecs.entity.CashBalanceEncoder;
import io.qanat.codecs.entity.CashTransferDecoder;
import io.qanat.codecs.entity.CashTransferEncoder;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.DefinitionsEndEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderStatusQueryDecoder;
import io.qanat.codecs.entity.ReportHistoryQueryDecoder;
import io.qanat.codecs.entity.ReportsAnswerEncoder;
import io.qanat.codecs.entity.ReportsQueryDecoder;
import io.qanat.codecs.entity.SessionProgressQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.SessionKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers questions; changes nothing. */
final class AccountQueries {
  /** Most reports in one answer. */
  static final int REPORTS_MAX = 1_000;

  /** Most bytes of reports in one answer; a single report is returned whatever its size. */
  static final int REPORT_BYTES_MAX = 48 * 1024;

  private final AccountState state;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  AccountQueries(final AccountState state) {
    this.state = state;
  }

  /** ReportsQuery; nextReportNo 0 in the answer: no such account for this partner. */
  void onReports(final Input input) {
    final ReportsQueryDecoder query =
        new ReportsQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    reports(query.partner(), query.fromReportNo(), query.count(), state.reports.oldestReportNo());
  }

  /** ReportHistoryQuery; the same answer, from the oldest report that is held. */
  void onReportHistory(final Input input) {
    final ReportHistoryQueryDecoder query =
        new ReportHistoryQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    reports(query.partner(), query.fromReportNo(), query.count(), state.reports.heldReportNo());
  }

  /** SessionProgressQuery. */
  void onSessionProgress(final Input input) {
    final SessionProgressQueryDecoder query =
        new SessionProgressQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final long session = SessionKey.of(query.partner(), query.session());
    state.answers.progress(state.claims.progress(session));
  }

  private void reports(
      final long partner, final long fromReportNo, final long count, final long oldestReportNo) {
    final boolean known = state.isOpened() && partner == state.terms.partner();
    final List<byte[]> found = new ArrayList<>();
    if (known && fromReportNo >= oldestReportNo) {
      collect(fromReportNo - state.reports.heldReportNo(), Math.min(count, REPORTS_MAX), found);
    }
    final ReportsAnswerEncoder answer =
        new ReportsAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .fromReportNo(fromReportNo)
            .oldestReportNo(known ? oldestReportNo : 0)
            .nextReportNo(known ? state.reports.nextReportNo() : 0);
    final ReportsAnswerEncoder.ReportsEncoder group = answer.reportsCount(found.size());
    for (final byte[] report : found) {
      group.next().putBody(report, 0, report.length);
    }
    reply(answer.encodedLength());
  }

  private void collect(final long skip, final long count, final List<byte[]> found) {
    final Iterator<byte[]> reports = state.reports.iterator();
    for (long i = 0; i < skip && reports.hasNext(); i++) {
      reports.next();
    }
    int bytes = 0;
    while (found.size() < count && reports.hasNext()) {
      final byte[] report = reports.next();
      bytes += report.length;
      if (bytes > REPORT_BYTES_MAX && !found.isEmpty()) {
        return;
      }
      found.add(report);
    }
  }

  /** OrderStatusQuery. */
  void onOrderStatus(final Input input) {
    final OrderStatusQueryDecoder query =
        new OrderStatusQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String clOrdId = query.clOrdId();
    if (!state.isOpened() || query.partner() != state.terms.partner()) {
      state.answers.businessReject(BusinessRejectReason.UNKNOWN_ID, clOrdId, 0, "unknown account");
      return;
    }
    final Order order =
        query.orderId() != 0 ? state.orders.order(query.orderId()) : state.orders.order(clOrdId);
    if (order == null) {
      state.answers.businessReject(BusinessRejectReason.UNKNOWN_ID, clOrdId, 0, "unknown order");
      return;
    }
    state.reports.status(order, ExecType.ORDER_STATUS, Bool.NO);
  }

  /** AccountQuery. */
  void onAccount() {
    final AccountAnswerEncoder answer =
        new AccountAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .account(state.account)
            .partner(state.terms.partner())
            .liveOrders(state.orders.live().size());
    final SortedSet<String> currencies = state.margin.currencies();
    final AccountAnswerEncoder.BalancesEncoder balances = answer.balancesCount(currencies.size());
    for (final String currency : currencies) {
      balances
          .next()
          .currency(currency)
          .cash(Exact.saturated(state.ledger.cash(currency)))
          .reserved(Exact.saturated(state.margin.requirement(currency)))
          .available(Exact.saturated(state.margin.available(currency)));
    }
    final AccountAnswerEncoder.PositionsEncoder positions =
        answer.positionsCount(state.positions.all().size());
    for (final Positions.Position position : state.positions.all()) {
      final InstrumentTerms terms = state.terms.instruments().get(position.instrument());
      positions
          .next()
          .instrument(position.instrument())
          .quantity(position.quantity())
          .averagePrice(position.averagePrice(terms.contractSize()))
          .realisedProfit(Exact.saturated(position.realised()));
    }
    reply(answer.encodedLength());
  }

  /** DefinitionQuery: the cash that a transfer moves, or all of it and the latest transfers. */
  void onDefinition(final Input input) {
    if (FrameChecker.ENTITY.check(input.body(), input.bodyOffset(), input.bodyLength())
        != FrameCheck.OK) {
      return;
    }
    final UnsafeBuffer act = new UnsafeBuffer();
    new DefinitionQueryDecoder()
        .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version())
        .wrapAct(act);
    int count = 0;
    if (state.isOpened() && act.capacity() == 0) {
      for (final String currency : state.margin.currencies()) {
        cash(currency);
        count++;
      }
      for (final Map.Entry<Long, CashTransfers.Transfer> kept : state.transfers.kept().entrySet()) {
        reply(
            new CashTransferEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .transferId(kept.getKey())
                .amount(kept.getValue().amount())
                .currency(kept.getValue().currency())
                .encodedLength());
        count++;
      }
    } else if (state.isOpened()
        && FrameChecker.ENTITY.check(act, 0, act.capacity()) == FrameCheck.OK
        && new MessageHeaderDecoder().wrap(act, 0).templateId()
            == CashTransferDecoder.TEMPLATE_ID) {
      cash(
          new CashTransferDecoder()
              .wrapAndApplyHeader(act, 0, new MessageHeaderDecoder())
              .currency());
      count++;
    }
    reply(
        new DefinitionsEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .count(count)
            .encodedLength());
  }

  private void cash(final String currency) {
    reply(
        new CashBalanceEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .cash(Exact.saturated(state.ledger.cash(currency)))
            .currency(currency)
            .encodedLength());
  }

  private void reply(final int encodedLength) {
    state.answers.reply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
