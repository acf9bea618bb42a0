package io.qanat.instrument.core;

import java.util.Arrays;

/**
 * Orders by their id. Ids of one account are given one after the other, so orders are kept in
 * blocks of {@value #BLOCK} consecutive ids, and only the blocks are hashed: open addressing with
 * linear probing and backward-shift deletion (Knuth, The Art of Computer Programming 3, 6.4,
 * Algorithm R), at most half full. No tombstones, so it does not slow down with age, and neighbours
 * share cache lines. Its order is never shown to anybody.
 */
final class OrderIndex {
  private static final int BLOCK_BITS = 4;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final int BLOCK_MASK = BLOCK - 1;
  private static final int NONE = -1;

  // The hash table: numbers of blocks (id without its last bits), and where their orders are.
  private long[] keys = new long[256];
  private int[] starts = new int[keys.length];
  private int shift = Long.SIZE - 8;
  private int blockCount;

  // The blocks, each BLOCK long, and how many orders each has; of a free one: the next free one.
  private Order[] orders = new Order[128 * BLOCK];
  private int[] counts = new int[128];
  private int usedBlocks;
  private int freeBlock = NONE;

  /** The block that was asked for last; the next question is often about the same. */
  private long lastKey;

  private int lastStart = NONE;
  private int size;

  OrderIndex() {
    Arrays.fill(starts, NONE);
  }

  int size() {
    return size;
  }

  Order get(final long orderId) {
    final int start = startOf(orderId >> BLOCK_BITS);
    return start == NONE ? null : orders[start + ((int) orderId & BLOCK_MASK)];
  }

  /**
   * Adds an order.
   *
   * @throws IllegalStateException if its id is already here
   */
  void add(final Order order) {
    final long key = order.orderId >> BLOCK_BITS;
    int start = startOf(key);
    if (start == NONE) {
      start = addBlock(key);
    }
    final int at = start + ((int) order.orderId & BLOCK_MASK);
    if (orders[at] != null) {
      throw new IllegalStateException("order is already in the book: " + order.orderId);
    }
    orders[at] = order;
    counts[start >> BLOCK_BITS]++;
    size++;
  }

  /** Removes an order that is here. */
  void remove(final long orderId) {
    final long key = orderId >> BLOCK_BITS;
    final int start = startOf(key);
    orders[start + ((int) orderId & BLOCK_MASK)] = null;
    size--;
    if (--counts[start >> BLOCK_BITS] == 0) {
      removeBlock(key, start);
    }
  }

  private int startOf(final long key) {
    if (key == lastKey && lastStart != NONE) {
      return lastStart;
    }
    final int mask = keys.length - 1;
    for (int i = home(key); ; i = (i + 1) & mask) {
      final int start = starts[i];
      if (start == NONE) {
        return NONE;
      }
      if (keys[i] == key) {
        lastKey = key;
        lastStart = start;
        return start;
      }
    }
  }

  private int home(final long key) {
    // Fibonacci hashing: ids are an account above a counter, and both must spread.
    return (int) (((key ^ (key >>> 32)) * 0x9E37_79B9_7F4A_7C15L) >>> shift);
  }

  private int addBlock(final long key) {
    if (2 * (blockCount + 1) > keys.length) {
      grow();
    }
    final int block;
    if (freeBlock == NONE) {
      block = usedBlocks++;
      if (block == counts.length) {
        counts = Arrays.copyOf(counts, 2 * block);
        orders = Arrays.copyOf(orders, 2 * orders.length);
      }
    } else {
      block = freeBlock;
      freeBlock = counts[block];
    }
    counts[block] = 0;
    insert(key, block << BLOCK_BITS);
    blockCount++;
    lastKey = key;
    lastStart = block << BLOCK_BITS;
    return lastStart;
  }

  private void insert(final long key, final int start) {
    final int mask = keys.length - 1;
    int i = home(key);
    while (starts[i] != NONE) {
      i = (i + 1) & mask;
    }
    keys[i] = key;
    starts[i] = start;
  }

  private void removeBlock(final long key, final int start) {
    final int block = start >> BLOCK_BITS;
    counts[block] = freeBlock;
    freeBlock = block;
    lastStart = NONE;
    blockCount--;
    final int mask = keys.length - 1;
    int hole = home(key);
    while (keys[hole] != key || starts[hole] == NONE) {
      hole = (hole + 1) & mask;
    }
    for (int i = (hole + 1) & mask; starts[i] != NONE; i = (i + 1) & mask) {
      // An entry may move back into the hole unless its home lies behind the hole.
      if (((i - home(keys[i])) & mask) >= ((i - hole) & mask)) {
        keys[hole] = keys[i];
        starts[hole] = starts[i];
        hole = i;
      }
    }
    starts[hole] = NONE;
  }

  private void grow() {
    final long[] oldKeys = keys;
    final int[] oldStarts = starts;
    keys = new long[2 * oldKeys.length];
    starts = new int[keys.length];
    Arrays.fill(starts, NONE);
    shift--;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldStarts[i] != NONE) {
        insert(oldKeys[i], oldStarts[i]);
      }
    }
  }
}
