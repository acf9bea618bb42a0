package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * An answer that says what went wrong (RFC 9457). Thrown by handlers; nothing of the stack is kept,
 * because it is an answer and not a defect.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Kinds of problems: the last part of their {@code type}, a title that never varies. */
  public enum Kind {
    BAD_REQUEST(400, "bad-request", "The request is not well formed"),
    INVALID_FIELD(400, "invalid-field", "A field is wrong"),
    UNAUTHENTICATED(401, "unauthenticated", "Credentials are missing or wrong"),
    FORBIDDEN(403, "forbidden", "This key may not do that"),
    NOT_FOUND(404, "not-found", "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The resource does not take this method"),
    REQUEST_TIMEOUT(408, "request-timeout", "The request took too long to arrive"),
    CONFLICT(409, "conflict", "It contradicts what is there"),
    UPGRADE_REQUIRED(426, "upgrade-required", "The resource is a WebSocket"),
    TOO_LARGE(413, "too-large", "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body is not application/json"),
    ORDER_REJECTED(422, "order-rejected", "The order was rejected"),
    CANCEL_REJECTED(422, "cancel-rejected", "The cancel or replace was rejected"),
    REFUSED(422, "refused", "It was understood and refused"),
    RATE_LIMITED(429, "rate-limited", "The budget of requests is used up"),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are too large"),
    INTERNAL(500, "internal", "The hub failed on this request"),
    BUSY(503, "busy", "The hub cannot take it now");

    private final int status;
    private final String slug;
    private final String title;

    Kind(final int status, final String slug, final String title) {
      this.status = status;
      this.slug = slug;
      this.title = title;
    }

    public int status() {
      return status;
    }

    /** Relative to the hub, where the document explains it. */
    public String type() {
      return "/problems/" + slug;
    }

    public String title() {
      return title;
    }
  }

  private final Kind kind;
  private final int status;
  private final transient Consumer<ObjectNode> members;
  private final int retryAfterMillis;

  private Problem(
      final Kind kind,
      final int status,
      final String detail,
      final int retryAfterMillis,
      final Consumer<ObjectNode> members) {
    super(detail, null, false, false);
    this.kind = kind;
    this.status = status;
    this.retryAfterMillis = retryAfterMillis;
    this.members = members;
  }

  /** A problem with nothing but a detail for people, which names what was wrong. */
  public static Problem of(final Kind kind, final String detail) {
    return new Problem(kind, kind.status, detail, 0, node -> {});
  }

  /**
   * A problem with members of its own.
   *
   * @param members adds them to the answer's object
   */
  public static Problem of(
      final Kind kind, final String detail, final Consumer<ObjectNode> members) {
    return new Problem(kind, kind.status, detail, 0, members);
  }

  /** A wrong field of the body, named by its JSON pointer, or of the query or path by its name. */
  public static Problem field(final String where, final String detail) {
    return of(Kind.INVALID_FIELD, where + " " + detail, node -> node.put("field", where));
  }

  /** What is not there, or not the caller's: the two are told in the same words. */
  public static Problem notFound() {
    return of(Kind.NOT_FOUND, "nothing is found under this address");
  }

  /** To be tried again. */
  public static Problem later(final Kind kind, final String detail, final int retryAfterMillis) {
    return new Problem(kind, kind.status, detail, Math.max(1, retryAfterMillis), node -> {});
  }

  /** The same under another status. */
  public Problem withStatus(final int newStatus) {
    return new Problem(kind, newStatus, getMessage(), retryAfterMillis, members);
  }

  public Kind kind() {
    return kind;
  }

  public int status() {
    return status;
  }

  /** When to try again; 0: not unchanged. */
  public int retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Writes the object of the answer. */
  public void writeTo(final ObjectNode node, final String instance) {
    node.put("type", kind.type())
        .put("title", kind.title())
        .put("status", status)
        .put("detail", getMessage())
        .put("instance", instance);
    if (retryAfterMillis > 0) {
      node.put("retryAfterMillis", retryAfterMillis);
    }
    members.accept(node);
  }
}
