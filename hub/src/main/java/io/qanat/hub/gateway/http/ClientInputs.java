package io.qanat.hub.gateway.http;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Wraps messages of clients without a session into the envelope that entities take. */
public final class ClientInputs {
  /** Longest body that is encoded here. */
  private static final int BODY_MAX = 1024;

  /** Writes a message with its header at 0 and returns its length. */
  @FunctionalInterface
  public interface Body {
    int encode(MutableDirectBuffer buffer);
  }

  private ClientInputs() {}

  /** Makes the envelope of one message once its request id is known. */
  public static LongFunction<DirectBuffer> of(final long partner, final Body body) {
    final UnsafeBuffer message = new UnsafeBuffer(new byte[BODY_MAX]);
    final int length = body.encode(message);
    return requestId -> {
      final UnsafeBuffer buffer =
          new UnsafeBuffer(
              new byte
                  [MessageHeaderEncoder.ENCODED_LENGTH
                      + ClientInputEncoder.BLOCK_LENGTH
                      + ClientInputEncoder.bodyHeaderLength()
                      + length]);
      new ClientInputEncoder()
          .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
          .partner(partner)
          .session(0)
          .incarnation(0)
          .seqNum(0)
          .requestId(requestId)
          .putBody(message, 0, length);
      return buffer;
    };
  }
}
