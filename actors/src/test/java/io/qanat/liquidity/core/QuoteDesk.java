package io.qanat.liquidity.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.LiquidityDefineDecoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionLostEncoder;
import io.qanat.codecs.liquidity.MassQuoteAckDecoder;
import io.qanat.codecs.liquidity.MassQuoteEncoder;
import io.qanat.codecs.liquidity.PoolTopsDecoder;
import io.qanat.codecs.liquidity.QuoteFlagsEncoder;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Liquidity and what specifications do with it: prices in whole steps of 1, outputs as texts. */
final class QuoteDesk implements Outputs {
  static final long SECOND = 1_000_000_000L;
  static final long START = 1_770_000_000L * SECOND;
  static final int REPLACE = 1;
  static final int CANCEL = 2;
  static final int END = 4;
  static final long PARTNER = 7;
  static final int NONE = Integer.MIN_VALUE;

  /** An entry: provider, entry id, flags, bid, bid size, offer, offer size. */
  record Entry(int provider, int id, int flags, int bid, int bidSize, int offer, int offerSize) {}

  Liquidity liquidity = new Liquidity(5);
  long nowNanos = START;
  private final List<String> outputs = new ArrayList<>();
  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final io.qanat.codecs.liquidity.MessageHeaderEncoder quoteHeader =
      new io.qanat.codecs.liquidity.MessageHeaderEncoder();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  String define(final LiquidityTerms terms) {
    final LiquidityDefineEncoder encoder =
        new LiquidityDefineEncoder().wrapAndApplyHeader(body, 0, header);
    terms.write(encoder);
    return liquidity.define(
        new LiquidityDefineDecoder().wrapAndApplyHeader(body, 0, new MessageHeaderDecoder()),
        nowNanos,
        this);
  }

  static Entry whole(final int provider, final int bid, final int offer) {
    return new Entry(provider, 0, REPLACE | END, bid, 10, offer, 10);
  }

  static Entry part(
      final int provider, final int id, final int flags, final int bid, final int size) {
    return new Entry(provider, id, flags, bid, size, NONE, 0);
  }

  List<String> quote(final Entry... entries) {
    return quoteAs(PARTNER, 1, entries);
  }

  List<String> quoteAs(final long partner, final long incarnation, final Entry... entries) {
    final MassQuoteEncoder quote =
        new MassQuoteEncoder()
            .wrapAndApplyHeader(body, 0, quoteHeader)
            .seqNum(3)
            .securityId(5)
            .quoteTime(nowNanos)
            .priceBase(0)
            .priceUnit(Fixed8.ONE)
            .sizeUnit(Fixed8.ONE)
            .quoteResponseLevel(QuoteResponseLevel.NEGATIVE_ONLY);
    final MassQuoteEncoder.QuoteEntriesEncoder group = quote.quoteEntriesCount(entries.length);
    for (final Entry entry : entries) {
      group
          .next()
          .provider(entry.provider)
          .quoteEntryId((short) entry.id)
          .quoteTimeDelta(0)
          .bidPx(entry.bid)
          .offerPx(entry.offer)
          .bidSize(entry.bidSize)
          .offerSize(entry.offerSize);
      final QuoteFlagsEncoder flags = group.flags();
      flags.buffer().putByte(flags.offset(), (byte) entry.flags);
    }
    liquidity.quote(
        input(partner, incarnation, quoteHeader.encodedLength() + quote.encodedLength()), this);
    return take();
  }

  List<String> sessionLost(final long incarnation) {
    final int length =
        header.encodedLength()
            + new SessionLostEncoder()
                .wrapAndApplyHeader(body, 0, header)
                .gateway(1)
                .encodedLength();
    liquidity.sessionLost(input(PARTNER, incarnation, length), this);
    return take();
  }

  List<String> timeTo(final long newNowNanos) {
    nowNanos = newNowNanos;
    liquidity.onTime(nowNanos, this);
    return take();
  }

  private Input input(final long partner, final long incarnation, final int bodyLength) {
    final int length =
        header.encodedLength()
            + new ClientInputEncoder()
                .wrapAndApplyHeader(envelope, 0, header)
                .partner(partner)
                .session(1)
                .incarnation(incarnation)
                .seqNum(3)
                .requestId(0)
                .putBody(body, 0, bodyLength)
                .encodedLength();
    return new Input().wrap(envelope, 0, length, nowNanos);
  }

  /** Goes on from a snapshot, which must be the whole of it. */
  void reload() {
    final Liquidity restored = new Liquidity(5);
    final LiquidityRecords records = new LiquidityRecords(restored);
    new LiquidityRecords(liquidity)
        .write(
            (buffer, offset, length) ->
                assertThat(
                        records.read(
                            new MessageHeaderDecoder().wrap(buffer, offset), buffer, offset))
                    .isTrue());
    assertThat(restored.hash(0)).isEqualTo(liquidity.hash(0));
    assertThat(restored.nextDueNanos()).isEqualTo(liquidity.nextDueNanos());
    liquidity = restored;
  }

  List<String> take() {
    final List<String> taken = List.copyOf(outputs);
    outputs.clear();
    return taken;
  }

  @Override
  public void toMarketData(
      final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
    copy.putBytes(0, buffer, offset, length);
    final PoolTopsDecoder message =
        new PoolTopsDecoder()
            .wrapAndApplyHeader(copy, 0, new io.qanat.codecs.liquidity.MessageHeaderDecoder());
    final String head =
        "pool " + message.pool() + " #" + message.rptSeq() + " e" + message.lastEventNo() + ":";
    final StringBuilder text = new StringBuilder(head);
    for (final PoolTopsDecoder.TopsDecoder top : message.tops()) {
      text.append(' ')
          .append(price(top.bidPx()))
          .append('x')
          .append(Fixed8.format(top.bidSize()))
          .append('/')
          .append(price(top.offerPx()))
          .append('x')
          .append(Fixed8.format(top.offerSize()))
          .append(" p")
          .append(top.provider())
          .append(" m")
          .append(top.marks().getRaw());
    }
    outputs.add(text.toString());
  }

  private static String price(final long price) {
    return price == Fixed8.NULL ? "-" : Fixed8.format(price);
  }

  @Override
  public void toSession(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final MassQuoteAckDecoder ack =
        new MassQuoteAckDecoder()
            .wrapAndApplyHeader(
                buffer, offset, new io.qanat.codecs.liquidity.MessageHeaderDecoder());
    outputs.add(
        ack.quoteStatus() + " " + ack.seqNum() + " " + ack.quoteRejectReason() + ": " + ack.text());
  }

  @Override
  public void toPeer(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    throw new AssertionError("liquidity speaks to no entity");
  }

  @Override
  public void reply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    throw new AssertionError("liquidity replies to nobody here");
  }
}
