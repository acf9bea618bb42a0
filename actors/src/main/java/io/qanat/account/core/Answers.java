package io.qanat.account.core;

import io.qanat.codecs.entity.SessionProgressEncoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.entity.core.SessionKey;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** What goes back to whoever sent the input at hand; nothing of it is numbered or kept. */
final class Answers {
  private final long account;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final BusinessMessageRejectEncoder reject = new BusinessMessageRejectEncoder();
  private final io.qanat.codecs.entity.MessageHeaderEncoder entityHeader =
      new io.qanat.codecs.entity.MessageHeaderEncoder();
  private final SessionProgressEncoder progress = new SessionProgressEncoder();
  private Input input;
  private Outputs outputs;

  Answers(final long account) {
    this.account = account;
  }

  void begin(final Input newInput, final Outputs newOutputs) {
    input = newInput;
    outputs = newOutputs;
  }

  /** To the session that sent the input, and to its request. */
  void send(final DirectBuffer message, final int length) {
    if (input.session() != 0) {
      outputs.toSession(input.sessionKey(), message, 0, length);
    }
    reply(message, length);
  }

  /** To the input's request alone. */
  void reply(final DirectBuffer message, final int length) {
    if (input.requestId() != 0) {
      outputs.reply(input.requestId(), message, 0, length);
    }
  }

  /** The message was well formed, but is not taken. */
  void businessReject(
      final BusinessRejectReason reason,
      final String clOrdId,
      final int retryAfterMillis,
      final String text) {
    reject
        .wrapAndApplyHeader(buffer, 0, header)
        .account(account)
        .refSeqNum(input.seqNum())
        .clOrdId(clOrdId)
        .refTemplateId(input.templateId())
        .businessRejectReason(reason)
        .retryAfterMillis(retryAfterMillis)
        .text(text);
    send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + reject.encodedLength());
  }

  /** To the session: the message is not taken, because those between are missing. */
  void tooEarly(final SessionClaims.Progress last) {
    final boolean same = last.incarnation() == input.incarnation();
    writeProgress(input.incarnation(), same ? last.lastSeqNum() : 0);
    outputs.toSession(
        input.sessionKey(),
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + progress.encodedLength());
  }

  /** To the request: how far a session has come. */
  void progress(final SessionClaims.Progress last) {
    writeProgress(last.incarnation(), last.lastSeqNum());
    reply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + progress.encodedLength());
  }

  private void writeProgress(final long incarnation, final long lastSeqNum) {
    progress
        .wrapAndApplyHeader(buffer, 0, entityHeader)
        .account(account)
        .incarnation(incarnation)
        .lastSeqNum(lastSeqNum);
  }

  /** A field makes no sense. */
  void invalidField(final String clOrdId, final String text) {
    businessReject(BusinessRejectReason.INVALID_FIELD, clOrdId, 0, text);
  }

  /** SessionKey of the sender; NONE when it has no session. */
  long session() {
    return input.session() == 0 ? SessionKey.NONE : input.sessionKey();
  }
}
