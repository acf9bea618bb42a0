package io.qanat.instrument.core;

/**
 * Orders by their id: open addressing with linear probing and backward-shift deletion (Knuth, The
 * Art of Computer Programming 3, 6.4, Algorithm R), at most half full. No tombstones, so it does
 * not slow down with age. Its order is never shown to anybody.
 */
final class OrderIndex {
  private long[] keys = new long[1024];
  private Order[] orders = new Order[keys.length];
  private int shift = Long.SIZE - 10;
  private int size;

  int size() {
    return size;
  }

  Order get(final long orderId) {
    final int mask = keys.length - 1;
    for (int i = home(orderId); ; i = (i + 1) & mask) {
      final Order order = orders[i];
      if (order == null || keys[i] == orderId) {
        return order;
      }
    }
  }

  /**
   * Adds an order.
   *
   * @throws IllegalStateException if its id is already here
   */
  void add(final Order order) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    insert(order);
    size++;
  }

  /** Removes an order that is here. */
  void remove(final long orderId) {
    final int mask = keys.length - 1;
    int hole = home(orderId);
    while (keys[hole] != orderId || orders[hole] == null) {
      hole = (hole + 1) & mask;
    }
    for (int i = (hole + 1) & mask; orders[i] != null; i = (i + 1) & mask) {
      // An entry may move back into the hole unless its home lies behind the hole.
      if (((i - home(keys[i])) & mask) >= ((i - hole) & mask)) {
        keys[hole] = keys[i];
        orders[hole] = orders[i];
        hole = i;
      }
    }
    orders[hole] = null;
    size--;
  }

  private int home(final long orderId) {
    // Fibonacci hashing: ids are an account above a counter, and both must spread.
    return (int) (((orderId ^ (orderId >>> 32)) * 0x9E37_79B9_7F4A_7C15L) >>> shift);
  }

  private void insert(final Order order) {
    final int mask = keys.length - 1;
    int i = home(order.orderId);
    while (orders[i] != null) {
      if (keys[i] == order.orderId) {
        throw new IllegalStateException("order is already in the book: " + order.orderId);
      }
      i = (i + 1) & mask;
    }
    keys[i] = order.orderId;
    orders[i] = order;
  }

  private void grow() {
    final Order[] old = orders;
    keys = new long[2 * old.length];
    orders = new Order[keys.length];
    shift--;
    for (final Order order : old) {
      if (order != null) {
        insert(order);
      }
    }
  }
}
