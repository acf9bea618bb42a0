package io.qanat.loadtest.bench;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.instrument.core.Order;
import io.qanat.instrument.core.OrderBook;
import io.qanat.instrument.core.OrderBookListener;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The book alone, on one thread: a prepared stream of 55 % limit, 25 % cancel, 15 % replace and 5 %
 * market operations near the touch, over and over. Run with {@code -prof gc}: {@code
 * gc.alloc.rate.norm} is bytes per operation and must be about 0.
 *
 * <pre>
 *   java -cp loadtest/target/loadtest.jar org.openjdk.jmh.Main OrderBookBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class OrderBookBenchmark {
  private static final int OPERATIONS = 1 << 16;
  private static final long SEED = 42;
  private static final long MIDDLE = 1_000_000;

  /** Orders older than this many are cancelled, uncounted, so that the book does not grow. */
  private static final int AGE_MAX = 2_000;

  private static final byte LIMIT = 0;
  private static final byte CANCEL = 1;
  private static final byte REPLACE = 2;

  /** Consumes every output, as market data and reports would. */
  private static final class Checksum implements OrderBookListener {
    private long sum;

    @Override
    public void onAccepted(final Order order) {
      sum += order.mdOrderId();
    }

    @Override
    public void onTrade(
        final long tradeId, final Order resting, final Order incoming, final long lastQty) {
      sum += tradeId ^ resting.leavesQty() ^ incoming.leavesQty() ^ lastQty;
    }

    @Override
    public void onRested(final Order order) {
      sum += order.mdOrderPriority();
    }

    @Override
    public void onReplenished(final Order order) {
      sum += order.mdOrderPriority();
    }

    @Override
    public void onUnfilled(final Order order, final ExecRestatementReason reason) {
      sum += order.leavesQty();
    }

    @Override
    public void onReduced(final Order order, final long shownBefore) {
      sum += order.leavesQty();
    }

    @Override
    public void onReplaced(final Order order, final long oldPrice, final boolean wasShown) {
      sum += oldPrice ^ order.price();
    }

    @Override
    public void onRestated(
        final Order order, final ExecRestatementReason reason, final long shownBefore) {
      sum += order.leavesQty();
    }

    @Override
    public void onTriggered(final Order order) {
      sum += order.mdOrderId();
    }

    @Override
    public void onCanceled(final Order order, final ExecRestatementReason reason) {
      sum += order.leavesQty();
    }

    @Override
    public void onExpired(final Order order) {
      sum += order.leavesQty();
    }
  }

  private final Checksum checksum = new Checksum();
  private final OrderBook book = new OrderBook(checksum);
  private final byte[] kinds = new byte[OPERATIONS];
  private final Side[] sides = new Side[OPERATIONS];
  private final long[] prices = new long[OPERATIONS];
  private final long[] quantities = new long[OPERATIONS];
  private final int[] ages = new int[OPERATIONS];
  private long lastOrderId;

  /** Prepares the stream, so that the benchmark draws no random numbers. */
  @Setup
  public void prepare() {
    final SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < OPERATIONS; i++) {
      final int die = random.nextInt(100);
      kinds[i] = die < 55 ? LIMIT : die < 80 ? CANCEL : die < 95 ? REPLACE : 3;
      sides[i] = random.nextBoolean() ? Side.BUY : Side.SELL;
      final int depth = random.nextInt(20) - 2;
      prices[i] = MIDDLE + (sides[i] == Side.BUY ? -depth : depth);
      quantities[i] = 1L + random.nextInt(100);
      // Whom a cancel or replace concerns: the n-th last order.
      ages[i] = random.nextInt(AGE_MAX);
    }
  }

  /** The mixed stream. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public long mixedNearTheTouch() {
    for (int i = 0; i < OPERATIONS; i++) {
      switch (kinds[i]) {
        case LIMIT -> {
          book.submitLimit(
              ++lastOrderId,
              1,
              1,
              sides[i],
              TimeInForce.GOOD_TILL_CANCEL,
              prices[i],
              quantities[i]);
          cancel(lastOrderId - AGE_MAX);
        }
        case CANCEL -> cancel(lastOrderId - ages[i]);
        case REPLACE -> {
          final Order order = book.find(lastOrderId - ages[i]);
          if (order != null) {
            final long price = order.side() == sides[i] ? prices[i] : order.price();
            book.replace(order, price, order.cumQty() + quantities[i]);
          }
        }
        default -> {
          book.submitMarket(
              ++lastOrderId,
              1,
              1,
              sides[i],
              TimeInForce.IMMEDIATE_OR_CANCEL,
              sides[i] == Side.BUY ? Long.MAX_VALUE : -Long.MAX_VALUE,
              quantities[i]);
          cancel(lastOrderId - AGE_MAX);
        }
      }
    }
    return checksum.sum;
  }

  private void cancel(final long orderId) {
    final Order order = book.find(orderId);
    if (order != null) {
      book.cancel(order);
    }
  }
}
