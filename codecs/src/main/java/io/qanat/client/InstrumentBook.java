package io.qanat.client;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import org.agrona.DirectBuffer;

/** What the books of both feeds have in common: whose they are, and how whole they are. */
abstract class InstrumentBook {
  final long securityId;
  final MarketDataListener listener;
  final StatusTracker status;
  final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final FeedSync sync;

  InstrumentBook(
      final long securityId,
      final MDFeed feed,
      final MarketDataListener listener,
      final StatusTracker status) {
    this.securityId = securityId;
    this.listener = listener;
    this.status = status;
    sync =
        new FeedSync(
            securityId,
            feed,
            listener,
            new FeedSync.Book() {
              @Override
              public void clear() {
                clearBook();
              }

              @Override
              public void load(final DirectBuffer buffer) {
                loadChunk(buffer);
              }

              @Override
              public boolean apply(final DirectBuffer buffer) {
                return switch (header.wrap(buffer, 0).templateId()) {
                  case SecurityStatusDecoder.TEMPLATE_ID -> status.apply(buffer);
                  case TradeAmendmentDecoder.TEMPLATE_ID -> applyAmendment(buffer);
                  default -> applyIncrement(buffer);
                };
              }
            });
  }

  abstract void clearBook();

  /** Adds a chunk of a full refresh. */
  abstract void loadChunk(DirectBuffer buffer);

  /** An amended trade changes no book; who tells trades tells it. Ends an event. */
  boolean applyAmendment(final DirectBuffer buffer) {
    return true;
  }

  /** Applies an increment; says whether it ends an event. */
  abstract boolean applyIncrement(DirectBuffer buffer);

  FeedSync sync() {
    return sync;
  }

  /** Whose book this is. */
  public long securityId() {
    return securityId;
  }

  /** Whether the book is whole and current; else it is as it was before increments were lost. */
  public boolean isLive() {
    return sync.isLive();
  }

  /** Epoch of the sender. */
  public long epoch() {
    return sync.epoch();
  }

  /** Last increment contained. */
  public long rptSeq() {
    return sync.rptSeq();
  }
}
