package io.qanat.log.store;

import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.WakeUpEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** WakeUp records of what {@link EntityStore#wakeable} captured. */
public final class WakeUpRecords implements Records {
  private static final int LENGTH =
      MessageHeaderEncoder.ENCODED_LENGTH + WakeUpEncoder.BLOCK_LENGTH;

  private final long[] pairs;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
  private final WakeUpEncoder encoder = new WakeUpEncoder();
  private int position;

  public WakeUpRecords(final long[] pairs) {
    this.pairs = pairs;
    encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
  }

  @Override
  public boolean next() {
    if (position == pairs.length) {
      return false;
    }
    encoder.entity(pairs[position++]).wakeAt(pairs[position++]);
    return true;
  }

  @Override
  public DirectBuffer buffer() {
    return buffer;
  }

  @Override
  public int length() {
    return LENGTH;
  }
}
