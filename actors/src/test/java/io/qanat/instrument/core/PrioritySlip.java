package io.qanat.instrument.core;

import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.ForwardingCore;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.lang.reflect.Field;

/** A book that now and then sends who is first at the best price to the end of the queue. */
public class PrioritySlip extends ForwardingCore {
  private static final int ONE_IN = 3;

  final OrderBook book;

  /** Breaks this core. */
  public PrioritySlip(final InstrumentCore core) {
    super(core);
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
}
