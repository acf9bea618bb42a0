package io.qanat.instrument.core;

import java.util.Arrays;

/**
 * The pages of one side in use, sorted: a B+ tree of height two, whose leaves are blocks of up to
 * {@value #BLOCK_SIZE} sorted page numbers, under a direct-mapped cache that answers nearly every
 * look-up with one comparison. Pages are also chained, so the tree is searched only when a page
 * comes or goes, or when the cache has forgotten one.
 */
final class LevelPages {
  private static final int BLOCK_SIZE = 64;
  private static final int CACHE_SIZE = 256;

  private static final class Block {
    final long[] numbers = new long[BLOCK_SIZE];
    final LevelPage[] pages = new LevelPage[BLOCK_SIZE];
    int size;
  }

  /** A place may hold a page that is elsewhere or nowhere by now: its number says which it is. */
  private final LevelPage[] cache = new LevelPage[CACHE_SIZE];

  /** None is empty, except a single one. */
  private Block[] blocks = new Block[8];

  private int blockCount = 1;
  private Block[] freeBlocks = new Block[8];
  private int freeBlockCount;
  private LevelPage freePages;

  LevelPages() {
    Arrays.fill(cache, new LevelPage());
    blocks[0] = new Block();
  }

  /** The page in use with this number; null if there is none. */
  LevelPage find(final long number) {
    final LevelPage cached = cache[(int) number & CACHE_SIZE - 1];
    return cached.number == number ? cached : search(number);
  }

  private LevelPage search(final long number) {
    final Block block = blocks[blockOf(number)];
    final int position = position(block, number);
    if (position == block.size || block.numbers[position] != number) {
      return null;
    }
    final LevelPage page = block.pages[position];
    cache[(int) number & CACHE_SIZE - 1] = page;
    return page;
  }

  /** Takes a page into use that is not; it must be given a level at once. */
  LevelPage add(final long number) {
    int blockIndex = blockOf(number);
    Block block = blocks[blockIndex];
    int position = position(block, number);
    if (block.size == BLOCK_SIZE) {
      split(blockIndex);
      if (position > block.size) {
        position -= block.size;
        block = blocks[++blockIndex];
      }
    }
    final LevelPage page = take();
    page.number = number;
    chain(page, blockIndex, position);
    final int moved = block.size - position;
    System.arraycopy(block.numbers, position, block.numbers, position + 1, moved);
    System.arraycopy(block.pages, position, block.pages, position + 1, moved);
    block.numbers[position] = number;
    block.pages[position] = page;
    block.size++;
    cache[(int) number & CACHE_SIZE - 1] = page;
    return page;
  }

  /** Puts a page back whose last level is gone. */
  void remove(final LevelPage page) {
    final int blockIndex = blockOf(page.number);
    final Block block = blocks[blockIndex];
    final int position = position(block, page.number);
    block.size--;
    final int moved = block.size - position;
    System.arraycopy(block.numbers, position + 1, block.numbers, position, moved);
    System.arraycopy(block.pages, position + 1, block.pages, position, moved);
    block.pages[block.size] = null;
    if (block.size == 0 && blockCount > 1) {
      removeBlock(blockIndex);
    }
    if (page.better != null) {
      page.better.worse = page.worse;
    }
    if (page.worse != null) {
      page.worse.better = page.better;
    }
    page.number = LevelPage.FREE;
    page.better = null;
    page.worse = freePages;
    freePages = page;
  }

  /** The last block that begins at or below the number; the first one if none does. */
  private int blockOf(final long number) {
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      final int middle = (low + high + 1) >>> 1;
      if (blocks[middle].numbers[0] <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** How many numbers of the block are below the number. */
  private static int position(final Block block, final long number) {
    int low = 0;
    int high = block.size;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (block.numbers[middle] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void chain(final LevelPage page, final int blockIndex, final int position) {
    final Block block = blocks[blockIndex];
    final LevelPage worse;
    if (position > 0) {
      worse = block.pages[position - 1];
    } else if (blockIndex > 0) {
      final Block previous = blocks[blockIndex - 1];
      worse = previous.pages[previous.size - 1];
    } else {
      worse = null;
    }
    final LevelPage better = worse == null ? block.pages[0] : worse.better;
    page.worse = worse;
    page.better = better;
    if (worse != null) {
      worse.better = page;
    }
    if (better != null) {
      better.worse = page;
    }
  }

  private void split(final int blockIndex) {
    final Block lower = blocks[blockIndex];
    final Block upper = freeBlockCount > 0 ? freeBlocks[--freeBlockCount] : new Block();
    final int half = BLOCK_SIZE / 2;
    System.arraycopy(lower.numbers, half, upper.numbers, 0, BLOCK_SIZE - half);
    System.arraycopy(lower.pages, half, upper.pages, 0, BLOCK_SIZE - half);
    Arrays.fill(lower.pages, half, BLOCK_SIZE, null);
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

  private LevelPage take() {
    final LevelPage page = freePages;
    if (page == null) {
      return new LevelPage();
    }
    freePages = page.worse;
    return page;
  }
}
