package io.qanat.liquidity.core;

import io.qanat.codecs.liquidity.MassQuoteDecoder;
import io.qanat.codecs.liquidity.QuoteRejectReason;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;

/**
 * Reads a MassQuote twice: once to check all of it, so that it is taken as a whole or not at all,
 * then to apply it. A flyweight; one entry is current at a time.
 */
final class MassQuoteReader {
  /** Highest magnitude of a price: the sum and the difference of two of them fit a long. */
  static final long PRICE_MAX = 4_000_000_000_000_000_000L;

  /** No price, and not null: prices end long before it. */
  private static final long OUT_OF_RANGE = Long.MAX_VALUE;

  private static final int REPLACE_ALL = 1;
  private static final int CANCEL = 1 << 1;
  private static final int END_OF_EVENT = 1 << 2;
  private static final int KNOWN_FLAGS = REPLACE_ALL | CANCEL | END_OF_EVENT;
  private static final long NANOS_PER_MICRO = 1_000;

  private final MassQuoteDecoder quote = new MassQuoteDecoder();
  private MassQuoteDecoder.QuoteEntriesDecoder entries;
  private long quoteTime;
  private long priceBase;
  private long priceUnit;
  private long sizeUnit;
  private int provider;
  private int entryId;
  private int flags;
  private long timeNanos;
  private long bidPx;
  private long offerPx;
  private long bidSize;
  private long offerSize;
  private int events;
  private QuoteRejectReason reason;

  /** Reads a message that is whole. */
  MassQuoteReader wrap(final Input input) {
    quote.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    quoteTime = quote.quoteTime();
    priceBase = quote.priceBase();
    priceUnit = quote.priceUnit();
    sizeUnit = quote.sizeUnit();
    return this;
  }

  long seqNum() {
    return quote.seqNum();
  }

  long securityId() {
    return quote.securityId();
  }

  /** Whether it is to be acknowledged even if nothing is wrong. */
  boolean wantsAck() {
    return quote.quoteResponseLevelRaw() == QuoteResponseLevel.EACH.value();
  }

  /**
   * Checks everything that does not depend on who sent it.
   *
   * @param providers knows the providers that the sender may quote for
   * @return what is wrong, or null; {@link #reason()} classifies it
   */
  String problem(final ProviderLookup providers) {
    reason = QuoteRejectReason.OTHER;
    if (priceUnit <= 0 || sizeUnit <= 0) {
      return "priceUnit and sizeUnit must be above 0";
    }
    if (quoteTime < 0) {
      return "quoteTime is before 1970: " + quoteTime;
    }
    final int count = rewind();
    events = 0;
    int open = 0;
    for (int i = 0; i < count; i++) {
      final String problem = next() ? entryProblem(providers, open) : priceProblem();
      if (problem != null) {
        return "quoteEntries[" + i + "]: " + problem;
      }
      open = isEndOfEvent() ? 0 : provider;
      events += isEndOfEvent() ? 1 : 0;
    }
    if (events == 0 || open != 0) {
      return count == 0 ? "there are no quoteEntries" : "the last event has no END_OF_EVENT";
    }
    return null;
  }

  private String priceProblem() {
    reason = QuoteRejectReason.INVALID_PRICE;
    return "a price or a size is out of range";
  }

  private String entryProblem(final ProviderLookup providers, final int open) {
    if ((flags & ~KNOWN_FLAGS) != 0) {
      return "flags has bits that mean nothing: " + flags;
    }
    if (open != 0 && open != provider) {
      return "provider " + provider + " within an event of provider " + open;
    }
    if (!providers.mayQuote(provider)) {
      reason = QuoteRejectReason.NOT_AUTHORIZED;
      return "provider " + provider + " is not one that this session may quote for";
    }
    if (entryId >= QuoteLadder.ENTRIES_MAX) {
      return "quoteEntryId must be in 0.." + (QuoteLadder.ENTRIES_MAX - 1) + ": " + entryId;
    }
    if (isCancel()) {
      return null;
    }
    reason = QuoteRejectReason.INVALID_PRICE;
    if (bidPx == Fixed8.NULL && offerPx == Fixed8.NULL) {
      return "neither bid nor offer";
    }
    if ((bidPx != Fixed8.NULL) != (bidSize > 0) || (offerPx != Fixed8.NULL) != (offerSize > 0)) {
      return "a price without a size, or a size without a price";
    }
    reason = QuoteRejectReason.OTHER;
    return null;
  }

  /** Classifies what {@link #problem} found. */
  QuoteRejectReason reason() {
    return reason;
  }

  /** How many events it holds, once checked. */
  int events() {
    return events;
  }

  /** Goes before the first entry; returns how many there are. */
  int rewind() {
    quote.sbeRewind();
    entries = quote.quoteEntries();
    return entries.count();
  }

  /** Reads the next entry; false if a price or a size of it does not fit. */
  boolean next() {
    entries.next();
    provider = entries.provider();
    entryId = entries.quoteEntryId();
    flags = entries.flags().getRaw();
    timeNanos = quoteTime + entries.quoteTimeDelta() * NANOS_PER_MICRO;
    bidPx = price(entries.bidPx());
    offerPx = price(entries.offerPx());
    bidSize = size(entries.bidSize());
    offerSize = size(entries.offerSize());
    return bidPx != OUT_OF_RANGE
        && offerPx != OUT_OF_RANGE
        && bidSize >= 0
        && offerSize >= 0
        && timeNanos >= 0;
  }

  private long price(final int steps) {
    if (steps == MassQuoteDecoder.QuoteEntriesDecoder.bidPxNullValue()) {
      return Fixed8.NULL;
    }
    final long distance = steps * priceUnit;
    if (Math.multiplyHigh(steps, priceUnit) != distance >> 63) {
      return OUT_OF_RANGE;
    }
    final long price = priceBase + distance;
    final boolean overflows = ((priceBase ^ price) & (distance ^ price)) < 0;
    return overflows || price > PRICE_MAX || price < -PRICE_MAX ? OUT_OF_RANGE : price;
  }

  private long size(final long units) {
    final long size = units * sizeUnit;
    return Math.multiplyHigh(units, sizeUnit) == 0 ? size : -1;
  }

  int provider() {
    return provider;
  }

  int entryId() {
    return entryId;
  }

  boolean isReplaceAll() {
    return (flags & REPLACE_ALL) != 0;
  }

  boolean isCancel() {
    return (flags & CANCEL) != 0;
  }

  boolean isEndOfEvent() {
    return (flags & END_OF_EVENT) != 0;
  }

  /** The provider's time of the entry. */
  long timeNanos() {
    return timeNanos;
  }

  long bidPx() {
    return bidPx;
  }

  long offerPx() {
    return offerPx;
  }

  long bidSize() {
    return bidSize;
  }

  long offerSize() {
    return offerSize;
  }

  /** Who may quote for whom. */
  @FunctionalInterface
  interface ProviderLookup {
    boolean mayQuote(int provider);
  }
}
