package io.qanat.sharding;

import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.SessionInputDecoder;
import io.qanat.entity.core.SessionKey;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Whose input it is, read from the bytes of an input without decoding the rest. */
public final class SessionOf {
  private SessionOf() {}

  /** Key of the session that sent a ClientInput or SessionInput; NONE for every other input. */
  public static long input(final DirectBuffer input, final int offset, final int length) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH + ClientInputDecoder.BLOCK_LENGTH
        || headerField(input, offset, MessageHeaderDecoder.schemaIdEncodingOffset())
            != ClientInputDecoder.SCHEMA_ID
        || !isOfClient(
            headerField(input, offset, MessageHeaderDecoder.templateIdEncodingOffset()))) {
      return SessionKey.NONE;
    }
    final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final long partner =
        input.getLong(block + ClientInputDecoder.partnerEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    final long session =
        input.getLong(block + ClientInputDecoder.sessionEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    return session == 0 ? SessionKey.NONE : SessionKey.of(partner, session);
  }

  /** Both begin with the same fields. */
  private static boolean isOfClient(final int templateId) {
    return templateId == ClientInputDecoder.TEMPLATE_ID
        || templateId == SessionInputDecoder.TEMPLATE_ID;
  }

  private static int headerField(final DirectBuffer input, final int offset, final int at) {
    return input.getShort(offset + at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }
}
