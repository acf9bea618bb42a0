package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** A request leads, by its trace id, to the access log and from there to its entry in the log. */
@ExtendWith(HttpHub.Shared.class)
class HttpTraceTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final HttpHub hub;

  HttpTraceTest(final HttpHub hub) {
    this.hub = hub;
  }

  @Test
  void aTraceIdLeadsToTheLogEntry() throws Exception {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final Logger logger = (Logger) LoggerFactory.getLogger("qanat.access");
    final AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(final ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    final Level before = logger.getLevel();
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    final String name = name();
    final HttpHub.Answer answer;
    try {
      answer =
          hub.send(
              hub.request(ONE, "/v1/accounts/101/orders?")
                  .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"clOrdId\":\""
                              + name
                              + "\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"LIMIT\","
                              + "\"price\":\"0.12\",\"orderQty\":\"1\"}")));
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("X-Request-Id")).isEqualTo(TRACE);

    final JsonNode line =
        lines.stream()
            .map(HttpTraceTest::json)
            .filter(json -> json.get("traceId").asText().equals(TRACE))
            .findFirst()
            .orElseThrow();
    assertThat(line.get("operation").asText()).isEqualTo("placeOrder");
    assertThat(line.get("path").asText()).isEqualTo("/v1/accounts/101/orders");
    assertThat(line.get("status").asInt()).isEqualTo(201);
    assertThat(line.get("partner").asInt()).isEqualTo(1);
    assertThat(line.get("keyId").asText()).isEqualTo("one");
    assertThat(lines.toString()).doesNotContain("secret");

    final String[] entry = line.get("logEntries").get(0).asText().split("/", -1);
    assertThat(entry[0]).isEqualTo("account-101");
    assertThat(templatesOf(hub.node().cut(), Long.parseLong(entry[1])))
        .containsExactly("NewOrderSingle of partner 1");
    hub.delete(ONE, answer.header("Location"));
  }

  private static JsonNode json(final String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (final java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The inputs of account 101 in the log that carry this request id. */
  private static List<String> templatesOf(final EventLog.Cut cut, final long requestId) {
    final LoadedEntity account =
        cut.entities().stream()
            .filter(entity -> entity.entity() == EntityKey.account(101))
            .findFirst()
            .orElseThrow();
    return account.tail().stream()
        .map(e -> new Input().wrap(e.input(), 0, e.input().capacity(), e.timeNanos()))
        .filter(input -> input.requestId() == requestId)
        .map(
            input ->
                (input.templateId() == 20 ? "NewOrderSingle" : "template " + input.templateId())
                    + " of partner "
                    + input.partner())
        .toList();
  }
}
