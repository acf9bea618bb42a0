package io.qanat.client;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.marketdata.FullRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Keeps the books of every instrument it hears of, from market-data frames in the order received,
 * wherever they come from: joins late, discards what is old, notices gaps and mends them from full
 * refreshes. Not thread-safe.
 */
public final class BookBuilder implements FragmentHandler {
  private final MarketDataListener listener;
  private final Long2ObjectHashMap<Instrument> instruments = new Long2ObjectHashMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final TopOfBookDecoder top = new TopOfBookDecoder();
  private final IncrementalRefreshByPriceDecoder byPrice = new IncrementalRefreshByPriceDecoder();
  private final IncrementalRefreshByOrderDecoder byOrder = new IncrementalRefreshByOrderDecoder();
  private final SecurityDefinitionDecoder definition = new SecurityDefinitionDecoder();
  private final SecurityStatusDecoder status = new SecurityStatusDecoder();
  private final TradeAmendmentDecoder amendment = new TradeAmendmentDecoder();
  private final FullRefreshByPriceDecoder refreshByPrice = new FullRefreshByPriceDecoder();
  private final FullRefreshByOrderDecoder refreshByOrder = new FullRefreshByOrderDecoder();
  private long malformedFrames;

  /** Makes a builder without books. */
  public BookBuilder(final MarketDataListener listener) {
    this.listener = listener;
  }

  /** The levels of an instrument, or null if nothing was heard of it. */
  public BookByPrice byPrice(final long securityId) {
    final Instrument instrument = instruments.get(securityId);
    return instrument == null ? null : instrument.byPrice;
  }

  /** The orders of an instrument, or null if nothing was heard of it. */
  public BookByOrder byOrder(final long securityId) {
    final Instrument instrument = instruments.get(securityId);
    return instrument == null ? null : instrument.byOrder;
  }

  /** The trading status of an instrument; NULL_VAL if nothing was heard of it. */
  public SecurityTradingStatus status(final long securityId) {
    final Instrument instrument = instruments.get(securityId);
    return instrument == null ? SecurityTradingStatus.NULL_VAL : instrument.status.status();
  }

  /** The trading phase of an instrument; NULL_VAL if nothing was heard of it. */
  public TradingPhase phase(final long securityId) {
    final Instrument instrument = instruments.get(securityId);
    return instrument == null ? TradingPhase.NULL_VAL : instrument.status.phase();
  }

  /** Frames that were no market-data message and were dropped. */
  public long malformedFrames() {
    return malformedFrames;
  }

  @Override
  public void onFragment(
      final DirectBuffer buffer, final int offset, final int length, final Header ignored) {
    if (FrameChecker.MARKET_DATA.check(buffer, offset, length).isDecodable()) {
      onFrame(buffer, offset, length);
    } else {
      malformedFrames++;
    }
  }

  private void onFrame(final DirectBuffer buffer, final int offset, final int length) {
    switch (header.wrap(buffer, offset).templateId()) {
      case TopOfBookDecoder.TEMPLATE_ID -> {
        top.wrapAndApplyHeader(buffer, offset, header);
        if (instrument(top.securityId()).isNewTop(top.epoch(), top.rptSeq())) {
          listener.onTop(top);
        }
      }
      case IncrementalRefreshByPriceDecoder.TEMPLATE_ID -> {
        byPrice.wrapAndApplyHeader(buffer, offset, header);
        instrument(byPrice.securityId())
            .byPrice
            .sync()
            .onIncrement(byPrice.epoch(), byPrice.rptSeq(), buffer, offset, length);
      }
      case IncrementalRefreshByOrderDecoder.TEMPLATE_ID -> {
        byOrder.wrapAndApplyHeader(buffer, offset, header);
        instrument(byOrder.securityId())
            .byOrder
            .sync()
            .onIncrement(byOrder.epoch(), byOrder.rptSeq(), buffer, offset, length);
      }
      case SecurityDefinitionDecoder.TEMPLATE_ID -> {
        definition.wrapAndApplyHeader(buffer, offset, header);
        if (instrument(definition.securityId())
            .isNewDefinition(definition.epoch(), definition.rptSeq())) {
          listener.onDefinition(definition);
        }
      }
      case SecurityStatusDecoder.TEMPLATE_ID -> {
        status.wrapAndApplyHeader(buffer, offset, header);
        final Instrument instrument = instrument(status.securityId());
        final FeedSync sync =
            status.feed() == MDFeed.BY_ORDER
                ? instrument.byOrder.sync()
                : instrument.byPrice.sync();
        sync.onIncrement(status.epoch(), status.rptSeq(), buffer, offset, length);
      }
      case TradeAmendmentDecoder.TEMPLATE_ID -> {
        amendment.wrapAndApplyHeader(buffer, offset, header);
        final Instrument instrument = instrument(amendment.securityId());
        final FeedSync sync =
            amendment.feed() == MDFeed.BY_ORDER
                ? instrument.byOrder.sync()
                : instrument.byPrice.sync();
        sync.onIncrement(amendment.epoch(), amendment.rptSeq(), buffer, offset, length);
      }
      case FullRefreshByPriceDecoder.TEMPLATE_ID -> {
        refreshByPrice.wrapAndApplyHeader(buffer, offset, header);
        instrument(refreshByPrice.securityId())
            .byPrice
            .sync()
            .onRefreshChunk(
                refreshByPrice.epoch(),
                refreshByPrice.rptSeq(),
                refreshByPrice.currentChunk(),
                refreshByPrice.noChunks(),
                buffer,
                offset,
                length);
      }
      case FullRefreshByOrderDecoder.TEMPLATE_ID -> {
        refreshByOrder.wrapAndApplyHeader(buffer, offset, header);
        instrument(refreshByOrder.securityId())
            .byOrder
            .sync()
            .onRefreshChunk(
                refreshByOrder.epoch(),
                refreshByOrder.rptSeq(),
                refreshByOrder.currentChunk(),
                refreshByOrder.noChunks(),
                buffer,
                offset,
                length);
      }
      default -> throw new IllegalStateException("the checker knows it: " + header.templateId());
    }
  }

  private Instrument instrument(final long securityId) {
    Instrument instrument = instruments.get(securityId);
    if (instrument == null) {
      instrument = new Instrument(securityId, listener);
      instruments.put(securityId, instrument);
    }
    return instrument;
  }

  /** Everything kept of one instrument. */
  private static final class Instrument {
    private final StatusTracker status;
    private final BookByPrice byPrice;
    private final BookByOrder byOrder;
    private long topEpoch = Long.MIN_VALUE;
    private long topRptSeq;
    private long definitionEpoch = Long.MIN_VALUE;
    private long definitionRptSeq = Long.MIN_VALUE;

    Instrument(final long securityId, final MarketDataListener listener) {
      status = new StatusTracker(securityId, listener);
      byPrice = new BookByPrice(securityId, listener, status);
      byOrder = new BookByOrder(securityId, listener, status);
    }

    boolean isNewTop(final long epoch, final long rptSeq) {
      if (epoch < topEpoch || (epoch == topEpoch && rptSeq <= topRptSeq)) {
        return false;
      }
      topEpoch = epoch;
      topRptSeq = rptSeq;
      return true;
    }

    boolean isNewDefinition(final long epoch, final long rptSeq) {
      if (epoch < definitionEpoch || rptSeq == definitionRptSeq) {
        return false;
      }
      definitionEpoch = epoch;
      definitionRptSeq = rptSeq;
      return true;
    }
  }
}
