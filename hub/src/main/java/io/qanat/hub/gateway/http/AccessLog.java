package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON per request to the logger {@code qanat.access}. Says what was asked by the
 * operation's name and path without the query; never what was in headers or bodies.
 *
 * <p>{@code logEntries} names the inputs that the request caused, as entity and request id: the log
 * entry of that entity whose envelope carries this request id is the request's.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("qanat.access");
  private static final int PATH_MAX = 200;

  private final Json json;
  private final boolean enabled;

  AccessLog(final Json json, final boolean enabled) {
    this.json = json;
    this.enabled = enabled;
  }

  void write(final Exchange exchange, final int status, final long micros) {
    if (!enabled || !LOG.isInfoEnabled()) {
      return;
    }
    final ObjectNode line = json.object();
    line.put("time", Instant.now().toString())
        .put("traceId", exchange.traceId())
        .put("remote", exchange.remote().getHostAddress())
        .put("method", exchange.request().method().name())
        .put("path", shortened(exchange.request().getUri().getPathString()))
        .put("operation", exchange.operationId())
        .put("status", status)
        .put("micros", micros);
    final Caller caller = exchange.caller();
    if (caller != null) {
      line.put("keyId", caller.keyId());
      if (caller instanceof Caller.Partner partner) {
        line.put("partner", partner.partner());
      } else if (caller instanceof Caller.Operator operator) {
        line.put("operator", operator.who());
      }
    }
    final ArrayNode entries = line.putArray("logEntries");
    exchange.logEntries().forEach(entries::add);
    LOG.info("{}", line);
  }

  private static String shortened(final String path) {
    return path.length() <= PATH_MAX ? path : path.substring(0, PATH_MAX) + "…";
  }
}
