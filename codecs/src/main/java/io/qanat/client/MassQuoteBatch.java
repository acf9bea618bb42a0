package io.qanat.client;

import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.liquidity.MassQuoteEncoder;
import io.qanat.codecs.liquidity.MessageHeaderEncoder;
import io.qanat.codecs.liquidity.QuoteFlagsEncoder;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.value.Fixed8;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A MassQuote in the making: quotes of one instrument, of any providers, in their order. Prices and
 * sizes are scaled by 10^8 and written as steps from a base, so an entry takes 24 bytes.
 *
 * <pre>
 *   batch.begin(securityId, priceBase, priceUnit, sizeUnit, quoteTimeNanos);
 *   while (batch.add(...)) {}          false: it does not fit any more; send it, begin a new one
 *   client.massQuote(batch);
 * </pre>
 *
 * <p>Reusable; allocates nothing. An event may not be divided between two batches.
 */
public final class MassQuoteBatch {
  /** The provider's earlier entries are gone; this one, unless it cancels, is its first. */
  public static final int REPLACE_ALL = 1;

  /** The entry is withdrawn. */
  public static final int CANCEL = 1 << 1;

  /** The provider's quote is complete with this entry. */
  public static final int END_OF_EVENT = 1 << 2;

  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int ENTRIES_AT =
      HEADER_LENGTH
          + MassQuoteEncoder.BLOCK_LENGTH
          + MassQuoteEncoder.QuoteEntriesEncoder.sbeHeaderSize();
  private static final int ENTRY_LENGTH = MassQuoteEncoder.QuoteEntriesEncoder.sbeBlockLength();

  /** Most entries of one batch: the longest frame that the hub takes is full. */
  public static final int ENTRIES_MAX =
      (AeronChannels.CLIENT_FRAME_LENGTH_MAX - ENTRIES_AT) / ENTRY_LENGTH;

  private static final long NANOS_PER_MICRO = 1_000;
  private static final long UINT32_MAX = 0xFFFF_FFFFL;
  private static final int NULL_STEPS = MassQuoteEncoder.QuoteEntriesEncoder.bidPxNullValue();

  private final UnsafeBuffer buffer =
      new UnsafeBuffer(new byte[AeronChannels.CLIENT_FRAME_LENGTH_MAX]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final MassQuoteEncoder encoder = new MassQuoteEncoder();
  private MassQuoteEncoder.QuoteEntriesEncoder entries;
  private long quoteTime;
  private long priceBase;
  private long priceUnit;
  private long sizeUnit;
  private int count;

  /** An empty batch of no instrument. */
  public MassQuoteBatch() {
    begin(0, 0, 1, 1, 0);
  }

  /**
   * Begins anew. The hub says only what it refuses, unless {@link #responseLevel} is called.
   *
   * @param priceBase a price near those that will follow
   * @param priceUnit divides the distance of every price from the base; above 0
   * @param sizeUnit divides every size; above 0
   * @param quoteTimeNanos of the first entry, epoch nanoseconds by the provider's clock
   */
  public MassQuoteBatch begin(
      final long securityId,
      final long priceBase,
      final long priceUnit,
      final long sizeUnit,
      final long quoteTimeNanos) {
    if (priceUnit <= 0 || sizeUnit <= 0) {
      throw new IllegalArgumentException(
          "units must be above 0: price " + priceUnit + ", size " + sizeUnit);
    }
    this.quoteTime = quoteTimeNanos;
    this.priceBase = priceBase;
    this.priceUnit = priceUnit;
    this.sizeUnit = sizeUnit;
    count = 0;
    encoder
        .wrapAndApplyHeader(buffer, 0, header)
        .securityId(securityId)
        .quoteTime(quoteTimeNanos)
        .priceBase(priceBase)
        .priceUnit(priceUnit)
        .sizeUnit(sizeUnit)
        .quoteResponseLevel(QuoteResponseLevel.NEGATIVE_ONLY);
    entries = encoder.quoteEntriesCount(ENTRIES_MAX);
    return this;
  }

  /** Says whether the hub is to acknowledge what it takes too. */
  public MassQuoteBatch responseLevel(final QuoteResponseLevel level) {
    encoder.quoteResponseLevel(level);
    return this;
  }

  /**
   * Adds an entry.
   *
   * @param quoteEntryId 0 to 63
   * @param flags some of {@link #REPLACE_ALL}, {@link #CANCEL}, {@link #END_OF_EVENT}
   * @param timeNanos not before the batch's
   * @param bidPx {@link Fixed8#NULL}: no bid, its size is 0
   * @param offerPx {@link Fixed8#NULL}: no offer, its size is 0
   * @return false if there is no room for it, or its distances from the batch's base are too large
   * @throws IllegalArgumentException if the units do not divide a price or size, whatever the base
   */
  public boolean add(
      final int provider,
      final int quoteEntryId,
      final int flags,
      final long timeNanos,
      final long bidPx,
      final long bidSize,
      final long offerPx,
      final long offerSize) {
    final long delta = (timeNanos - quoteTime) / NANOS_PER_MICRO;
    final long bidUnits = units(bidSize);
    final long offerUnits = units(offerSize);
    if (count == ENTRIES_MAX
        || delta < 0
        || delta >= UINT32_MAX
        || !fits(bidPx)
        || !fits(offerPx)
        || bidUnits >= UINT32_MAX
        || offerUnits >= UINT32_MAX) {
      return false;
    }
    entries
        .next()
        .provider(provider)
        .quoteEntryId((short) quoteEntryId)
        .quoteTimeDelta(delta)
        .bidPx(steps(bidPx))
        .offerPx(steps(offerPx))
        .bidSize(bidUnits)
        .offerSize(offerUnits);
    final QuoteFlagsEncoder set = entries.flags();
    set.buffer().putByte(set.offset(), (byte) flags);
    count++;
    return true;
  }

  private long units(final long size) {
    if (size < 0 || size % sizeUnit != 0) {
      throw new IllegalArgumentException(
          "size " + Fixed8.format(size) + " is no multiple of " + Fixed8.format(sizeUnit));
    }
    return size / sizeUnit;
  }

  private boolean fits(final long price) {
    if (price == Fixed8.NULL) {
      return true;
    }
    final long distance = price - priceBase;
    final boolean overflows = ((price ^ priceBase) & (price ^ distance)) < 0;
    if (overflows) {
      return false;
    }
    if (distance % priceUnit != 0) {
      throw new IllegalArgumentException(
          "price "
              + Fixed8.format(price)
              + " is no multiple of "
              + Fixed8.format(priceUnit)
              + " from "
              + Fixed8.format(priceBase));
    }
    final long steps = distance / priceUnit;
    return steps == (int) steps && steps != NULL_STEPS;
  }

  private int steps(final long price) {
    return price == Fixed8.NULL ? NULL_STEPS : (int) ((price - priceBase) / priceUnit);
  }

  /** How many entries there are. */
  public int count() {
    return count;
  }

  /** Makes it a message with this number. */
  void seal(final long seqNum) {
    encoder.seqNum(seqNum);
    entries.resetCountToIndex();
  }

  DirectBuffer buffer() {
    return buffer;
  }

  int length() {
    return ENTRIES_AT + count * ENTRY_LENGTH;
  }
}
