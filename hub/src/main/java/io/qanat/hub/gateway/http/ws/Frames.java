package io.qanat.hub.gateway.http.ws;

import org.apache.pekko.http.impl.engine.ws.FrameEvent;
import org.apache.pekko.http.impl.engine.ws.FrameEventParser$;
import org.apache.pekko.http.impl.engine.ws.FrameHeader;
import org.apache.pekko.http.impl.engine.ws.FrameStart;
import org.apache.pekko.http.impl.engine.ws.Protocol;
import org.apache.pekko.http.impl.engine.ws.UpgradeToWebSocketLowLevel;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.util.ByteString;
import scala.Option;

/**
 * The one place that touches Pekko's frames of WebSocket, which are internal to it. Its public
 * interface knows messages only: it can neither close with a code of one's own nor bound a message,
 * and both are promised to clients. The version is pinned, and tests hold codes and bounds.
 */
final class Frames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private Frames() {}

  /** Whether the request asks for a WebSocket, well formed. */
  static boolean isUpgrade(final HttpRequest request) {
    return request.getHeader(UpgradeToWebSocketLowLevel.class).isPresent();
  }

  /** Accepts the upgrade; frames go through the stage from then on. */
  static HttpResponse accept(
      final HttpRequest request, final GraphStage<FlowShape<FrameEvent, FrameEvent>> stage) {
    return request
        .getHeader(UpgradeToWebSocketLowLevel.class)
        .orElseThrow()
        .handleFrames(
            Flow.fromGraph(stage).mapMaterializedValue(unused -> (Object) unused), Option.empty());
  }

  static FrameEvent text(final ByteString message) {
    return frame(TEXT, message);
  }

  static FrameEvent ping() {
    return frame(PING, ByteString.emptyByteString());
  }

  static FrameEvent pong(final ByteString payload) {
    return frame(PONG, payload);
  }

  static FrameEvent close(final CloseCode code, final String reason) {
    return FrameEvent.closeFrame(code.code(), reason, Option.empty());
  }

  private static FrameEvent frame(final int opcode, final ByteString data) {
    return FrameEvent.fullFrame(
        Protocol.Opcode$.MODULE$.forCode((byte) opcode),
        Option.empty(),
        data,
        true,
        false,
        false,
        false);
  }

  /** The header if the event begins a frame, else null. */
  static FrameHeader header(final FrameEvent event) {
    return event instanceof FrameStart start ? start.header() : null;
  }

  /** Whether the event begins a close frame. */
  static boolean isClose(final FrameEvent event) {
    final FrameHeader header = header(event);
    return header != null && opcode(header) == CLOSE;
  }

  static int opcode(final FrameHeader header) {
    return header.opcode().code();
  }

  /** Takes the mask off a whole payload. */
  static ByteString unmask(final ByteString payload, final FrameHeader header) {
    return FrameEventParser$.MODULE$.mask(payload, header.mask());
  }
}
