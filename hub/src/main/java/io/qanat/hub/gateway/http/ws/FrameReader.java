package io.qanat.hub.gateway.http.ws;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.impl.engine.ws.FrameEvent;
import org.apache.pekko.http.impl.engine.ws.FrameHeader;
import org.apache.pekko.util.ByteString;

/**
 * Puts a client's messages together from frames, within bounds (RFC 6455, 5): masked, no
 * extensions, control frames whole and short, text in UTF-8, nothing longer than is taken.
 */
final class FrameReader {
  /** Receives what has come whole. */
  interface Handler {
    void onText(byte[] utf8);

    void onPing(ByteString payload);

    void onPong();

    void onClose();
  }

  /** The client broke a rule: the stream ends with this code. */
  static final class Violation extends Exception {
    private static final long serialVersionUID = 1L;
    private final CloseCode code;

    Violation(final CloseCode code, final String reason) {
      super(reason, null, false, false);
      this.code = code;
    }

    CloseCode code() {
      return code;
    }
  }

  private static final int CONTROL_BYTES_MAX = 125;

  private final int messageBytesMax;
  private final Handler handler;
  private FrameHeader frame;
  private ByteString payload = ByteString.emptyByteString();
  private ByteString message = ByteString.emptyByteString();
  private boolean inMessage;

  FrameReader(final int messageBytesMax, final Handler handler) {
    this.messageBytesMax = messageBytesMax;
    this.handler = handler;
  }

  void on(final FrameEvent event) throws Violation {
    final FrameHeader header = Frames.header(event);
    if (header != null) {
      begin(header);
      payload = ByteString.emptyByteString();
    }
    payload = payload.concat(event.data());
    if (event.lastPart()) {
      end(Frames.unmask(payload, frame));
      payload = ByteString.emptyByteString();
    }
  }

  /** Refuses a frame by its header, before its payload is collected. */
  private void begin(final FrameHeader header) throws Violation {
    frame = header;
    if (header.mask().isEmpty()) {
      throw new Violation(CloseCode.PROTOCOL_ERROR, "frames from a client are masked");
    }
    if (header.rsv1() || header.rsv2() || header.rsv3()) {
      throw new Violation(CloseCode.PROTOCOL_ERROR, "no extension was agreed on");
    }
    switch (Frames.opcode(header)) {
      case Frames.TEXT -> {
        if (inMessage) {
          throw new Violation(CloseCode.PROTOCOL_ERROR, "a message inside another");
        }
        bound(header.length());
      }
      case Frames.CONTINUATION -> {
        if (!inMessage) {
          throw new Violation(CloseCode.PROTOCOL_ERROR, "nothing to continue");
        }
        bound(message.size() + header.length());
      }
      case Frames.PING, Frames.PONG, Frames.CLOSE -> {
        if (!header.fin() || header.length() > CONTROL_BYTES_MAX) {
          throw new Violation(CloseCode.PROTOCOL_ERROR, "control frames are whole and short");
        }
      }
      case Frames.BINARY ->
          throw new Violation(CloseCode.UNSUPPORTED_DATA, "messages are text, in JSON");
      default -> throw new Violation(CloseCode.PROTOCOL_ERROR, "unknown sort of frame");
    }
  }

  private void bound(final long length) throws Violation {
    if (length < 0 || length > messageBytesMax) {
      throw new Violation(CloseCode.TOO_BIG, "messages have at most " + messageBytesMax + " bytes");
    }
  }

  private void end(final ByteString data) throws Violation {
    switch (Frames.opcode(frame)) {
      case Frames.TEXT, Frames.CONTINUATION -> {
        message = message.concat(data);
        inMessage = !frame.fin();
        if (frame.fin()) {
          final byte[] text = message.toArray();
          message = ByteString.emptyByteString();
          handler.onText(utf8(text));
        }
      }
      case Frames.PING -> handler.onPing(data);
      case Frames.PONG -> handler.onPong();
      default -> handler.onClose();
    }
  }

  private static byte[] utf8(final byte[] text) throws Violation {
    try {
      // A decoder of its own reports what is malformed.
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return text;
    } catch (final CharacterCodingException e) {
      throw new Violation(CloseCode.INVALID_TEXT, "texts are UTF-8");
    }
  }
}
