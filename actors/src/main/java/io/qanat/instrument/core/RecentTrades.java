package io.qanat.instrument.core;

import io.qanat.codecs.entity.InstrumentTradesDecoder;
import io.qanat.codecs.entity.InstrumentTradesEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradesAnswerEncoder;
import io.qanat.codecs.entity.TradesQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last {@value #KEPT_MAX} trades of an instrument, for whoever asks what it traded at: the same
 * on every node, and after a restart. A ring of primitives, because each trade comes by.
 */
final class RecentTrades {
  /** Trades that are kept. */
  static final int KEPT_MAX = 500;

  private static final int BUFFER_BYTES = 32 * 1024;

  private final long[] tradeIds = new long[KEPT_MAX];
  private final long[] times = new long[KEPT_MAX];
  private final long[] prices = new long[KEPT_MAX];
  private final long[] sizes = new long[KEPT_MAX];
  private final byte[] aggressors = new byte[KEPT_MAX];
  private final byte[] execTypes = new byte[KEPT_MAX];

  /** Trades ever added; the newest is at one less than this, modulo the ring. */
  private long added;

  private long nowNanos;

  void begin(final long newNowNanos) {
    nowNanos = newNowNanos;
  }

  void add(final long tradeId, final long price, final long size, final Side aggressor) {
    put(tradeId, nowNanos, price, size, aggressor.value(), ExecType.TRADE);
  }

  /**
   * An operator has busted a trade or corrected it; one that is not kept any more stays so.
   *
   * @param size 0: busted, then price and size stay as they were
   */
  void amend(final long tradeId, final long price, final long size) {
    for (int back = 0; back < kept() && tradeIds[at(back)] >= tradeId; back++) {
      final int at = at(back);
      if (tradeIds[at] == tradeId && size == 0) {
        execTypes[at] = ExecType.TRADE_CANCEL.value();
      } else if (tradeIds[at] == tradeId) {
        execTypes[at] = ExecType.TRADE_CORRECT.value();
        prices[at] = price;
        sizes[at] = size;
      }
    }
  }

  private void put(
      final long tradeId,
      final long timeNanos,
      final long price,
      final long size,
      final byte aggressor,
      final ExecType execType) {
    final int at = (int) (added % KEPT_MAX);
    tradeIds[at] = tradeId;
    times[at] = timeNanos;
    prices[at] = price;
    sizes[at] = size;
    aggressors[at] = aggressor;
    execTypes[at] = execType == ExecType.NULL_VAL ? ExecType.TRADE.value() : execType.value();
    added++;
  }

  private int kept() {
    return (int) Math.min(added, KEPT_MAX);
  }

  /** Where the trade is that {@code back} others follow. */
  private int at(final int back) {
    return (int) ((added - 1 - back) % KEPT_MAX);
  }

  /** Answers a TradesQuery, newest first. */
  void answer(final Input input, final Outputs answers) {
    final TradesQueryDecoder query =
        new TradesQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final int kept = kept();
    int from = 0;
    while (query.beforeTradeId() != 0
        && from < kept
        && tradeIds[at(from)] >= query.beforeTradeId()) {
      from++;
    }
    final int count = (int) Math.min(query.count(), kept - from);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
    final TradesAnswerEncoder answer =
        new TradesAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .more(from + count < kept ? Bool.YES : Bool.NO);
    final TradesAnswerEncoder.TradesEncoder trades = answer.tradesCount(count);
    for (int i = from; i < from + count; i++) {
      final int at = at(i);
      trades
          .next()
          .tradeId(tradeIds[at])
          .transactTime(times[at])
          .price(prices[at])
          .size(sizes[at])
          .aggressorSide(Side.get(aggressors[at]))
          .execType(ExecType.get(execTypes[at]));
    }
    answers.reply(
        input.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + answer.encodedLength());
  }

  long hash(final long seed) {
    long hash = Hash64.mix(seed, kept());
    for (int back = kept() - 1; back >= 0; back--) {
      final int at = at(back);
      hash = Hash64.mix(hash, tradeIds[at]);
      hash = Hash64.mix(hash, times[at]);
      hash = Hash64.mix(hash, prices[at]);
      hash = Hash64.mix(hash, sizes[at]);
      hash = Hash64.mix(hash, aggressors[at]);
      hash = Hash64.mix(hash, execTypes[at]);
    }
    return hash;
  }

  /** Writes one record, unless nothing has traded. */
  void writeSnapshot(final Core.RecordSink sink) {
    final int kept = kept();
    if (kept == 0) {
      return;
    }
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_BYTES]);
    final InstrumentTradesEncoder record =
        new InstrumentTradesEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    final InstrumentTradesEncoder.TradesEncoder trades = record.tradesCount(kept);
    for (int back = kept - 1; back >= 0; back--) {
      final int at = at(back);
      trades
          .next()
          .tradeId(tradeIds[at])
          .transactTime(times[at])
          .price(prices[at])
          .size(sizes[at])
          .aggressorSide(Side.get(aggressors[at]))
          .execType(ExecType.get(execTypes[at]));
    }
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
  }

  void readSnapshot(final InstrumentTradesDecoder record) {
    for (final InstrumentTradesDecoder.TradesDecoder trade : record.trades()) {
      put(
          trade.tradeId(),
          trade.transactTime(),
          trade.price(),
          trade.size(),
          trade.aggressorSideRaw(),
          trade.execType());
    }
  }
}
