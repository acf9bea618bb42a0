package io.qanat.account.core;

import io.qanat.codecs.fix.OrdStatus;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/** The orders of the account and the names its clients gave them. Iterates in order of ids. */
final class OrderStore {
  /** What a ClOrdID was used for, with the number that snapshots know it by. */
  enum Kind {
    NEW(0),
    CANCEL(1),
    REPLACE(2),
    MASS_ACTION(3);

    private final int code;

    Kind(final int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(final int code) {
      for (final Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("not a kind of request: " + code);
    }
  }

  /** A request of a client, remembered by its ClOrdID so that asking again changes nothing. */
  static final class Request {
    final Kind kind;
    final long orderId;

    /** Of what was asked for; number and sending time of the message left out. */
    final long contentHash;

    /** A refused replace does not name its order. */
    boolean refused;

    /** The report that answered it; null: none yet. */
    byte[] answer;

    /** Where the answer is to go beside the client's session; 0: nowhere. */
    long requestId;

    Request(final Kind kind, final long orderId, final long contentHash) {
      this.kind = kind;
      this.orderId = orderId;
      this.contentHash = contentHash;
    }
  }

  private final TreeMap<Long, Order> orders = new TreeMap<>();
  private final TreeMap<Long, Order> live = new TreeMap<>();
  private final TreeMap<String, Request> requests = new TreeMap<>();

  /** Ids of orders in the order of their submission, until answered or reported as pending. */
  private final ArrayDeque<Order> unanswered = new ArrayDeque<>();

  private final UnsafeBuffer replyBuffer = new UnsafeBuffer(0, 0);
  private long requestId;
  private Outputs outputs;

  void begin(final Input input, final Outputs newOutputs) {
    requestId = input.requestId();
    outputs = newOutputs;
  }

  void add(final Order order) {
    orders.put(order.orderId, order);
    if (order.isLive()) {
      live.put(order.orderId, order);
      if (isUnanswered(order)) {
        unanswered.add(order);
      }
    }
  }

  /** The order is no longer live. */
  void finish(final Order order) {
    live.remove(order.orderId);
  }

  Order order(final long orderId) {
    return orders.get(orderId);
  }

  /** The order that goes or went by this ClOrdID; null if there is none. */
  Order order(final String clOrdId) {
    final Request request = requests.get(clOrdId);
    if (request == null
        || request.refused
        || (request.kind != Kind.NEW && request.kind != Kind.REPLACE)) {
      return null;
    }
    return orders.get(request.orderId);
  }

  Collection<Order> all() {
    return orders.values();
  }

  Collection<Order> live() {
    return live.values();
  }

  /** Orders with ids above this one. */
  Collection<Order> after(final long orderId, final boolean liveOnly) {
    return (liveOnly ? live : orders).tailMap(orderId, false).values();
  }

  /** Ids of live orders, for callers that change orders while they go through them. */
  LongArrayList liveIds() {
    final LongArrayList ids = new LongArrayList();
    live.keySet().forEach(ids::addLong);
    return ids;
  }

  Request request(final String clOrdId) {
    return requests.get(clOrdId);
  }

  SortedMap<String, Request> requests() {
    return requests;
  }

  void remember(final String clOrdId, final Request request) {
    request.requestId = requestId;
    requests.put(clOrdId, request);
  }

  /** From a snapshot. */
  void restore(final String clOrdId, final Request request) {
    requests.put(clOrdId, request);
  }

  /**
   * The report that answers a client's request, also to whoever awaits it without a session;
   * nothing if no client asked.
   */
  void answer(final String clOrdId, final byte[] report) {
    final Request request = requests.get(clOrdId);
    if (request == null) {
      return;
    }
    if (request.answer == null && request.requestId != 0) {
      replyBuffer.wrap(report);
      outputs.reply(request.requestId, replyBuffer, 0, report.length);
    }
    request.answer = report;
  }

  /** The order that has been without an answer for longest and was not reported; null: none. */
  Order longestUnanswered() {
    while (!unanswered.isEmpty() && !isUnanswered(unanswered.peek())) {
      unanswered.remove();
    }
    return unanswered.peek();
  }

  private static boolean isUnanswered(final Order order) {
    return order.status == OrdStatus.PENDING_NEW && !order.pendingReported;
  }

  /** Forgets finished orders without anything under way, and the ClOrdIDs of what is gone. */
  void rollDay() {
    orders
        .values()
        .removeIf(
            order -> !order.isLive() && !order.isCancelPending() && !order.isReplacePending());
    requests.values().removeIf(request -> !orders.containsKey(request.orderId));
  }

  /** Takes out an order of a snapshot that only its fills keep. */
  Order forget(final long orderId) {
    live.remove(orderId);
    return orders.remove(orderId);
  }

  boolean isEmpty() {
    return orders.isEmpty() && requests.isEmpty();
  }
}
