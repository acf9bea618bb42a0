package io.qanat.hub.gateway.http.ws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.hub.gateway.http.Json;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.gateway.http.ReportJson;
import io.qanat.hub.gateway.http.StreamConfig;
import io.qanat.hub.gateway.http.Values;
import org.apache.pekko.util.ByteString;

/** The hub's messages; {@code hub/README.md} shows each. Thread-safe. */
final class StreamMessages {
  private final Json json;

  StreamMessages(final Json json) {
    this.json = json;
  }

  /** An object with the type of its message. */
  ObjectNode message(final String type) {
    return json.object().put("type", type);
  }

  ByteString bytes(final ObjectNode message) {
    return ByteString.fromArrayUnsafe(json.write(message));
  }

  ByteString logon(final long partner, final String keyId, final StreamConfig config) {
    final ObjectNode node =
        message("logon")
            .put("partner", partner)
            .put("keyId", keyId)
            .put("heartbeatMillis", config.heartbeat().toMillis());
    node.putObject("limits")
        .put("subscriptions", config.subscriptionsMax())
        .put("messageBytes", config.messageBytesMax())
        .put("messagesPerSecond", config.messagesPerSecondMax())
        .put("depth", config.depthMax())
        .put("pricesIntervalMillis", config.pricesInterval().toMillis());
    return bytes(node);
  }

  ByteString heartbeat(final long epochNanos) {
    return bytes(message("heartbeat").put("time", Values.time(epochNanos)));
  }

  /** A refusal; {@code requestId} null if the message had none that could be read. */
  ByteString error(final String requestId, final Problem problem) {
    final ObjectNode node = message("error");
    if (requestId != null) {
      node.put("requestId", requestId);
    }
    final ObjectNode told = json.object();
    problem.writeTo(told, "");
    node.put("error", problem.kind().type());
    told.remove(java.util.List.of("type", "status", "instance"));
    node.setAll(told);
    final BusinessRejectReason reason = reason(problem.kind());
    return bytes(
        node.put("businessRejectReason", reason.name())
            .put("businessRejectReasonCode", reason.value()));
  }

  private static BusinessRejectReason reason(final Problem.Kind kind) {
    return switch (kind) {
      case INVALID_FIELD -> BusinessRejectReason.INVALID_FIELD;
      case NOT_FOUND -> BusinessRejectReason.UNKNOWN_ID;
      case FORBIDDEN, UNAUTHENTICATED -> BusinessRejectReason.NOT_AUTHORIZED;
      case RATE_LIMITED -> BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED;
      case BUSY -> BusinessRejectReason.BUSY;
      case INTERNAL -> BusinessRejectReason.APPLICATION_NOT_AVAILABLE;
      default -> BusinessRejectReason.OTHER;
    };
  }

  /** The end of a subscription; {@code requestId} null if the request that ends it had none. */
  ByteString unsubscribed(
      final Subscription subscription, final String requestId, final String reason) {
    final ObjectNode node = message("unsubscribed");
    subscription.describe(node);
    node.remove("requestId");
    if (requestId != null) {
      node.put("requestId", requestId);
    }
    return bytes(node.put("reason", reason));
  }

  ByteString report(final byte[] report) {
    final ObjectNode told = ReportJson.report(json, report);
    final ObjectNode node =
        message("report")
            .put("account", told.get("account").asLong())
            .put("reportNo", told.get("reportNo").asLong());
    node.set("report", told);
    return bytes(node);
  }
}
