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
  private static final int COUNT_BITS = BLOCK_BITS + 1;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int NONE = -1;
  private static final int CAPACITY_BITS = 8;

  /**
   * The hash table, two words an entry so that a look-up in a large book waits for memory once: the
   * number of the block (id without its last bits); which block it is, above how many orders it
   * has, or {@link #NONE}.
   */
  private long[] table = emptyTable(1 << CAPACITY_BITS);

  private int shift = Long.SIZE - CAPACITY_BITS;
  private int blockCount;

  // The blocks, each BLOCK long, and those that are free.
  private Order[] orders = new Order[128 * BLOCK];
  private int[] freeBlocks = new int[128];
  private int usedBlocks;
  private int freeCount;

  /** The block that was asked for last; the next question is often about the same. */
  private long lastKey;

  /** Its entry in the table. */
  private int lastAt = NONE;

  private int size;

  int size() {
    return size;
  }

  Order get(final long orderId) {
    final int at = find(orderId >> BLOCK_BITS);
    return at == NONE ? null : orders[place(at, orderId)];
  }

  /**
   * Adds an order.
   *
   * @throws IllegalStateException if its id is already here
   */
  void add(final Order order) {
    final long key = order.orderId >> BLOCK_BITS;
    int at = find(key);
    if (at == NONE) {
      at = addBlock(key);
    }
    final int place = place(at, order.orderId);
    if (orders[place] != null) {
      throw new IllegalStateException("order is already in the book: " + order.orderId);
    }
    orders[place] = order;
    table[at + 1]++;
    size++;
  }

  /** Removes an order that is here. */
  void remove(final long orderId) {
    final int at = find(orderId >> BLOCK_BITS);
    orders[place(at, orderId)] = null;
    size--;
    if ((--table[at + 1] & COUNT_MASK) == 0) {
      removeBlock(at);
    }
  }

  private int place(final int at, final long orderId) {
    return ((int) (table[at + 1] >> COUNT_BITS) << BLOCK_BITS) + ((int) orderId & BLOCK_MASK);
  }

  private int find(final long key) {
    if (key == lastKey && lastAt != NONE) {
      return lastAt;
    }
    final int mask = table.length - 1;
    for (int at = home(key); table[at + 1] != NONE; at = (at + 2) & mask) {
      if (table[at] == key) {
        lastKey = key;
        lastAt = at;
        return at;
      }
    }
    return NONE;
  }

  private int home(final long key) {
    // Fibonacci hashing: ids are an account above a counter, and both must spread.
    return (int) (((key ^ (key >>> 32)) * 0x9E37_79B9_7F4A_7C15L) >>> shift) << 1;
  }

  private int addBlock(final long key) {
    if (2 * (blockCount + 1) > table.length / 2) {
      grow();
    }
    final int block;
    if (freeCount > 0) {
      block = freeBlocks[--freeCount];
    } else {
      block = usedBlocks++;
      if (block == orders.length / BLOCK) {
        orders = Arrays.copyOf(orders, 2 * orders.length);
      }
    }
    blockCount++;
    lastKey = key;
    lastAt = insert(key, (long) block << COUNT_BITS);
    return lastAt;
  }

  private int insert(final long key, final long value) {
    final int mask = table.length - 1;
    int at = home(key);
    while (table[at + 1] != NONE) {
      at = (at + 2) & mask;
    }
    table[at] = key;
    table[at + 1] = value;
    return at;
  }

  private void removeBlock(final int emptied) {
    if (freeCount == freeBlocks.length) {
      freeBlocks = Arrays.copyOf(freeBlocks, 2 * freeCount);
    }
    freeBlocks[freeCount++] = (int) (table[emptied + 1] >> COUNT_BITS);
    lastAt = NONE;
    blockCount--;
    final int mask = table.length - 1;
    int hole = emptied;
    for (int at = (hole + 2) & mask; table[at + 1] != NONE; at = (at + 2) & mask) {
      // An entry may move back into the hole unless its home lies behind the hole.
      if (((at - home(table[at])) & mask) >= ((at - hole) & mask)) {
        table[hole] = table[at];
        table[hole + 1] = table[at + 1];
        hole = at;
      }
    }
    table[hole + 1] = NONE;
  }

  private void grow() {
    final long[] old = table;
    table = emptyTable(old.length);
    shift--;
    lastAt = NONE;
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] != NONE) {
        insert(old[at], old[at + 1]);
      }
    }
  }

  private static long[] emptyTable(final int entries) {
    final long[] table = new long[2 * entries];
    Arrays.fill(table, NONE);
    return table;
  }
}
