package io.qanat.hub.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.SessionKey;
import io.qanat.hub.administration.MessageJson;
import io.qanat.hub.gateway.http.Values;
import io.qanat.session.ReplaySink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What leaves a replay, as JSON objects: {@code time}, {@code entity}, {@code kind} ({@code
 * report}, {@code marketData}), {@code to} (feed, or partner and session), {@code message} and its
 * fields.
 */
final class ReplayEvents implements ReplaySink {
  private final Map<String, List<String>> choice;
  private final Consumer<ObjectNode> events;

  /**
   * Events of a choice.
   *
   * @param conditions each {@code NAME=VALUE} of a field; values of one name are alternatives
   */
  ReplayEvents(final List<String> conditions, final Consumer<ObjectNode> events) {
    this.choice =
        conditions.stream()
            .map(ReplayEvents::split)
            .collect(
                Collectors.groupingBy(
                    pair -> pair[0],
                    TreeMap::new,
                    Collectors.mapping(pair -> pair[1], Collectors.toList())));
    this.events = events;
  }

  private static String[] split(final String condition) {
    final String[] pair = condition.split("=", 2);
    if (pair.length < 2 || pair[0].isEmpty()) {
      throw new IllegalArgumentException("'" + condition + "' is not NAME=VALUE");
    }
    return pair;
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final long timeNanos,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    add(entity, timeNanos, "marketData", feed.name(), buffer, offset, length);
  }

  @Override
  public void onReport(
      final long entity,
      final long timeNanos,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final String to =
        "partner " + SessionKey.partner(sessionKey) + " session " + SessionKey.session(sessionKey);
    add(entity, timeNanos, "report", to, buffer, offset, length);
  }

  private void add(
      final long entity,
      final long timeNanos,
      final String kind,
      final String to,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final UnsafeBuffer message = new UnsafeBuffer(buffer, offset, length);
    final ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("time", Values.time(timeNanos))
        .put("entity", EntityKey.toString(entity))
        .put("kind", kind)
        .put("to", to)
        .put("message", MessageJson.nameOf(message));
    final ObjectNode fields = MessageJson.read(message);
    if (fields != null) {
      fields.properties().stream()
          .filter(field -> !field.getValue().isNull())
          .forEach(field -> event.set(field.getKey(), field.getValue()));
    }
    if (isChosen(event)) {
      events.accept(event);
    }
  }

  private boolean isChosen(final ObjectNode event) {
    for (final Map.Entry<String, List<String>> condition : choice.entrySet()) {
      final JsonNode value = event.get(condition.getKey());
      if (value == null || !condition.getValue().contains(value.asText())) {
        return false;
      }
    }
    return true;
  }
}
