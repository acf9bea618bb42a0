package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import java.util.Arrays;

/**
 * The price levels of one side, sorted: a B+ tree of height two, whose leaves are blocks of up to
 * {@value #BLOCK_SIZE} sorted prices and whose levels are also chained from best to worst.
 *
 * <p>Prices are kept as keys of which the greater one is better (a sell's price is complemented,
 * which reverses the order without overflow), so the touch is at the end of the last block: there
 * almost every order arrives and leaves, a search looks there first, and an insertion moves next to
 * nothing. Far away, a search costs two binary searches and an insertion moves at most one block.
 * Prices need no grid, so sparse, dense, negative and zero ones cost the same.
 */
final class PriceLevels {
  private static final int BLOCK_SIZE = 64;

  /** Keys from the touch that are compared one by one before a binary search begins. */
  private static final int NEAR_TOUCH = 8;

  private static final class Block {
    final long[] keys = new long[BLOCK_SIZE];
    final PriceLevel[] levels = new PriceLevel[BLOCK_SIZE];
    int size;
  }

  private final Side side;
  private final long keyMask;

  /** None is empty, except a single one. */
  private Block[] blocks = new Block[8];

  private int blockCount = 1;
  private Block[] freeBlocks = new Block[8];
  private int freeBlockCount;
  private PriceLevel freeLevels;
  private PriceLevel best;

  PriceLevels(final Side side) {
    this.side = side;
    this.keyMask = side == Side.BUY ? 0 : -1;
    blocks[0] = new Block();
  }

  PriceLevel best() {
    return best;
  }

  /** Whether an order of the other side with this limit trades with a level of this side. */
  boolean isReachedBy(final long limitPrice, final PriceLevel level) {
    return (level.price ^ keyMask) >= (limitPrice ^ keyMask);
  }

  PriceLevel find(final long price) {
    final long key = price ^ keyMask;
    final Block block = blocks[blockOf(key)];
    final int position = position(block, key);
    return position < block.size && block.keys[position] == key ? block.levels[position] : null;
  }

  PriceLevel findOrAdd(final long price) {
    final long key = price ^ keyMask;
    int blockIndex = blockOf(key);
    Block block = blocks[blockIndex];
    int position = position(block, key);
    if (position < block.size && block.keys[position] == key) {
      return block.levels[position];
    }
    if (block.size == BLOCK_SIZE) {
      split(blockIndex);
      if (position > block.size) {
        position -= block.size;
        block = blocks[++blockIndex];
      }
    }
    final PriceLevel level = takeLevel(price);
    chain(level, blockIndex, position);
    final int moved = block.size - position;
    System.arraycopy(block.keys, position, block.keys, position + 1, moved);
    System.arraycopy(block.levels, position, block.levels, position + 1, moved);
    block.keys[position] = key;
    block.levels[position] = level;
    block.size++;
    return level;
  }

  /** Removes a level that has become empty. */
  void remove(final PriceLevel level) {
    final long key = level.price ^ keyMask;
    final int blockIndex = blockOf(key);
    final Block block = blocks[blockIndex];
    final int position = position(block, key);
    block.size--;
    final int moved = block.size - position;
    System.arraycopy(block.keys, position + 1, block.keys, position, moved);
    System.arraycopy(block.levels, position + 1, block.levels, position, moved);
    block.levels[block.size] = null;
    if (block.size == 0 && blockCount > 1) {
      removeBlock(blockIndex);
    }
    if (level.better == null) {
      best = level.worse;
    } else {
      level.better.worse = level.worse;
    }
    if (level.worse != null) {
      level.worse.better = level.better;
    }
    level.worse = null;
    level.better = freeLevels;
    freeLevels = level;
  }

  /** The last block that begins at or below the key; the first one if none does. */
  private int blockOf(final long key) {
    int low = 0;
    int high = blockCount - 1;
    if (high == 0 || blocks[high].keys[0] <= key) {
      return high;
    }
    while (low < high) {
      final int middle = (low + high + 1) >>> 1;
      if (blocks[middle].keys[0] <= key) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** How many keys of the block are below the key. */
  private static int position(final Block block, final long key) {
    final long[] keys = block.keys;
    int high = block.size;
    final int far = Math.max(0, high - NEAR_TOUCH);
    while (high > far) {
      if (keys[high - 1] < key) {
        return high;
      }
      high--;
    }
    int low = 0;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void chain(final PriceLevel level, final int blockIndex, final int position) {
    final Block block = blocks[blockIndex];
    final PriceLevel worse;
    if (position > 0) {
      worse = block.levels[position - 1];
    } else if (blockIndex > 0) {
      final Block previous = blocks[blockIndex - 1];
      worse = previous.levels[previous.size - 1];
    } else {
      worse = null;
    }
    final PriceLevel better = worse == null ? block.levels[0] : worse.better;
    level.worse = worse;
    level.better = better;
    if (worse != null) {
      worse.better = level;
    }
    if (better == null) {
      best = level;
    } else {
      better.worse = level;
    }
  }

  private void split(final int blockIndex) {
    final Block lower = blocks[blockIndex];
    final Block upper = freeBlockCount > 0 ? freeBlocks[--freeBlockCount] : new Block();
    final int half = BLOCK_SIZE / 2;
    System.arraycopy(lower.keys, half, upper.keys, 0, BLOCK_SIZE - half);
    System.arraycopy(lower.levels, half, upper.levels, 0, BLOCK_SIZE - half);
    Arrays.fill(lower.levels, half, BLOCK_SIZE, null);
    lower.size = half;
    upper.size = BLOCK_SIZE - half;
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * blockCount);
    }
    System.arraycopy(blocks, blockIndex + 1, blocks, blockIndex + 2, blockCount - blockIndex - 1);
    blocks[blockIndex + 1] = upper;
    blockCount++;
  }

  private void removeBlock(final int blockIndex) {
    if (freeBlockCount == freeBlocks.length) {
      freeBlocks = Arrays.copyOf(freeBlocks, 2 * freeBlockCount);
    }
    freeBlocks[freeBlockCount++] = blocks[blockIndex];
    blockCount--;
    System.arraycopy(blocks, blockIndex + 1, blocks, blockIndex, blockCount - blockIndex);
    blocks[blockCount] = null;
  }

  private PriceLevel takeLevel(final long price) {
    final PriceLevel level;
    if (freeLevels == null) {
      level = new PriceLevel(side);
    } else {
      level = freeLevels;
      freeLevels = level.better;
      level.better = null;
    }
    level.price = price;
    return level;
  }
}
