package io.qanat.account.core;

import io.qanat.codecs.entity.AccountAmendableFillDecoder;
import io.qanat.codecs.entity.AccountAmendableFillEncoder;
import io.qanat.codecs.entity.AccountBalanceDecoder;
import io.qanat.codecs.entity.AccountBalanceEncoder;
import io.qanat.codecs.entity.AccountClOrdIdDecoder;
import io.qanat.codecs.entity.AccountFillDecoder;
import io.qanat.codecs.entity.AccountFillEncoder;
import io.qanat.codecs.entity.AccountOrderDecoder;
import io.qanat.codecs.entity.AccountPartnerTransferDecoder;
import io.qanat.codecs.entity.AccountPartnerTransferEncoder;
import io.qanat.codecs.entity.AccountPastOrderDecoder;
import io.qanat.codecs.entity.AccountPastOrderEncoder;
import io.qanat.codecs.entity.AccountPositionDecoder;
import io.qanat.codecs.entity.AccountPositionEncoder;
import io.qanat.codecs.entity.AccountReportDecoder;
import io.qanat.codecs.entity.AccountReportEncoder;
import io.qanat.codecs.entity.AccountSessionDecoder;
import io.qanat.codecs.entity.AccountSessionEncoder;
import io.qanat.codecs.entity.AccountSettledDecoder;
import io.qanat.codecs.entity.AccountSettledEncoder;
import io.qanat.codecs.entity.AccountStateDecoder;
import io.qanat.codecs.entity.AccountStateEncoder;
import io.qanat.codecs.entity.AccountTermsDecoder;
import io.qanat.codecs.entity.AccountTransferDecoder;
import io.qanat.codecs.entity.AccountTransferEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.Core.RecordSink;
import io.qanat.entity.core.Hash64;
import java.util.Iterator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Writes and reads an account, record by record: AccountState, AccountTerms, what is settled,
 * positions, balances, sessions, orders, their fills, ClOrdIDs, reports, transfers, recent fills.
 * Each sort is in the order of its key, so equal states are written alike. Reservations follow from
 * the rest and are made again after each order.
 */
final class AccountSnapshot {
  private final AccountState state;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final OrderRecords orderRecords = new OrderRecords();
  private RecordSink sink;

  /** Records that are still to be read as settled. */
  private long settledToRead;

  AccountSnapshot(final AccountState state) {
    this.state = state;
  }

  void write(final RecordSink newSink) {
    sink = newSink;
    writeBasis();
    writeSettled();
    writeRest();
  }

  /** Hash over everything, for which what is settled need not be looked at. */
  long hash() {
    final long[] hash = {state.orders.settled().hash()};
    sink = (record, offset, length) -> hash[0] = Hash64.mix(hash[0], record, offset, length);
    writeBasis();
    writeRest();
    return hash[0];
  }

  private void writeSettled() {
    final SettledOrders settled = state.orders.settled();
    send(
        new AccountSettledEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .firstOrderId(settled.firstOrderId())
            .count(settled.count())
            .encodedLength());
    settled.writeTo(sink);
  }

  private void writeBasis() {
    writeState();
    sink.record(buffer, 0, state.terms.encode(buffer, 0));
  }

  private void writeRest() {
    state.positions.all().forEach(this::write);
    state.ledger.forEach(
        (key, amount) ->
            send(
                new AccountBalanceEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .book((short) key.book().code())
                    .instrument(key.instrument())
                    .currency(key.currency())
                    .amountHigh(Exact.high(amount))
                    .amountLow(Exact.low(amount))
                    .encodedLength()));
    state
        .claims
        .sessions()
        .forEach(
            (session, progress) ->
                send(
                    new AccountSessionEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .session(session)
                        .incarnation(progress.incarnation())
                        .lastSeqNum(progress.lastSeqNum())
                        .encodedLength()));
    state.orders.unsettled().forEach(this::write);
    writeFills();
    state
        .orders
        .unsettledRequests()
        .forEach(
            (clOrdId, request) ->
                sink.record(buffer, 0, orderRecords.encode(clOrdId, request, buffer, 0)));
    writeReports();
    state
        .transfers
        .kept()
        .forEach(
            (id, transfer) ->
                send(
                    new AccountTransferEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .transferId(id)
                        .amount(transfer.amount())
                        .currency(transfer.currency())
                        .encodedLength()));
    state.partnerTransfers.kept().values().forEach(this::write);
    state
        .reports
        .fills()
        .oldestFirst()
        .forEachRemaining(
            report ->
                send(
                    new AccountFillEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .putBody(report, 0, report.length)
                        .encodedLength()));
  }

  private void write(final PartnerTransfers.Transfer transfer) {
    send(
        new AccountPartnerTransferEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .transferNo(transfer.transferNo())
            .transactTime(transfer.timeNanos())
            .amount(transfer.amount())
            .currency(transfer.currency())
            .idempotencyKey(transfer.idempotencyKey())
            .encodedLength());
  }

  private void send(final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  private void writeState() {
    final LiveClaim claim = state.claims.lastClaim();
    send(
        new AccountStateEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .day(state.day)
            .lastOrderCounter(state.lastOrderCounter)
            .lastRequestNo(state.lastRequestNo)
            .nextReportNo(state.reports.nextReportNo())
            .claimSession(claim == null ? 0 : claim.sessionKey())
            .claimIncarnation(claim == null ? 0 : claim.incarnation())
            .claimGateway(claim == null ? 0 : claim.gateway())
            .claimCancelOnDisconnect(bool(claim != null && claim.cancelOnDisconnect()))
            .claimLive(bool(state.claims.liveClaim().isPresent()))
            .acknowledgedReportNo(state.reports.acknowledgedReportNo())
            .encodedLength());
  }

  private void write(final Positions.Position position) {
    send(
        new AccountPositionEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .instrument(position.instrument())
            .quantity(position.quantity())
            .costHigh(Exact.high(position.cost()))
            .costLow(Exact.low(position.cost()))
            .realisedHigh(Exact.high(position.realised()))
            .realisedLow(Exact.low(position.realised()))
            .encodedLength());
  }

  private void write(final Order order) {
    sink.record(buffer, 0, orderRecords.encode(order, buffer, 0));
  }

  /** Fills, after the orders that only they keep. */
  private void writeFills() {
    state
        .fills
        .pastOrders()
        .forEach(
            (orderId, order) -> {
              write(order);
              send(
                  new AccountPastOrderEncoder()
                      .wrapAndApplyHeader(buffer, 0, header)
                      .orderId(orderId)
                      .encodedLength());
            });
    for (final FillMemory.Fill fill : state.fills.all()) {
      send(
          new AccountAmendableFillEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .instrument(fill.instrument)
              .orderId(fill.orderId)
              .tradeId(fill.tradeId)
              .contraMdOrderId(fill.contraMdOrderId)
              .price(fill.price)
              .quantity(fill.quantity)
              .notional(fill.notional)
              .fee(fill.fee)
              .feeRate(fill.feeRate)
              .lastLiquidityInd(fill.liquidity)
              .encodedLength());
    }
  }

  private void writeReports() {
    long reportNo = state.reports.heldReportNo();
    for (final Iterator<byte[]> reports = state.reports.iterator(); reports.hasNext(); ) {
      final byte[] report = reports.next();
      send(
          new AccountReportEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .reportNo(reportNo)
              .putBody(report, 0, report.length)
              .encodedLength());
      reportNo++;
    }
  }

  /**
   * Reads one record.
   *
   * @throws IllegalArgumentException if it is none of an account's
   */
  void read(final DirectBuffer record, final int offset, final int length) {
    if (settledToRead > 0) {
      settledToRead--;
      state.orders.settled().restore(record, offset, length);
      return;
    }
    final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(record, offset);
    switch (head.templateId()) {
      case AccountStateDecoder.TEMPLATE_ID -> readState(record, offset, head);
      case AccountTermsDecoder.TEMPLATE_ID -> {
        state.terms =
            Terms.decode(
                record,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                head.blockLength(),
                head.version());
        state.margin.reset(state.terms, state.orders.live());
      }
      case AccountPositionDecoder.TEMPLATE_ID -> readPosition(record, offset, head);
      case AccountBalanceDecoder.TEMPLATE_ID -> {
        final AccountBalanceDecoder balance =
            new AccountBalanceDecoder().wrapAndApplyHeader(record, offset, head);
        state.ledger.restore(
            new Ledger.Key(
                Ledger.Book.of(balance.book()), balance.instrument(), balance.currency()),
            Exact.of(balance.amountHigh(), balance.amountLow()));
      }
      case AccountSessionDecoder.TEMPLATE_ID -> {
        final AccountSessionDecoder session =
            new AccountSessionDecoder().wrapAndApplyHeader(record, offset, head);
        state.claims.restore(
            session.session(),
            new SessionClaims.Progress(session.incarnation(), session.lastSeqNum()));
      }
      case AccountSettledDecoder.TEMPLATE_ID -> {
        final AccountSettledDecoder settled =
            new AccountSettledDecoder().wrapAndApplyHeader(record, offset, head);
        settledToRead = settled.count();
        state.orders.settled().clear(settled.firstOrderId());
      }
      case AccountOrderDecoder.TEMPLATE_ID -> readOrder(orderRecords.order(record, offset));
      case AccountPastOrderDecoder.TEMPLATE_ID ->
          state.fills.restorePast(
              state.orders.forget(
                  new AccountPastOrderDecoder()
                      .wrapAndApplyHeader(record, offset, head)
                      .orderId()));
      case AccountAmendableFillDecoder.TEMPLATE_ID -> readFill(record, offset, head);
      case AccountClOrdIdDecoder.TEMPLATE_ID ->
          state.orders.restore(
              orderRecords.clOrdId(record, offset), orderRecords.request(record, offset));
      case AccountReportDecoder.TEMPLATE_ID -> {
        final AccountReportDecoder report =
            new AccountReportDecoder().wrapAndApplyHeader(record, offset, head);
        final byte[] body = new byte[report.bodyLength()];
        report.getBody(body, 0, body.length);
        state.reports.restore(body);
      }
      case AccountTransferDecoder.TEMPLATE_ID -> {
        final AccountTransferDecoder transfer =
            new AccountTransferDecoder().wrapAndApplyHeader(record, offset, head);
        state.transfers.restore(
            transfer.transferId(),
            new CashTransfers.Transfer(transfer.amount(), transfer.currency()));
      }
      case AccountPartnerTransferDecoder.TEMPLATE_ID -> {
        final AccountPartnerTransferDecoder transfer =
            new AccountPartnerTransferDecoder().wrapAndApplyHeader(record, offset, head);
        state.partnerTransfers.restore(
            new PartnerTransfers.Transfer(
                transfer.transferNo(),
                transfer.transactTime(),
                transfer.amount(),
                transfer.currency(),
                transfer.idempotencyKey()));
      }
      case AccountFillDecoder.TEMPLATE_ID -> {
        final AccountFillDecoder fill =
            new AccountFillDecoder().wrapAndApplyHeader(record, offset, head);
        final byte[] body = new byte[fill.bodyLength()];
        fill.getBody(body, 0, body.length);
        state.reports.fills().add(body);
      }
      default ->
          throw new IllegalArgumentException(
              "not an account's snapshot: template "
                  + head.templateId()
                  + " of "
                  + length
                  + " bytes");
    }
  }

  private void readState(
      final DirectBuffer record, final int offset, final MessageHeaderDecoder head) {
    final AccountStateDecoder decoder =
        new AccountStateDecoder().wrapAndApplyHeader(record, offset, head);
    state.day = decoder.day();
    state.lastOrderCounter = decoder.lastOrderCounter();
    state.lastRequestNo = decoder.lastRequestNo();
    // Written by version 0, it has no such field.
    final long acknowledged = decoder.acknowledgedReportNo();
    state.reports.restore(
        decoder.nextReportNo(),
        acknowledged == AccountStateDecoder.acknowledgedReportNoNullValue() ? 0 : acknowledged);
    if (decoder.claimSession() != 0) {
      state.claims.restore(
          new LiveClaim(
              decoder.claimSession(),
              decoder.claimIncarnation(),
              decoder.claimGateway(),
              decoder.claimCancelOnDisconnect() == Bool.YES),
          decoder.claimLive() == Bool.YES);
    }
  }

  private void readPosition(
      final DirectBuffer record, final int offset, final MessageHeaderDecoder head) {
    final AccountPositionDecoder position =
        new AccountPositionDecoder().wrapAndApplyHeader(record, offset, head);
    state.positions.restore(
        position.instrument(),
        position.quantity(),
        Exact.of(position.costHigh(), position.costLow()),
        Exact.of(position.realisedHigh(), position.realisedLow()));
    state.margin.refresh(position.instrument());
  }

  private void readOrder(final Order order) {
    state.orders.add(order);
    if (order.isLive()) {
      state.margin.update(order);
    }
  }

  private void readFill(
      final DirectBuffer record, final int offset, final MessageHeaderDecoder head) {
    final AccountAmendableFillDecoder decoder =
        new AccountAmendableFillDecoder().wrapAndApplyHeader(record, offset, head);
    final FillMemory.Fill fill =
        new FillMemory.Fill(
            decoder.instrument(),
            decoder.orderId(),
            decoder.tradeId(),
            decoder.contraMdOrderId(),
            decoder.lastLiquidityInd(),
            decoder.feeRate());
    fill.price = decoder.price();
    fill.quantity = decoder.quantity();
    fill.notional = decoder.notional();
    fill.fee = decoder.fee();
    state.fills.add(fill, 0);
  }

  private static Bool bool(final boolean value) {
    return value ? Bool.YES : Bool.NO;
  }
}
