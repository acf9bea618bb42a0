package io.qanat.hub.edge;

import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * What those who only watch are shown of what leaves this node: numbered reports of watched
 * accounts, and market data of watched instruments, from the threads of entities and of the
 * publisher to the one of the streams. Bounded, copied once; of what nobody watches nothing is
 * copied. Watching takes nothing from the session that claims an account.
 *
 * <p>What finds the queue full is dropped, counted, and told by {@link #drainOverflow}: whoever
 * watches then asks for what is missing.
 */
public final class WatchQueue {
  /** Receives what was queued, on the streams' thread; buffers are valid during the call. */
  public interface Handler {
    /** A numbered report of a watched account. */
    void onReport(long account, long reportNo, DirectBuffer buffer, int offset, int length);

    /** A market-data message of a watched instrument, stamped with its epoch. */
    void onMarketData(long entity, DirectBuffer buffer, int offset, int length);
  }

  private static final int REPORT = 1;
  private static final int MARKET_DATA = 2;

  /** The same in each of the numbered reports, behind the header. */
  private static final int ACCOUNT =
      MessageHeaderDecoder.ENCODED_LENGTH + ExecutionReportDecoder.accountEncodingOffset();

  private static final int REPORT_NO =
      MessageHeaderDecoder.ENCODED_LENGTH + ExecutionReportDecoder.reportNoEncodingOffset();

  private final EdgeRing ring;
  private final EdgeCounters counters;
  private final AtomicBoolean overflowed = new AtomicBoolean();

  /** Replaced when it changes, so that entities' threads read it without a lock. */
  private volatile LongHashSet accounts = new LongHashSet();

  private volatile LongHashSet instruments = new LongHashSet();

  /**
   * Makes an empty queue; nobody watches anything.
   *
   * @param capacityBytes a power of two; the longest message is an eighth of it
   */
  public WatchQueue(final int capacityBytes, final EdgeCounters counters) {
    ring = new EdgeRing(capacityBytes);
    this.counters = counters;
  }

  /** From now on reports of this account are queued. */
  public synchronized void watchAccount(final long account) {
    accounts = with(accounts, account);
  }

  /** From now on they are not. */
  public synchronized void unwatchAccount(final long account) {
    accounts = without(accounts, account);
  }

  /** From now on market data of this instrument is queued, by the key of its entity. */
  public synchronized void watchInstrument(final long entity) {
    instruments = with(instruments, entity);
  }

  /** From now on it is not. */
  public synchronized void unwatchInstrument(final long entity) {
    instruments = without(instruments, entity);
  }

  private static LongHashSet with(final LongHashSet set, final long value) {
    final LongHashSet changed = new LongHashSet(set.size() + 1);
    changed.addAll(set);
    changed.add(value);
    return changed;
  }

  private static LongHashSet without(final LongHashSet set, final long value) {
    final LongHashSet changed = new LongHashSet(Math.max(1, set.size()));
    changed.addAll(set);
    changed.remove(value);
    return changed;
  }

  /** Of any thread: something for a session, or for nobody. */
  void offerReport(final DirectBuffer buffer, final int offset, final int length) {
    final LongHashSet watched = accounts;
    if (watched.isEmpty() || length < REPORT_NO + Long.BYTES || !isReport(buffer, offset)) {
      return;
    }
    final long account = buffer.getLong(offset + ACCOUNT, ByteOrder.LITTLE_ENDIAN);
    final long reportNo = buffer.getLong(offset + REPORT_NO, ByteOrder.LITTLE_ENDIAN);
    if (reportNo > 0 && watched.contains(account)) {
      offer(REPORT, account, reportNo, buffer, offset, length);
    }
  }

  private static boolean isReport(final DirectBuffer buffer, final int offset) {
    final int schema =
        buffer.getShort(
                offset + MessageHeaderDecoder.schemaIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
            & 0xFFFF;
    final int template =
        buffer.getShort(
                offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
            & 0xFFFF;
    return schema == ExecutionReportDecoder.SCHEMA_ID
        && (template == ExecutionReportDecoder.TEMPLATE_ID
            || template == OrderCancelRejectDecoder.TEMPLATE_ID
            || template == OrderMassActionReportDecoder.TEMPLATE_ID);
  }

  /** Of any thread: a market-data message, stamped with its epoch. */
  public void offerMarketData(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    final LongHashSet watched = instruments;
    if (!watched.isEmpty() && watched.contains(entity)) {
      offer(MARKET_DATA, entity, 0, buffer, offset, length);
    }
  }

  private void offer(
      final int type,
      final long key,
      final long secondKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (!ring.offer(type, key, secondKey, 0, 0, buffer, offset, length)) {
      counters.watchedDropped.increment();
      overflowed.set(true);
    }
  }

  /** Hands over up to {@code limit} messages; returns how many. */
  public int poll(final Handler handler, final int limit) {
    return ring.poll(
        (type, key, secondKey, unused, alsoUnused, buffer, offset, length) -> {
          switch (type) {
            case REPORT -> handler.onReport(key, secondKey, buffer, offset, length);
            case MARKET_DATA -> handler.onMarketData(key, buffer, offset, length);
            default -> throw new IllegalStateException("queued message of unknown type " + type);
          }
        },
        limit);
  }

  /** Whether something was dropped since the last call. */
  public boolean drainOverflow() {
    return overflowed.get() && overflowed.getAndSet(false);
  }
}
