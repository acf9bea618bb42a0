package io.qanat.hub.gateway.http;

import io.qanat.codecs.entity.AccountQueryEncoder;
import io.qanat.codecs.entity.AccountsQueryEncoder;
import io.qanat.codecs.entity.EntitlementsQueryEncoder;
import io.qanat.codecs.entity.FillsQueryEncoder;
import io.qanat.codecs.entity.FullRefreshQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderStatusQueryEncoder;
import io.qanat.codecs.entity.OrdersQueryEncoder;
import io.qanat.codecs.entity.OwnsAccountQueryEncoder;
import io.qanat.codecs.entity.ReportHistoryQueryEncoder;
import io.qanat.codecs.entity.TradesQueryEncoder;
import io.qanat.codecs.entity.TransfersQueryEncoder;
import io.qanat.codecs.fix.Bool;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes questions to entities; every buffer returned is fresh. */
public final class Queries {
  private static final int BYTES_MAX = 128;

  private Queries() {}

  static DirectBuffer ownsAccount(final long account) {
    return encode(
        b ->
            new OwnsAccountQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .account(account)
                .encodedLength());
  }

  static DirectBuffer accounts(final long afterAccount, final int count) {
    return encode(
        b ->
            new AccountsQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .afterAccount(afterAccount)
                .count(count)
                .encodedLength());
  }

  static DirectBuffer entitlements(final long afterInstrument, final int count) {
    return encode(
        b ->
            new EntitlementsQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .afterInstrument(afterInstrument)
                .count(count)
                .encodedLength());
  }

  static DirectBuffer account() {
    return encode(
        b -> new AccountQueryEncoder().wrapAndApplyHeader(b, 0, header()).encodedLength());
  }

  /** By id, or by ClOrdID if that is 0. */
  static DirectBuffer orderStatus(
      final OwnedAccount account, final long orderId, final String clOrdId) {
    return encode(
        b ->
            new OrderStatusQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .partner(account.partner())
                .orderId(orderId)
                .seqNum(0)
                .clOrdId(clOrdId)
                .encodedLength());
  }

  static DirectBuffer orders(
      final OwnedAccount account,
      final long afterOrderId,
      final int count,
      final boolean liveOnly) {
    return encode(
        b ->
            new OrdersQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .partner(account.partner())
                .afterOrderId(afterOrderId)
                .count(count)
                .liveOnly(liveOnly ? Bool.YES : Bool.NO)
                .encodedLength());
  }

  static DirectBuffer fills(
      final OwnedAccount account, final long beforeReportNo, final int count) {
    return encode(
        b ->
            new FillsQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .partner(account.partner())
                .beforeReportNo(beforeReportNo)
                .count(count)
                .encodedLength());
  }

  /** Reports that are held, acknowledged ones too. */
  public static DirectBuffer reports(
      final OwnedAccount account, final long fromReportNo, final int count) {
    return encode(
        b ->
            new ReportHistoryQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .partner(account.partner())
                .fromReportNo(fromReportNo)
                .count(count)
                .encodedLength());
  }

  static DirectBuffer transfers(
      final OwnedAccount account, final long beforeTransferNo, final int count) {
    return encode(
        b ->
            new TransfersQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .partner(account.partner())
                .beforeTransferNo(beforeTransferNo)
                .count(count)
                .encodedLength());
  }

  static DirectBuffer fullRefresh(final boolean byPrice) {
    return encode(
        b ->
            new FullRefreshQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .byPrice(byPrice ? Bool.YES : Bool.NO)
                .byOrder(Bool.NO)
                .encodedLength());
  }

  /** An instrument's last trades before this one, newest first; 0: from the newest. */
  public static DirectBuffer trades(final long beforeTradeId, final int count) {
    return encode(
        b ->
            new TradesQueryEncoder()
                .wrapAndApplyHeader(b, 0, header())
                .beforeTradeId(beforeTradeId)
                .count(count)
                .encodedLength());
  }

  private static MessageHeaderEncoder header() {
    return new MessageHeaderEncoder();
  }

  private static DirectBuffer encode(final ToIntFunction<MutableDirectBuffer> encoder) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BYTES_MAX]);
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(buffer);
    buffer.wrap(buffer.byteArray(), 0, length);
    return buffer;
  }
}
