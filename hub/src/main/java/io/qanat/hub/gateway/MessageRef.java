package io.qanat.hub.gateway;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client needs to recognise a message of its own: number, template, account and, where there
 * is one, ClOrdID.
 *
 * @param buffer holds the ClOrdID
 * @param clOrdIdOffset where it begins in the buffer, or -1
 */
record MessageRef(
    long account, long seqNum, int templateId, DirectBuffer buffer, int clOrdIdOffset) {
  private static final int CL_ORD_ID_LENGTH = 20;

  /** Valid as long as the frame is. */
  static MessageRef of(final ClientFrame frame) {
    return of(
        frame.account(), frame.seqNum(), frame.templateId(), frame.buffer(), frame.blockOffset());
  }

  /** Valid as long as the buffer is. */
  static MessageRef of(
      final long account,
      final long seqNum,
      final int templateId,
      final DirectBuffer buffer,
      final int blockOffset) {
    final int at = ClientFrame.clOrdIdOffset(templateId);
    return new MessageRef(account, seqNum, templateId, buffer, at < 0 ? -1 : blockOffset + at);
  }

  boolean hasClOrdId() {
    return clOrdIdOffset >= 0;
  }

  /** The same, independent of the buffer it was read from. */
  MessageRef copied() {
    if (!hasClOrdId()) {
      return new MessageRef(account, seqNum, templateId, null, -1);
    }
    final byte[] clOrdId = new byte[CL_ORD_ID_LENGTH];
    buffer.getBytes(clOrdIdOffset, clOrdId);
    return new MessageRef(account, seqNum, templateId, new UnsafeBuffer(clOrdId), 0);
  }
}
