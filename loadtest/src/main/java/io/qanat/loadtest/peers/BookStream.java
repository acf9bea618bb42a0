package io.qanat.loadtest.peers;

import java.util.Arrays;

/**
 * Operations on a book, parsed and resolved beforehand: an engine only has to apply them. What is
 * played over and over is a lap; it takes ids of its own, so no id ever returns. A lap begins and
 * ends with the same book: empty, unless an opening was played before the first.
 *
 * <p>An operation is four longs: kind, side and id relative to the lap's first; price; quantity;
 * for a reduction the quantity taken. An id below the lap's first is one of the lap before.
 */
final class BookStream {
  static final int LIMIT = 0;
  static final int MARKET = 1;
  static final int CANCEL = 2;
  static final int MOVE = 3;
  static final int REDUCE = 4;

  private static final int WORDS = 4;
  private static final int KIND_BITS = 3;
  private static final long KIND_MASK = (1 << KIND_BITS) - 1;
  private static final long BUY_BIT = 1 << KIND_BITS;
  private static final int ID_SHIFT = KIND_BITS + 1;

  private final long[] opening;
  private final long[] lap;
  private final long idsPerLap;

  private BookStream(final long[] opening, final long[] lap, final long idsPerLap) {
    this.opening = opening;
    this.lap = lap;
    this.idsPerLap = idsPerLap;
  }

  /** Operations of a lap. */
  int operations() {
    return lap.length / WORDS;
  }

  /** Ids that a lap takes. */
  long idsPerLap() {
    return idsPerLap;
  }

  /** How many operations of a lap are of this kind. */
  int count(final int kind) {
    int count = 0;
    for (int i = 0; i < lap.length; i += WORDS) {
      if ((lap[i] & KIND_MASK) == kind) {
        count++;
      }
    }
    return count;
  }

  /** Plays what comes before the first lap, whose ids lie {@link #idsPerLap} above these. */
  void open(final PeerBook book, final long firstId) {
    play(opening, opening.length, book, firstId);
  }

  /** Plays one lap. */
  void play(final PeerBook book, final long firstId) {
    play(lap, lap.length, book, firstId);
  }

  /** Plays the beginning of a lap. */
  void playFirst(final int operations, final PeerBook book, final long firstId) {
    play(lap, operations * WORDS, book, firstId);
  }

  private static void play(
      final long[] words, final int length, final PeerBook book, final long firstId) {
    for (int i = 0; i < length; i += WORDS) {
      final long head = words[i];
      final long id = firstId + (head >> ID_SHIFT);
      final boolean buy = (head & BUY_BIT) != 0;
      switch ((int) (head & KIND_MASK)) {
        case LIMIT -> book.limit(id, buy, words[i + 1], words[i + 2]);
        case MARKET -> book.market(id, buy, words[i + 2]);
        case CANCEL -> book.cancel(id);
        case MOVE -> book.move(id, buy, words[i + 1], words[i + 2]);
        default -> book.reduce(id, words[i + 2], words[i + 3]);
      }
    }
  }

  /** Writes a stream down, operation by operation. */
  static final class Builder {
    private long[] words = new long[1 << 16];
    private int length;
    private long[] opening = new long[0];

    void limit(final long id, final boolean buy, final long price, final long quantity) {
      add(LIMIT, id, buy, price, quantity, 0);
    }

    void market(final long id, final boolean buy, final long quantity) {
      add(MARKET, id, buy, 0, quantity, 0);
    }

    void cancel(final long id) {
      add(CANCEL, id, false, 0, 0, 0);
    }

    void move(final long id, final boolean buy, final long price, final long leavesQty) {
      add(MOVE, id, buy, price, leavesQty, 0);
    }

    void reduce(final long id, final long leavesQty, final long reducedQty) {
      add(REDUCE, id, false, 0, leavesQty, reducedQty);
    }

    int operations() {
      return length / WORDS;
    }

    /** What was added so far is the opening; what follows is the lap. */
    void endOpening() {
      opening = Arrays.copyOf(words, length);
      length = 0;
    }

    BookStream build(final long idsPerLap) {
      return new BookStream(opening, Arrays.copyOf(words, length), idsPerLap);
    }

    private void add(
        final int kind,
        final long id,
        final boolean buy,
        final long price,
        final long quantity,
        final long reducedQty) {
      if (length == words.length) {
        words = Arrays.copyOf(words, 2 * length);
      }
      words[length++] = id << ID_SHIFT | (buy ? BUY_BIT : 0) | kind;
      words[length++] = price;
      words[length++] = quantity;
      words[length++] = reducedQty;
    }
  }
}
