package io.qanat.hub.administration;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ProposalDecideEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.gateway.http.QueryFields;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What paths and queries of operators' requests name. */
final class PathIds {
  private static final long ACCOUNT_MAX = (1L << 24) - 1;

  private PathIds() {}

  static long partner(final Exchange exchange) {
    return number(exchange, "partner", Integer.MAX_VALUE);
  }

  static long instrument(final Exchange exchange) {
    return number(exchange, "instrument", Integer.MAX_VALUE);
  }

  static long account(final Exchange exchange) {
    return number(exchange, "account", ACCOUNT_MAX);
  }

  /** An id that cannot be is not found. */
  static long number(final Exchange exchange, final String name, final long max) {
    final String text = exchange.parameter(name);
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Problem.notFound();
    }
    final long number = Long.parseLong(text);
    if (number < 1 || number > max) {
      throw Problem.notFound();
    }
    return number;
  }

  /** Why, of a request without a body. */
  static String why(final Exchange exchange) {
    final QueryFields query = exchange.query();
    final String why =
        query.text("why").orElseThrow(() -> Problem.field("why", "is missing in the query"));
    query.noOthers();
    return why;
  }

  static DirectBuffer decision(final Exchange exchange, final boolean approve) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposalDecideEncoder.BLOCK_LENGTH]);
    new ProposalDecideEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .proposal(number(exchange, "proposal", Long.MAX_VALUE))
        .approve(approve ? Bool.YES : Bool.NO);
    return buffer;
  }
}
