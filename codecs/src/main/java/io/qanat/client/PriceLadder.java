package io.qanat.client;

import java.util.Arrays;

/** One side of a book by price: levels in arrays, the best at the end, where changes happen. */
final class PriceLadder {
  private static final int INITIAL_CAPACITY = 64;

  /** 1 if higher prices are better, else -1. */
  private final int direction;

  private long[] keys = new long[INITIAL_CAPACITY];
  private long[] sizes = new long[INITIAL_CAPACITY];
  private int[] orders = new int[INITIAL_CAPACITY];
  private int count;

  PriceLadder(final boolean higherIsBetter) {
    direction = higherIsBetter ? 1 : -1;
  }

  int count() {
    return count;
  }

  long price(final int level) {
    return keys[index(level)] * direction;
  }

  long size(final int level) {
    return sizes[index(level)];
  }

  int numberOfOrders(final int level) {
    return orders[index(level)];
  }

  void clear() {
    count = 0;
  }

  void put(final long price, final long size, final int numberOfOrders) {
    int at = Arrays.binarySearch(keys, 0, count, price * direction);
    if (at < 0) {
      at = -at - 1;
      insert(at);
      keys[at] = price * direction;
    }
    sizes[at] = size;
    orders[at] = numberOfOrders;
  }

  void remove(final long price) {
    final int at = Arrays.binarySearch(keys, 0, count, price * direction);
    if (at >= 0) {
      final int behind = count - at - 1;
      System.arraycopy(keys, at + 1, keys, at, behind);
      System.arraycopy(sizes, at + 1, sizes, at, behind);
      System.arraycopy(orders, at + 1, orders, at, behind);
      count--;
    }
  }

  private void insert(final int at) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      sizes = Arrays.copyOf(sizes, count * 2);
      orders = Arrays.copyOf(orders, count * 2);
    }
    System.arraycopy(keys, at, keys, at + 1, count - at);
    System.arraycopy(sizes, at, sizes, at + 1, count - at);
    System.arraycopy(orders, at, orders, at + 1, count - at);
    count++;
  }

  private int index(final int level) {
    if (level < 0 || level >= count) {
      throw new IndexOutOfBoundsException("level " + level + " of " + count);
    }
    return count - 1 - level;
  }
}
