package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.ActStatus;
import io.qanat.codecs.entity.AdminActReplyDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.Outcomes;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.provisioning.AdminMessages;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Sends an operator's act to the administration, and turns its word into an HTTP answer. */
final class AdminActs {
  private static final Pattern WHY = Pattern.compile("(?s).{0,1000}");
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,64}");

  private final EntityCalls calls;
  private final long timeoutMillis;

  AdminActs(final EntityCalls calls, final long timeoutMillis) {
    this.calls = calls;
    this.timeoutMillis = timeoutMillis;
  }

  /** Why, from a body. */
  static String why(final BodyFields fields) {
    return fields.text("why", WHY, "a reason of 1 to 1000 characters");
  }

  /**
   * Sends an act.
   *
   * @param target EntityKey of whom it concerns
   * @param extra adds what only this answer holds, if the act was taken
   */
  CompletionStage<HttpResponse> send(
      final Exchange exchange,
      final Caller.Operator operator,
      final long target,
      final DirectBuffer act,
      final String why,
      final Consumer<ObjectNode> extra) {
    final String key = exchange.header("idempotency-key");
    if (!key.isEmpty() && !IDEMPOTENCY_KEY.matcher(key).matches()) {
      throw Problem.field("Idempotency-Key", "must be 1 to 64 printable ASCII characters");
    }
    final AdminMessages.Author author =
        new AdminMessages.Author(operator.who(), operator.keyId(), why);
    final EntityCalls.Sent sent =
        calls.tell(
            EntityKey.THE_ADMINISTRATION,
            timeoutMillis,
            requestId -> new AdminMessages().adminInput(requestId, target, act, author, key));
    exchange.sent(EntityKey.THE_ADMINISTRATION, sent.requestId());
    return sent.outcome()
        .thenApply(
            outcome -> {
              if (outcome instanceof EntityCalls.Unanswered) {
                final ObjectNode pending = exchange.json().object().put("status", "PENDING");
                extra.accept(pending);
                return exchange.answer(202, pending);
              }
              return answer(exchange, Outcomes.answer(outcome), extra);
            });
  }

  private static HttpResponse answer(
      final Exchange exchange, final DirectBuffer message, final Consumer<ObjectNode> extra) {
    final AdminActReplyDecoder reply =
        new AdminActReplyDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final ActStatus status = reply.status();
    final ObjectNode node = exchange.json().object();
    node.put("act", reply.actNo()).put("status", status.name());
    if (reply.sequence() != 0) {
      node.put("auditSequence", reply.sequence());
    }
    if (reply.proposal() != 0) {
      node.put("proposal", reply.proposal());
    }
    final long expiresAt = reply.expiresAt();
    if (expiresAt != 0) {
      node.put("expiresAt", io.qanat.hub.gateway.http.Values.time(expiresAt));
    }
    final String result = reply.result().name();
    final String text = reply.text();
    final UnsafeBuffer part = new UnsafeBuffer();
    reply.wrapBefore(part);
    node.set("before", named(part));
    reply.wrapAfter(part);
    node.set("after", named(part));
    switch (status) {
      case FORBIDDEN -> throw Problem.of(Problem.Kind.FORBIDDEN, text);
      case REFUSED -> throw refused(result, text);
      default -> {
        if (!text.isEmpty()) {
          node.put("text", text);
        }
        extra.accept(node);
        final boolean waits = status == ActStatus.PROPOSED || status == ActStatus.PENDING;
        return exchange.answer(waits ? 202 : 200, node);
      }
    }
  }

  private static ObjectNode named(final DirectBuffer message) {
    final ObjectNode node = MessageJson.read(message);
    return node == null ? null : node.put("type", MessageJson.nameOf(message));
  }

  private static Problem refused(final String result, final String text) {
    final Problem.Kind kind =
        switch (result) {
          case "NOT_FOUND" -> Problem.Kind.NOT_FOUND;
          case "CONFLICT" -> Problem.Kind.CONFLICT;
          default -> Problem.Kind.REFUSED;
        };
    return Problem.of(kind, text.isEmpty() ? result : text, node -> node.put("result", result));
  }
}
