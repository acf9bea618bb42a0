package io.qanat.account.core;

import io.qanat.codecs.entity.FillsAnswerEncoder;
import io.qanat.codecs.entity.FillsQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrdersAnswerEncoder;
import io.qanat.codecs.entity.OrdersQueryDecoder;
import io.qanat.codecs.entity.TransfersAnswerEncoder;
import io.qanat.codecs.entity.TransfersQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.entity.core.Input;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers questions for lists, page by page; changes nothing. */
final class HistoryQueries {
  /** Most entries in one answer. */
  static final int PAGE_MAX = 200;

  private final AccountState state;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ExecutionReportDecoder report = new ExecutionReportDecoder();
  private final UnsafeBuffer reportBuffer = new UnsafeBuffer(0, 0);

  HistoryQueries(final AccountState state) {
    this.state = state;
  }

  private boolean isOf(final long partner) {
    return state.isOpened() && partner == state.terms.partner();
  }

  /** OrdersQuery. */
  void onOrders(final Input input) {
    final OrdersQueryDecoder query =
        new OrdersQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final boolean known = isOf(query.partner());
    final List<byte[]> page = new ArrayList<>();
    boolean more = false;
    if (known) {
      final boolean liveOnly = query.liveOnlyRaw() == 1;
      Order next = state.orders.after(query.afterOrderId(), liveOnly);
      while (page.size() < Math.min(query.count(), PAGE_MAX) && next != null) {
        page.add(state.reports.status(next));
        next = state.orders.after(next.orderId, liveOnly);
      }
      more = next != null;
    }
    final OrdersAnswerEncoder answer =
        new OrdersAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .known(bool(known))
            .more(bool(more));
    final OrdersAnswerEncoder.OrdersEncoder group = answer.ordersCount(page.size());
    page.forEach(body -> group.next().putBody(body, 0, body.length));
    reply(answer.encodedLength());
  }

  /** FillsQuery. */
  void onFills(final Input input) {
    final FillsQueryDecoder query =
        new FillsQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final boolean known = isOf(query.partner());
    final List<byte[]> page = new ArrayList<>();
    boolean more = false;
    if (known) {
      final Iterator<byte[]> fills = state.reports.fills().newestFirst();
      while (fills.hasNext() && !more) {
        final byte[] fill = fills.next();
        if (query.beforeReportNo() == 0 || reportNo(fill) < query.beforeReportNo()) {
          more = page.size() >= Math.min(query.count(), PAGE_MAX);
          if (!more) {
            page.add(fill);
          }
        }
      }
    }
    final FillsAnswerEncoder answer =
        new FillsAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .known(bool(known))
            .more(bool(more));
    final FillsAnswerEncoder.FillsEncoder group = answer.fillsCount(page.size());
    page.forEach(body -> group.next().putBody(body, 0, body.length));
    reply(answer.encodedLength());
  }

  private long reportNo(final byte[] fill) {
    reportBuffer.wrap(fill);
    return report
        .wrap(
            reportBuffer,
            io.qanat.codecs.orderentry.MessageHeaderDecoder.ENCODED_LENGTH,
            ExecutionReportDecoder.BLOCK_LENGTH,
            ExecutionReportDecoder.SCHEMA_VERSION)
        .reportNo();
  }

  /** TransfersQuery. */
  void onTransfers(final Input input) {
    final TransfersQueryDecoder query =
        new TransfersQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final boolean known = isOf(query.partner());
    final List<PartnerTransfers.Transfer> page = new ArrayList<>();
    boolean more = false;
    if (known) {
      final Iterator<PartnerTransfers.Transfer> transfers =
          state.partnerTransfers.before(query.beforeTransferNo()).values().iterator();
      while (page.size() < Math.min(query.count(), PAGE_MAX) && transfers.hasNext()) {
        page.add(transfers.next());
      }
      more = transfers.hasNext();
    }
    final TransfersAnswerEncoder answer =
        new TransfersAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .known(bool(known))
            .more(bool(more));
    final TransfersAnswerEncoder.TransfersEncoder group = answer.transfersCount(page.size());
    for (final PartnerTransfers.Transfer transfer : page) {
      group
          .next()
          .transferNo(transfer.transferNo())
          .transactTime(transfer.timeNanos())
          .amount(transfer.amount())
          .currency(transfer.currency())
          .idempotencyKey(transfer.idempotencyKey());
    }
    reply(answer.encodedLength());
  }

  private static Bool bool(final boolean value) {
    return value ? Bool.YES : Bool.NO;
  }

  private void reply(final int encodedLength) {
    state.answers.reply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
