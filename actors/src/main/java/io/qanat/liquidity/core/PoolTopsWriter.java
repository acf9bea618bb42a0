package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.MessageHeaderEncoder;
import io.qanat.codecs.liquidity.PoolTopsEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Outputs;
import org.agrona.ExpandableArrayBuffer;

/** Writes the best prices of one pool behind the events of one input. */
final class PoolTopsWriter {
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PoolTopsEncoder encoder = new PoolTopsEncoder();
  private PoolTopsEncoder.TopsEncoder tops;

  /**
   * Begins a message.
   *
   * @param count how many tops will be added
   */
  void begin(
      final long instrumentId,
      final int pool,
      final long rptSeq,
      final long nowNanos,
      final long eventNo,
      final int count) {
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(instrumentId)
        .epoch(0)
        .rptSeq(rptSeq)
        .transactTime(nowNanos)
        .lastEventNo(eventNo)
        .pool(pool);
    tops = encoder.topsCount(count);
  }

  /** Adds the prices as they are now. */
  void add(final Pool pool, final int provider, final int marks) {
    tops.next()
        .bidPx(pool.bidPx())
        .offerPx(pool.offerPx())
        .bidSize(pool.bidSize())
        .offerSize(pool.offerSize())
        .provider(provider);
    Marks.put(tops.marks(), marks);
    tops.flags().clear().mEMBER_SELF_CROSSED(pool.anySelfCrossed());
  }

  void send(final Outputs outputs) {
    outputs.toMarketData(
        MDFeed.TOP, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }
}
