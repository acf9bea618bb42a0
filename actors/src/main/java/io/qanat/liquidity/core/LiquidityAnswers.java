package io.qanat.liquidity.core;

import io.qanat.codecs.entity.LiquidityAnswerEncoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.LiquidityQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Answers what an instrument's liquidity is: as it was defined, and as it is now. */
public final class LiquidityAnswers {
  /** Levels of all pools together that one answer shows. */
  private static final int LEVELS_MAX = 1_000;

  private final Liquidity liquidity;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final Sweep sweep = new Sweep();
  private final Depth depth = new Depth();

  /** Of this liquidity. */
  public LiquidityAnswers(final Liquidity liquidity) {
    this.liquidity = liquidity;
  }

  /**
   * Writes the definition as the act that it came with.
   *
   * @return its length without the header
   */
  public int describe(final MutableDirectBuffer into) {
    final LiquidityDefineEncoder define =
        new LiquidityDefineEncoder().wrapAndApplyHeader(into, 0, header);
    liquidity.terms().write(define);
    return define.encodedLength();
  }

  /** Answers a LiquidityQuery. */
  public void answer(final Input query, final Outputs answers) {
    final long size =
        new LiquidityQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version())
            .size();
    final LiquidityAnswerEncoder answer =
        new LiquidityAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .instrument(liquidity.instrumentId())
            .version(liquidity.version())
            .lastEventNo(liquidity.lastEventNo())
            .ageClock(liquidity.terms().ageClock())
            .now(liquidity.nowNanos());
    final LiquidityAnswerEncoder.ProvidersEncoder providers =
        answer.providersCount(liquidity.providers().length);
    for (final Provider provider : liquidity.providers()) {
      describe(providers.next(), provider);
    }
    final LiquidityAnswerEncoder.PoolsEncoder pools = answer.poolsCount(liquidity.poolCount());
    int levels = 0;
    for (int i = 0; i < liquidity.poolCount(); i++) {
      describe(pools.next(), liquidity.pool(i), size);
      levels += count(liquidity.pool(i), true) + count(liquidity.pool(i), false);
    }
    final LiquidityAnswerEncoder.LevelsEncoder group =
        answer.levelsCount(Math.min(levels, LEVELS_MAX));
    int left = LEVELS_MAX;
    for (int i = 0; i < liquidity.poolCount(); i++) {
      left = describe(group, liquidity.pool(i), true, left);
      left = describe(group, liquidity.pool(i), false, left);
    }
    answers.reply(
        query.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + answer.encodedLength());
  }

  private static void describe(
      final LiquidityAnswerEncoder.ProvidersEncoder entry, final Provider provider) {
    final boolean quotes = !provider.ladder().isEmpty();
    entry
        .provider(provider.terms().provider())
        .partner(provider.terms().partner())
        .name(provider.terms().name())
        .quoteEntries(provider.ladder().entryCount())
        .quoteTime(provider.quotedAtNanos())
        .bidPx(quotes ? provider.ladder().bids().best() : Fixed8.NULL)
        .offerPx(quotes ? provider.ladder().offers().best() : Fixed8.NULL)
        .events(provider.events())
        .withdrawals(provider.withdrawals())
        .staleByAge(count(provider, Marks.STALE_BY_AGE))
        .staleByTicks(count(provider, Marks.STALE_BY_TICKS))
        .spikeSoft(count(provider, Marks.SPIKE_SOFT))
        .spikeHard(count(provider, Marks.SPIKE_HARD))
        .selfCrossed(count(provider, Marks.SELF_CROSSED))
        .spread(count(provider, Marks.SPREAD))
        .outOfSession(count(provider, Marks.OUT_OF_SESSION));
    Marks.put(entry.marks(), provider.marks());
  }

  private static long count(final Provider provider, final int mark) {
    return provider.count(Integer.numberOfTrailingZeros(mark));
  }

  private void describe(
      final LiquidityAnswerEncoder.PoolsEncoder entry, final Pool pool, final long size) {
    entry
        .pool(pool.terms().pool())
        .name(pool.terms().name())
        .bidPx(pool.bidPx())
        .offerPx(pool.offerPx())
        .bidSize(pool.bidSize())
        .offerSize(pool.offerSize())
        .crossed(pool.crossedCount())
        .sellVwap(size > 0 ? sweep.vwap(pool, false, size) : Fixed8.NULL)
        .buyVwap(size > 0 ? sweep.vwap(pool, true, size) : Fixed8.NULL)
        .sellFullAmount(size > 0 ? sweep.fullAmount(pool, false, size) : Fixed8.NULL)
        .buyFullAmount(size > 0 ? sweep.fullAmount(pool, true, size) : Fixed8.NULL);
  }

  private int count(final Pool pool, final boolean bids) {
    int count = 0;
    depth.of(pool, bids);
    while (depth.next()) {
      count++;
    }
    return count;
  }

  private int describe(
      final LiquidityAnswerEncoder.LevelsEncoder group,
      final Pool pool,
      final boolean bids,
      final int most) {
    int left = most;
    depth.of(pool, bids);
    while (left > 0 && depth.next()) {
      group
          .next()
          .pool(pool.terms().pool())
          .provider(depth.provider())
          .quoteEntryId((short) depth.entry())
          .side(bids ? Side.BUY : Side.SELL)
          .price(depth.price())
          .size(depth.size())
          .cumulativeSize(depth.cumulativeSize());
      left--;
    }
    return left;
  }
}
