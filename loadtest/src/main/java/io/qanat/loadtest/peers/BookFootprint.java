package io.qanat.loadtest.peers;

/**
 * What a resting order costs in heap: a million of them over 1,000 prices, pools and index
 * included.
 */
final class BookFootprint {
  private static final int ORDERS = 1_000_000;
  private static final long MIDDLE = 10_000;
  private static final int COLLECTIONS = 4;

  private BookFootprint() {}

  static double bytesPerRestingOrder() {
    // The first time the JVM also sheds and loads things of its own.
    measure();
    return measure();
  }

  private static double measure() {
    final long before = usedBytes();
    final QanatBook book = new QanatBook(1);
    for (int i = 0; i < ORDERS; i++) {
      final boolean buy = i % 2 == 0;
      final long depth = 1L + i % 500;
      book.limit(i + 1L, buy, buy ? MIDDLE - depth : MIDDLE + depth, 10);
    }
    final double bytes = (double) (usedBytes() - before) / ORDERS;
    if (book.orderCount() != ORDERS) {
      throw new IllegalStateException("orders traded: " + book.orderCount());
    }
    return bytes;
  }

  private static long usedBytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
