package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.lang.reflect.Field;
import org.agrona.DirectBuffer;

/** A book that now and then sends who is first at the best price to the end of the queue. */
public class PrioritySlip implements Core {
  private static final int ONE_IN = 3;

  private final InstrumentCore core;
  final OrderBook book;

  /** Breaks this core. */
  public PrioritySlip(final InstrumentCore core) {
    this.core = core;
    try {
      final Field field = InstrumentCore.class.getDeclaredField("book");
      field.setAccessible(true);
      book = (OrderBook) field.get(core);
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException("the core has no book any more", e);
    }
  }

  @Override
  public void apply(final Input input, final Outputs outputs) {
    core.apply(input, outputs);
    slip();
  }

  /** After each input. */
  void slip() {
    slip(Side.BUY);
    slip(Side.SELL);
  }

  private void slip(final Side side) {
    final PriceLevel level = book.best(side);
    if (level != null && level.orderCount() > 1 && level.first().mdOrderId() % ONE_IN == 0) {
      final Order first = level.first();
      if (first.special == null) {
        level.unlink(first);
        level.append(first);
      }
    }
  }

  @Override
  public int version() {
    return core.version();
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    core.query(query, answers);
  }

  @Override
  public long wakeAtNanos() {
    return core.wakeAtNanos();
  }

  @Override
  public long stateHash() {
    return core.stateHash();
  }

  @Override
  public void writeSnapshot(final RecordSink sink) {
    core.writeSnapshot(sink);
  }

  @Override
  public void readSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {
    core.readSnapshotRecord(buffer, offset, length);
  }
}
