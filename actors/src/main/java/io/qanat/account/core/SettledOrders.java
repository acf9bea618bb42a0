package io.qanat.account.core;

import io.qanat.account.core.OrderStore.Request;
import io.qanat.codecs.entity.AccountClOrdIdDecoder;
import io.qanat.codecs.entity.AccountOrderDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.core.Core.RecordSink;
import io.qanat.entity.core.Hash64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;

/**
 * The orders of the day that are done, and the answered requests for them: nearly everything an
 * active account remembers, and nearly never looked at again. They are kept encoded, so that they
 * cost the collector nothing, and a snapshot refers to them. What changes after all is written
 * again, and the later record counts.
 */
final class SettledOrders {
  private static final long NONE = -1;

  private final ToLongFunction<String> hashOf;
  private final RecordChunks records = new RecordChunks();
  private final OrderRecords codec = new OrderRecords();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

  /** Positions of orders from {@link #firstOrderId} on, by distance from it; {@link #NONE}. */
  private final LongArrayList positions = new LongArrayList();

  private long firstOrderId;

  /** Positions of orders before that: older than the day, done today. */
  private final TreeMap<Long, Long> older = new TreeMap<>();

  /** Positions of requests by the hash of their ClOrdID, and of those whose hash was taken. */
  private final Long2LongHashMap names = new Long2LongHashMap(NONE);

  private final TreeMap<String, Long> collisions = new TreeMap<>();

  /** Of the hashes of all records that count, so that it does not depend on their order. */
  private long sum;

  SettledOrders() {
    this(SettledOrders::hash);
  }

  /** With another hash of ClOrdIDs, for tests. */
  SettledOrders(final ToLongFunction<String> hashOf) {
    this.hashOf = hashOf;
  }

  /** Forgets everything; orders of the new day have this id or a later one. */
  void clear(final long newFirstOrderId) {
    records.clear();
    positions.clear();
    older.clear();
    names.clear();
    collisions.clear();
    sum = 0;
    firstOrderId = newFirstOrderId;
  }

  boolean isEmpty() {
    return records.count() == 0;
  }

  /** The first order of the day has this id or a later one. */
  long firstOrderId() {
    return firstOrderId;
  }

  /** Number of records, replaced ones included. */
  long count() {
    return records.count();
  }

  /** Over everything that counts. */
  long hash() {
    return Hash64.mix(sum, firstOrderId);
  }

  /** Keeps an order as it is now. */
  void put(final Order order) {
    put(buffer, 0, codec.encode(order, buffer, 0), order.orderId);
  }

  private void put(
      final DirectBuffer record, final int offset, final int length, final long orderId) {
    final long before = position(orderId);
    if (mayReplace(before, record, offset, length)) {
      setPosition(orderId, records.append(record, offset, length));
    }
  }

  /** Keeps a request as it is now. */
  void put(final String clOrdId, final Request request) {
    put(buffer, 0, codec.encode(clOrdId, request, buffer, 0), clOrdId);
  }

  private void put(
      final DirectBuffer record, final int offset, final int length, final String clOrdId) {
    final long before = position(clOrdId);
    if (!mayReplace(before, record, offset, length)) {
      return;
    }
    final long position = records.append(record, offset, length);
    final long hash = hashOf.applyAsLong(clOrdId);
    if (collisions.containsKey(clOrdId) || (before == NONE && names.get(hash) != NONE)) {
      collisions.put(clOrdId, position);
    } else {
      names.put(hash, position);
    }
  }

  /** Returns false if the record is there already, byte for byte. */
  private boolean mayReplace(
      final long before, final DirectBuffer record, final int offset, final int length) {
    final long hash = Hash64.mix(Hash64.SEED, record, offset, length);
    if (before != NONE) {
      final long hashBefore =
          Hash64.mix(
              Hash64.SEED, records.buffer(before), records.offset(before), records.length(before));
      if (hashBefore == hash) {
        return false;
      }
      sum -= hashBefore;
    }
    sum += hash;
    return true;
  }

  /** The order, as a copy; null if it is not here. */
  Order order(final long orderId) {
    final long position = position(orderId);
    return position == NONE
        ? null
        : codec.order(records.buffer(position), records.offset(position));
  }

  /** The request, as a copy; null if it is not here. */
  Request request(final String clOrdId) {
    final long position = position(clOrdId);
    return position == NONE
        ? null
        : codec.request(records.buffer(position), records.offset(position));
  }

  /** The next order after this id; 0: there is none. */
  long orderIdAfter(final long orderId) {
    final Map.Entry<Long, Long> next = older.higherEntry(orderId);
    if (next != null) {
      return next.getKey();
    }
    for (long id = Math.max(orderId + 1, firstOrderId);
        id < firstOrderId + positions.size();
        id++) {
      if (positions.getLong((int) (id - firstOrderId)) != NONE) {
        return id;
      }
    }
    return 0;
  }

  private long position(final long orderId) {
    if (orderId < firstOrderId) {
      return older.getOrDefault(orderId, NONE);
    }
    final long index = orderId - firstOrderId;
    return index < positions.size() ? positions.getLong((int) index) : NONE;
  }

  private void setPosition(final long orderId, final long position) {
    if (orderId < firstOrderId) {
      older.put(orderId, position);
      return;
    }
    final long index = orderId - firstOrderId;
    while (positions.size() <= index) {
      positions.addLong(NONE);
    }
    positions.setLong((int) index, position);
  }

  private long position(final String clOrdId) {
    final long position = names.get(hashOf.applyAsLong(clOrdId));
    if (position != NONE
        && codec.clOrdId(records.buffer(position), records.offset(position)).equals(clOrdId)) {
      return position;
    }
    return collisions.getOrDefault(clOrdId, NONE);
  }

  private static long hash(final String clOrdId) {
    long hash = Hash64.SEED;
    for (int i = 0; i < clOrdId.length(); i++) {
      hash = Hash64.mix(hash, clOrdId.charAt(i));
    }
    return hash;
  }

  /** Writes all records, replaced ones too, without copying them. */
  void writeTo(final RecordSink sink) {
    records.writeTo(sink);
  }

  /**
   * Takes a record of {@link #writeTo} back, in its order.
   *
   * @throws IllegalArgumentException if it is neither an order nor a request
   */
  void restore(final DirectBuffer record, final int offset, final int length) {
    switch (new MessageHeaderDecoder().wrap(record, offset).templateId()) {
      case AccountOrderDecoder.TEMPLATE_ID ->
          put(record, offset, length, codec.orderId(record, offset));
      case AccountClOrdIdDecoder.TEMPLATE_ID ->
          put(record, offset, length, codec.clOrdId(record, offset));
      default -> throw new IllegalArgumentException("neither an order nor a ClOrdID is settled");
    }
  }
}
