package io.qanat.execution.core;

import io.qanat.codecs.entity.ClientOrderSnapshotDecoder;
import io.qanat.codecs.entity.ClientOrderSnapshotEncoder;
import io.qanat.codecs.entity.FillExplanationDecoder;
import io.qanat.codecs.entity.HolderSnapshotDecoder;
import io.qanat.codecs.entity.HolderSnapshotEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ProviderOrderSnapshotDecoder;
import io.qanat.codecs.entity.ProviderOrderSnapshotEncoder;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Hash64;
import io.qanat.pricing.core.PricingRecords;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Pricing and execution in an instrument's snapshot: holders, clients' orders, orders to providers,
 * explanations, in this order.
 */
public final class ExecutionRecords implements PricingRecords.Head {
  private static final short HOUSE = 1;
  private static final short PROVIDER = 2;
  private static final short PARTNER = 3;

  /** No request has this number. */
  private static final long NOT_CANCELING = -1;

  private final Execution execution;
  private final PricingRecords pricing;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  /** Of this execution and its pricing. */
  public ExecutionRecords(final Execution execution) {
    this.execution = execution;
    this.pricing = new PricingRecords(execution.pricing(), this);
  }

  @Override
  public long lastProviderOrderId() {
    return execution.covering().lastProviderOrderId();
  }

  @Override
  public boolean isHouseOn() {
    return execution.house().isOn();
  }

  @Override
  public long lastHedgeAtNanos() {
    return execution.house().lastHedgeAtNanos();
  }

  @Override
  public void restore(
      final long lastProviderOrderId, final boolean houseOn, final long lastHedgeAtNanos) {
    execution.covering().restore(lastProviderOrderId);
    execution.house().restore(houseOn, lastHedgeAtNanos);
  }

  /** Writes nothing if nothing was ever defined. */
  public void write(final Core.RecordSink sink) {
    if (!execution.pricing().isDefined()) {
      return;
    }
    pricing.write(sink);
    final Exposures exposures = execution.exposures();
    write(sink, HOUSE, 0, exposures.house());
    exposures.providers().forEach((id, holder) -> write(sink, PROVIDER, id, holder));
    exposures.partners().forEach((id, holder) -> write(sink, PARTNER, id, holder));
    execution.desk().working().forEach(order -> write(sink, order));
    execution.orders().open().forEach(order -> write(sink, order));
    execution.orders().ended().forEach(order -> write(sink, order));
    for (final byte[] explanation : execution.explanations().all()) {
      sink.record(new UnsafeBuffer(explanation), 0, explanation.length);
    }
  }

  private void write(
      final Core.RecordSink sink, final short kind, final long id, final Holder holder) {
    final HolderSnapshotEncoder encoder =
        new HolderSnapshotEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .kind(kind)
            .id(id)
            .position(holder.position())
            .expected(holder.expected())
            .cashHigh(holder.cash().high())
            .cashLow(holder.cash().low())
            .deliveredHigh(holder.delivered().high())
            .deliveredLow(holder.delivered().low());
    final HolderSnapshotEncoder.CountsEncoder counts = encoder.countsCount(Holder.COUNTS);
    for (int i = 0; i < Holder.COUNTS; i++) {
      counts.next().times(holder.counted(i));
    }
    record(sink, encoder.encodedLength());
  }

  private void write(final Core.RecordSink sink, final ClientOrder order) {
    record(
        sink,
        new ClientOrderSnapshotEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .orderId(order.orderId)
            .account(order.account)
            .partner(order.partner)
            .side(order.side)
            .timeInForce(order.timeInForce)
            .price(order.price)
            .orderQty(order.orderQty)
            .cumQty(order.cumQty)
            .charge(order.charge)
            .cancelRequestNo(order.canceling ? order.cancelRequestNo : NOT_CANCELING)
            .putExplanation(order.circumstances, 0, order.circumstances.length)
            .encodedLength());
  }

  private void write(final Core.RecordSink sink, final ProviderOrder order) {
    record(
        sink,
        new ProviderOrderSnapshotEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .providerOrderId(order.providerOrderId)
            .provider(order.provider)
            .ordStatus(order.status)
            .side(order.side)
            .timeInForce(order.timeInForce)
            .price(order.price)
            .orderQty(order.orderQty)
            .cumQty(order.cumQty)
            .valueHigh(order.value.high())
            .valueLow(order.value.low())
            .sentAt(order.sentAtNanos)
            .answeredAt(order.answeredAtNanos)
            .askAt(order.askAtNanos)
            .session(order.session)
            .incarnation(order.incarnation)
            .orderId(order.orderId)
            .encodedLength());
  }

  private void record(final Core.RecordSink sink, final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  /** Reads a record; false if it is not one of these. */
  public boolean read(
      final MessageHeaderDecoder head,
      final DirectBuffer record,
      final int offset,
      final int length) {
    switch (head.templateId()) {
      case HolderSnapshotDecoder.TEMPLATE_ID ->
          read(new HolderSnapshotDecoder().wrapAndApplyHeader(record, offset, head));
      case ClientOrderSnapshotDecoder.TEMPLATE_ID ->
          read(new ClientOrderSnapshotDecoder().wrapAndApplyHeader(record, offset, head));
      case ProviderOrderSnapshotDecoder.TEMPLATE_ID ->
          read(new ProviderOrderSnapshotDecoder().wrapAndApplyHeader(record, offset, head));
      case FillExplanationDecoder.TEMPLATE_ID -> {
        final byte[] explanation = new byte[length];
        record.getBytes(offset, explanation);
        execution.explanations().keep(explanation);
      }
      default -> {
        return pricing.read(head, record, offset);
      }
    }
    return true;
  }

  private void read(final HolderSnapshotDecoder decoder) {
    final Exposures exposures = execution.exposures();
    final Holder holder =
        switch (decoder.kind()) {
          case HOUSE -> exposures.house();
          case PROVIDER -> exposures.provider(decoder.id());
          default -> exposures.partner(decoder.id());
        };
    holder.restore(decoder.position(), decoder.expected());
    holder.cash().set(decoder.cashHigh(), decoder.cashLow());
    holder.delivered().set(decoder.deliveredHigh(), decoder.deliveredLow());
    int what = 0;
    for (final HolderSnapshotDecoder.CountsDecoder count : decoder.counts()) {
      holder.restoreCount(what++, count.times());
    }
  }

  private void read(final ClientOrderSnapshotDecoder decoder) {
    final byte[] circumstances = new byte[decoder.explanationLength()];
    decoder.getExplanation(circumstances, 0, circumstances.length);
    final ClientOrder order =
        new ClientOrder(
            decoder.orderId(),
            decoder.account(),
            decoder.partner(),
            decoder.side(),
            decoder.timeInForce(),
            decoder.price(),
            decoder.orderQty(),
            decoder.charge(),
            circumstances);
    order.cumQty = decoder.cumQty();
    order.canceling = decoder.cancelRequestNo() != NOT_CANCELING;
    order.cancelRequestNo = order.canceling ? decoder.cancelRequestNo() : 0;
    execution.desk().restore(order);
  }

  private void read(final ProviderOrderSnapshotDecoder decoder) {
    final ProviderOrder order =
        new ProviderOrder(
            decoder.providerOrderId(),
            decoder.provider(),
            decoder.side(),
            decoder.timeInForce(),
            decoder.price(),
            decoder.orderQty(),
            decoder.sentAt(),
            decoder.session(),
            decoder.incarnation(),
            decoder.orderId());
    order.status = decoder.ordStatus();
    order.cumQty = decoder.cumQty();
    order.value.set(decoder.valueHigh(), decoder.valueLow());
    order.answeredAtNanos = decoder.answeredAt();
    order.askAtNanos = decoder.askAt();
    order.client = execution.desk().find(order.orderId);
    if (order.client != null) {
      order.client.addRoute(order);
    }
    execution.orders().add(order);
  }

  /** Continues a hash over all that a snapshot holds; without a definition it stays as it is. */
  public long hash(final long seed) {
    final long[] hash = {seed};
    write((record, offset, length) -> hash[0] = Hash64.mix(hash[0], record, offset, length));
    return hash[0];
  }
}
