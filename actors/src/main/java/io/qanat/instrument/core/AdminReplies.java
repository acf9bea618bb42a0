package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.entity.core.Outputs;
import org.agrona.ExpandableArrayBuffer;

/** Encodes answers to operators. */
final class AdminReplies {
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AdminReplyEncoder reply = new AdminReplyEncoder();

  void send(
      final Outputs outputs, final long requestId, final AdminResult result, final String text) {
    reply.wrapAndApplyHeader(buffer, 0, header).result(result).text(text);
    outputs.reply(
        requestId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength());
  }
}
