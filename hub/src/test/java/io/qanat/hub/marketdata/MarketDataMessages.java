package io.qanat.hub.marketdata;

import io.qanat.codecs.marketdata.FullRefreshByOrderEncoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.SecurityDefinitionEncoder;
import io.qanat.codecs.marketdata.SecurityStatusEncoder;
import io.qanat.codecs.marketdata.TopOfBookEncoder;
import java.util.Arrays;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Market data of instrument 3 as its core emits it: the epoch is not filled in. */
final class MarketDataMessages {
  private static final MessageHeaderEncoder HEADER = new MessageHeaderEncoder();

  private MarketDataMessages() {}

  static UnsafeBuffer top(final long rptSeq) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final var m = new TopOfBookEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    m.securityId(3).epoch(0).rptSeq(rptSeq);
    return copy(buffer, m.encodedLength());
  }

  static UnsafeBuffer byPrice(final long rptSeq) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final var m = new IncrementalRefreshByPriceEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    m.securityId(3).epoch(0).rptSeq(rptSeq).entriesCount(0);
    m.tradesCount(0);
    return copy(buffer, m.encodedLength());
  }

  static UnsafeBuffer status(final long rptSeq, final MDFeed feed) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final var m = new SecurityStatusEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    m.securityId(3).epoch(0).rptSeq(rptSeq).feed(feed);
    return copy(buffer, m.encodedLength());
  }

  static UnsafeBuffer definition(final long version) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final var m = new SecurityDefinitionEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    m.securityId(3).epoch(0).rptSeq(version).symbol("EURUSD");
    return copy(buffer, m.encodedLength());
  }

  static UnsafeBuffer refreshByPrice(final long rptSeq, final int chunk, final int chunks) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final var m = new FullRefreshByPriceEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    m.securityId(3).epoch(0).rptSeq(rptSeq).currentChunk(chunk).noChunks(chunks).entriesCount(0);
    return copy(buffer, m.encodedLength());
  }

  static UnsafeBuffer refreshByOrder(final long rptSeq, final int chunk, final int chunks) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final var m = new FullRefreshByOrderEncoder().wrapAndApplyHeader(buffer, 0, HEADER);
    m.securityId(3).epoch(0).rptSeq(rptSeq).currentChunk(chunk).noChunks(chunks).entriesCount(0);
    return copy(buffer, m.encodedLength());
  }

  private static UnsafeBuffer copy(final ExpandableArrayBuffer buffer, final int bodyLength) {
    return new UnsafeBuffer(
        Arrays.copyOf(buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + bodyLength));
  }
}
