package io.qanat.account.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TransferReplyEncoder;
import io.qanat.codecs.entity.TransferRequestDecoder;
import io.qanat.entity.core.Input;
import java.nio.ByteOrder;
import org.agrona.ExpandableArrayBuffer;

/** Takes a client's TransferRequest and answers it with a TransferReply. */
final class TransferRequests {
  private final AccountState state;
  private final TransferRequestDecoder request = new TransferRequestDecoder();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  TransferRequests(final AccountState state) {
    this.state = state;
  }

  void onRequest(final Input input) {
    request.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    if (!isWhole(input)) {
      state.answers.invalidField("", "idempotencyKey goes beyond the message");
      return;
    }
    final long amount = request.amount();
    final String currency = request.currency();
    final String idempotencyKey = request.idempotencyKey();
    final PartnerTransfers.Outcome outcome =
        state.partnerTransfers.apply(idempotencyKey, amount, currency, state.nowNanos);
    final PartnerTransfers.Transfer transfer = outcome.transfer();
    final TransferReplyEncoder reply =
        new TransferReplyEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .result(outcome.result())
            .transferNo(transfer == null ? 0 : transfer.transferNo())
            .transactTime(transfer == null ? state.nowNanos : transfer.timeNanos())
            .amount(amount)
            .retryAfterMillis(outcome.retryAfterMillis())
            .currency(outcome.result() == AdminResult.INVALID ? "" : currency)
            .idempotencyKey(transfer == null ? "" : transfer.idempotencyKey())
            .text(outcome.text());
    state.answers.reply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength());
  }

  private boolean isWhole(final Input input) {
    final int at = request.limit();
    final int end = input.bodyOffset() + input.bodyLength();
    return end - at >= Integer.BYTES
        && (input.body().getInt(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL)
            <= end - at - Integer.BYTES;
  }
}
