package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Answers a list: {@code {"items": [...], "nextCursor": "..."}}, nextCursor null at the end. Asked
 * for more than one page of an entity, it streams: page by page, as fast as the client reads, and
 * never more than one page in memory.
 */
final class Paging {
  /** Entries in a list when the client does not say. */
  static final int LIMIT_DEFAULT = 100;

  /** Entries in a list at most. */
  static final int LIMIT_MAX = 100_000;

  /** Entries asked of an entity at once. */
  static final int PAGE = 200;

  /**
   * Some entries.
   *
   * @param next where the next ones begin; 0: there are none
   */
  record Page(List<ObjectNode> items, long next) {}

  /** Where entries come from. */
  @FunctionalInterface
  interface Pages {
    /**
     * Asks for entries.
     *
     * @param cursor where to begin; 0: at the beginning
     */
    CompletionStage<Page> page(long cursor, int count);
  }

  /** What was asked for. */
  record Request(long cursor, int limit) {
    /** Reads {@code cursor} and {@code limit}. */
    static Request of(final QueryFields query) {
      return new Request(
          query.number("cursor", 0, Long.MAX_VALUE, 0),
          (int) query.number("limit", 1, LIMIT_MAX, LIMIT_DEFAULT));
    }
  }

  private record State(Page page, int left, boolean first) {}

  private Paging() {}

  /** Answers with what the pages have; what fails at the first page is a clean failure. */
  static CompletionStage<HttpResponse> answer(
      final Exchange exchange, final Request request, final Pages pages) {
    return pages
        .page(request.cursor(), Math.min(request.limit(), PAGE))
        .thenApply(
            page ->
                page.next() == 0 || request.limit() <= PAGE
                    ? whole(exchange, page)
                    : streamed(exchange, page, request.limit(), pages));
  }

  private static HttpResponse whole(final Exchange exchange, final Page page) {
    final ObjectNode node = exchange.json().object();
    final ArrayNode items = node.putArray("items");
    items.addAll(page.items());
    node.put("nextCursor", cursor(page));
    return exchange.answer(200, node);
  }

  private static String cursor(final Page page) {
    return page.next() == 0 ? null : Long.toString(page.next());
  }

  private static HttpResponse streamed(
      final Exchange exchange, final Page firstPage, final int limit, final Pages pages) {
    final State start = new State(firstPage, limit - firstPage.items().size(), true);
    final Source<ByteString, ?> source =
        Source.unfoldAsync(
            Optional.of(start),
            state ->
                state
                    .<CompletionStage<Optional<Pair<Optional<State>, ByteString>>>>map(
                        s -> next(exchange, s, pages))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, source));
  }

  private static CompletionStage<Optional<Pair<Optional<State>, ByteString>>> next(
      final Exchange exchange, final State state, final Pages pages) {
    final StringBuilder text = new StringBuilder();
    if (state.first) {
      text.append("{\"items\":[");
    }
    boolean separate = !state.first;
    for (final ObjectNode item : state.page.items()) {
      if (separate) {
        text.append(',');
      }
      separate = true;
      text.append(new String(exchange.json().write(item), StandardCharsets.UTF_8));
    }
    if (state.page.next() == 0 || state.left <= 0) {
      final String cursor = cursor(state.page);
      text.append("],\"nextCursor\":")
          .append(cursor == null ? "null" : "\"" + cursor + "\"")
          .append('}');
      return CompletableFuture.completedFuture(
          Optional.of(Pair.create(Optional.empty(), ByteString.fromString(text.toString()))));
    }
    return pages
        .page(state.page.next(), Math.min(state.left, PAGE))
        .thenApply(
            page ->
                Optional.of(
                    Pair.create(
                        Optional.of(new State(page, state.left - page.items().size(), false)),
                        ByteString.fromString(text.toString()))));
  }
}
