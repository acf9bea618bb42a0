package io.qanat.administration.core;

import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.KeyPutDecoder;
import io.qanat.codecs.entity.KeyRotateDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OperatorKeyPutDecoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what could help to prove a key out of what people read. */
final class Secrets {
  private Secrets() {}

  /** The act with zeros in the place of its storedKey; the act itself if it has none. */
  static byte[] withoutStoredKey(final byte[] act) {
    final int offset =
        switch (new MessageHeaderDecoder().wrap(new UnsafeBuffer(act), 0).templateId()) {
          case KeyPutDecoder.TEMPLATE_ID -> KeyPutDecoder.storedKeyEncodingOffset();
          case KeyRotateDecoder.TEMPLATE_ID -> KeyRotateDecoder.storedKeyEncodingOffset();
          case OperatorKeyPutDecoder.TEMPLATE_ID -> OperatorKeyPutDecoder.storedKeyEncodingOffset();
          default -> -1;
        };
    if (offset < 0) {
      return act;
    }
    final byte[] copy = act.clone();
    final int from = MessageHeaderDecoder.ENCODED_LENGTH + offset;
    Arrays.fill(copy, from, from + LogonProof.KEY_LENGTH, (byte) 0);
    return copy;
  }
}
