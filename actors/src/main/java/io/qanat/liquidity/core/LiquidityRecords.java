package io.qanat.liquidity.core;

import io.qanat.codecs.entity.LiquidityDefineDecoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.LiquiditySnapshotDecoder;
import io.qanat.codecs.entity.LiquiditySnapshotEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PoolSnapshotDecoder;
import io.qanat.codecs.entity.PoolSnapshotEncoder;
import io.qanat.codecs.entity.ProviderSnapshotDecoder;
import io.qanat.codecs.entity.ProviderSnapshotEncoder;
import io.qanat.entity.core.Core;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Liquidity in an instrument's snapshot; what follows from the rest is left out. */
public final class LiquidityRecords {
  private final Liquidity liquidity;

  /** Of this liquidity. */
  public LiquidityRecords(final Liquidity liquidity) {
    this.liquidity = liquidity;
  }

  /** Writes nothing if nothing was ever defined. */
  public void write(final Core.RecordSink sink) {
    if (!liquidity.isDefined()) {
      return;
    }
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final int headLength =
        new LiquiditySnapshotEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .version(liquidity.version())
            .lastEventNo(liquidity.lastEventNo())
            .now(liquidity.nowNanos())
            .encodedLength();
    record(sink, buffer, headLength);
    final LiquidityDefineEncoder define =
        new LiquidityDefineEncoder().wrapAndApplyHeader(buffer, 0, header);
    liquidity.terms().write(define);
    record(sink, buffer, define.encodedLength());
    for (final Provider provider : liquidity.providers()) {
      record(
          sink,
          buffer,
          write(new ProviderSnapshotEncoder().wrapAndApplyHeader(buffer, 0, header), provider));
    }
    for (int i = 0; i < liquidity.poolCount(); i++) {
      final Pool pool = liquidity.pool(i);
      final int length =
          new PoolSnapshotEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .pool(pool.terms().pool())
              .rptSeq(pool.rptSeq())
              .crossed(pool.crossedCount())
              .encodedLength();
      record(sink, buffer, length);
    }
  }

  private static void record(
      final Core.RecordSink sink, final DirectBuffer buffer, final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  private static int write(final ProviderSnapshotEncoder encoder, final Provider provider) {
    encoder
        .provider(provider.terms().provider())
        .quotedAt(provider.quotedAtNanos())
        .lastEventNo(provider.lastEventNo())
        .session(provider.session())
        .incarnation(provider.incarnation())
        .spikeReference(provider.spikes().reference())
        .spikeCandidate(provider.spikes().candidate())
        .spikeSeen(provider.spikes().seen())
        .events(provider.events())
        .withdrawals(provider.withdrawals());
    Marks.put(encoder.marks(), provider.marks());
    final ProviderSnapshotEncoder.CountsEncoder counts = encoder.countsCount(Marks.COUNT);
    for (int mark = 0; mark < Marks.COUNT; mark++) {
      counts.next().times(provider.count(mark));
    }
    final QuoteLadder ladder = provider.ladder();
    final ProviderSnapshotEncoder.QuoteEntriesEncoder entries =
        encoder.quoteEntriesCount(ladder.entryCount());
    for (int entry = 0; entry < QuoteLadder.ENTRIES_MAX; entry++) {
      if (ladder.has(entry)) {
        entries
            .next()
            .quoteEntryId((short) entry)
            .bidPx(ladder.bidPx(entry))
            .offerPx(ladder.offerPx(entry))
            .bidSize(ladder.bidSize(entry))
            .offerSize(ladder.offerSize(entry));
      }
    }
    return encoder.encodedLength();
  }

  /** Reads a record; false if it is not one of these. */
  public boolean read(
      final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
    switch (header.templateId()) {
      case LiquiditySnapshotDecoder.TEMPLATE_ID -> {
        final LiquiditySnapshotDecoder head =
            new LiquiditySnapshotDecoder().wrapAndApplyHeader(buffer, offset, header);
        liquidity.restore(head.version(), head.lastEventNo(), head.now());
      }
      case LiquidityDefineDecoder.TEMPLATE_ID ->
          liquidity.restore(
              LiquidityTerms.of(
                  new LiquidityDefineDecoder().wrapAndApplyHeader(buffer, offset, header)));
      case ProviderSnapshotDecoder.TEMPLATE_ID ->
          read(new ProviderSnapshotDecoder().wrapAndApplyHeader(buffer, offset, header));
      case PoolSnapshotDecoder.TEMPLATE_ID ->
          read(new PoolSnapshotDecoder().wrapAndApplyHeader(buffer, offset, header));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void read(final ProviderSnapshotDecoder decoder) {
    final Provider provider = liquidity.provider(decoder.provider());
    provider.heardFrom(decoder.session(), decoder.incarnation());
    provider.settle();
    provider.restore(
        decoder.marks().getRaw(),
        decoder.quotedAt(),
        decoder.lastEventNo(),
        decoder.events(),
        decoder.withdrawals());
    provider
        .spikes()
        .restore(decoder.spikeReference(), decoder.spikeCandidate(), (int) decoder.spikeSeen());
    int mark = 0;
    for (final ProviderSnapshotDecoder.CountsDecoder count : decoder.counts()) {
      provider.restoreCount(mark++, count.times());
    }
    for (final ProviderSnapshotDecoder.QuoteEntriesDecoder entry : decoder.quoteEntries()) {
      provider
          .ladder()
          .put(
              entry.quoteEntryId(),
              entry.bidPx(),
              entry.bidSize(),
              entry.offerPx(),
              entry.offerSize());
    }
    provider.ladder().sort();
  }

  /** Pools come last: by then their members are whole. */
  private void read(final PoolSnapshotDecoder decoder) {
    for (int i = 0; i < liquidity.poolCount(); i++) {
      final Pool pool = liquidity.pool(i);
      if (pool.terms().pool() == decoder.pool()) {
        pool.restore(decoder.rptSeq(), decoder.crossed());
        pool.compute();
      }
    }
  }
}
