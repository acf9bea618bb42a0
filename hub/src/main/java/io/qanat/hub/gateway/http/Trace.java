package io.qanat.hub.gateway.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * The name under which a request is found in the access log: the trace id of its {@code
 * traceparent} (W3C Trace Context), else its {@code X-Request-Id}, else one made here.
 */
final class Trace {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");
  private static final Pattern REQUEST_ID = Pattern.compile("[0-9A-Za-z._-]{1,64}");
  private static final String NO_TRACE = "0".repeat(32);
  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Trace() {}

  static String of(final HttpRequest request) {
    final String parent = request.getHeader("traceparent").map(HttpHeader::value).orElse("");
    final Matcher matcher = TRACEPARENT.matcher(parent);
    if (matcher.matches() && !matcher.group(1).equals(NO_TRACE)) {
      return matcher.group(1);
    }
    return request
        .getHeader("x-request-id")
        .map(HttpHeader::value)
        .filter(id -> REQUEST_ID.matcher(id).matches())
        .orElseGet(Trace::made);
  }

  static String made() {
    final byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
