package io.qanat.account.core;

import io.qanat.codecs.fix.OrdStatus;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The orders of the account and the names its clients gave them. What is done moves to {@link
 * SettledOrders} at the end of the input that settled it; whatever an input gets from there it may
 * change like the rest.
 */
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

  private final TreeMap<Long, Order> unsettled = new TreeMap<>();
  private final TreeMap<Long, Order> live = new TreeMap<>();
  private final TreeMap<String, Request> unsettledRequests = new TreeMap<>();
  private final SettledOrders settled = new SettledOrders();

  /** What this input has looked at and is settled, or may be now. */
  private final TreeMap<Long, Order> touched = new TreeMap<>();

  private final TreeMap<String, Request> touchedRequests = new TreeMap<>();

  /** Ids of orders in the order of their submission, until answered or reported as pending. */
  private final ArrayDeque<Order> unanswered = new ArrayDeque<>();

  private final UnsafeBuffer replyBuffer = new UnsafeBuffer(0, 0);
  private long requestId;
  private Outputs outputs;

  OrderStore(final long firstOrderId) {
    settled.clear(firstOrderId);
  }

  void begin(final Input input, final Outputs newOutputs) {
    requestId = input.requestId();
    outputs = newOutputs;
    touched.clear();
    touchedRequests.clear();
  }

  /** Moves what the input has settled, and keeps what it has changed of what was. */
  void end() {
    for (final Order order : touched.values()) {
      if (order.isDone()) {
        settle(order);
      }
    }
    touchedRequests.forEach(this::settleIfAnswered);
    touched.clear();
    touchedRequests.clear();
  }

  private void settle(final Order order) {
    unsettled.remove(order.orderId);
    settled.put(order);
    for (final String clOrdId : order.names) {
      final Request request = unsettledRequests.get(clOrdId);
      if (request != null) {
        settleIfAnswered(clOrdId, request);
      }
    }
  }

  private void settleIfAnswered(final String clOrdId, final Request request) {
    if (request.answer != null && !unsettled.containsKey(request.orderId)) {
      unsettledRequests.remove(clOrdId);
      settled.put(clOrdId, request);
    }
  }

  void add(final Order order) {
    unsettled.put(order.orderId, order);
    final Request asked = unsettledRequests.get(order.clOrdId);
    if (asked != null && asked.orderId == order.orderId) {
      order.names.add(order.clOrdId);
    }
    if (order.isDone()) {
      touched.put(order.orderId, order);
    }
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
    touched.put(order.orderId, order);
  }

  Order order(final long orderId) {
    final Order order = unsettled.get(orderId);
    if (order != null && order.isLive()) {
      return order;
    }
    final Order known = order == null ? touched.get(orderId) : order;
    final Order found = known == null ? settled.order(orderId) : known;
    if (found != null) {
      touched.put(orderId, found);
    }
    return found;
  }

  /** The same for whoever only looks, outside any input. */
  Order look(final long orderId) {
    final Order order = unsettled.get(orderId);
    return order == null ? settled.order(orderId) : order;
  }

  /** The order that goes or went by this ClOrdID; null if there is none. */
  Order order(final String clOrdId) {
    final Request request = request(clOrdId);
    if (request == null
        || request.refused
        || (request.kind != Kind.NEW && request.kind != Kind.REPLACE)) {
      return null;
    }
    return order(request.orderId);
  }

  /** Orders that are live or have something under way, in order of ids. */
  Collection<Order> unsettled() {
    return unsettled.values();
  }

  /** Requests without an answer, or for unsettled orders, in order of their ClOrdIDs. */
  SortedMap<String, Request> unsettledRequests() {
    return unsettledRequests;
  }

  SettledOrders settled() {
    return settled;
  }

  Collection<Order> live() {
    return live.values();
  }

  /** The order with the lowest id above this one; null: there is none. */
  Order after(final long orderId, final boolean liveOnly) {
    final Map.Entry<Long, Order> next = (liveOnly ? live : unsettled).higherEntry(orderId);
    final long nextSettled = liveOnly ? 0 : settled.orderIdAfter(orderId);
    if (nextSettled == 0 || (next != null && next.getKey() < nextSettled)) {
      return next == null ? null : next.getValue();
    }
    return settled.order(nextSettled);
  }

  /** Ids of live orders, for callers that change orders while they go through them. */
  LongArrayList liveIds() {
    final LongArrayList ids = new LongArrayList();
    live.keySet().forEach(ids::addLong);
    return ids;
  }

  Request request(final String clOrdId) {
    final Request request = unsettledRequests.get(clOrdId);
    if (request != null) {
      return request;
    }
    final Request known = touchedRequests.get(clOrdId);
    final Request found = known == null ? settled.request(clOrdId) : known;
    if (found != null) {
      touchedRequests.put(clOrdId, found);
    }
    return found;
  }

  void remember(final String clOrdId, final Request request) {
    request.requestId = requestId;
    restore(clOrdId, request);
    touchedRequests.put(clOrdId, request);
  }

  /** From a snapshot. */
  void restore(final String clOrdId, final Request request) {
    unsettledRequests.put(clOrdId, request);
    final Order order = unsettled.get(request.orderId);
    if (order != null) {
      order.names.add(clOrdId);
    }
  }

  /**
   * The report that answers a client's request, also to whoever awaits it without a session;
   * nothing if no client asked.
   */
  void answer(final String clOrdId, final byte[] report) {
    final Request request = request(clOrdId);
    if (request == null) {
      return;
    }
    touchedRequests.put(clOrdId, request);
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

  /**
   * Forgets finished orders without anything under way, and the ClOrdIDs of what is gone.
   *
   * @param firstOrderId of the day that begins
   */
  void rollDay(final long firstOrderId) {
    touched.clear();
    touchedRequests.clear();
    settled.clear(firstOrderId);
    unsettledRequests.values().removeIf(request -> !unsettled.containsKey(request.orderId));
  }

  /** Takes out an order of a snapshot that only its fills keep. */
  Order forget(final long orderId) {
    live.remove(orderId);
    touched.remove(orderId);
    return unsettled.remove(orderId);
  }

  boolean isEmpty() {
    return unsettled.isEmpty() && unsettledRequests.isEmpty() && settled.isEmpty();
  }
}
