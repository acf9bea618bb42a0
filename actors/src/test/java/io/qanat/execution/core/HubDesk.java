package io.qanat.execution.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.AdminReplyDecoder;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.FillExplanationDecoder;
import io.qanat.codecs.entity.HouseSwitchSetEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelEncoder;
import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.codecs.entity.PricingRevertEncoder;
import io.qanat.codecs.entity.ProviderOrderResolveEncoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.SessionLostEncoder;
import io.qanat.codecs.entity.WakeInputEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.AgeClock;
import io.qanat.codecs.liquidity.CrossPolicy;
import io.qanat.codecs.liquidity.LiquidityRejectDecoder;
import io.qanat.codecs.liquidity.MassQuoteEncoder;
import io.qanat.codecs.liquidity.PoolPublication;
import io.qanat.codecs.liquidity.PriceRequestEncoder;
import io.qanat.codecs.liquidity.PricesDecoder;
import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.liquidity.ProviderOrderDecoder;
import io.qanat.codecs.liquidity.ProviderOrderStatusRequestDecoder;
import io.qanat.codecs.liquidity.ProviderReportEncoder;
import io.qanat.codecs.liquidity.QuoteFlagsEncoder;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.entity.core.SessionKey;
import io.qanat.instrument.core.InstrumentCore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An instrument with providers and policies, and what specifications do with it, in decimals; each
 * action returns all outputs. Provider n speaks by session 1 of partner 100 + n. Account 21 belongs
 * to partner 2. Behind each action the exposures are held against an independent count, and with
 * {@link #reloads} the instrument goes on from its snapshot.
 */
final class HubDesk implements Outputs {
  static final long SECOND = 1_000_000_000L;
  static final long START = 1_770_000_000L * SECOND;
  static final int INSTRUMENT = 5;

  InstrumentCore core = new InstrumentCore(INSTRUMENT);
  long nowNanos = START;
  boolean reloads;

  /** Sum of clients' fills by the reports that they got. */
  long clients;

  private final TreeMap<Long, Side> sides = new TreeMap<>();
  private final List<String> outputs = new ArrayList<>();
  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final io.qanat.codecs.liquidity.MessageHeaderEncoder liquidityHeader =
      new io.qanat.codecs.liquidity.MessageHeaderEncoder();
  private final io.qanat.codecs.liquidity.MessageHeaderDecoder liquidityDecoder =
      new io.qanat.codecs.liquidity.MessageHeaderDecoder();

  /** Oil in lots of 1, from -1000 to 1000 in steps of 0.01, a barrel a lot; so many providers. */
  HubDesk(final int providers) {
    admin(
        b ->
            new InstrumentDefineEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .contractSize(Fixed8.ONE)
                .tickSize(f("0.01"))
                .lotSize(Fixed8.ONE)
                .minQty(Fixed8.ONE)
                .maxQty(f("1000000"))
                .lowLimitPrice(f("-1000"))
                .highLimitPrice(f("1000"))
                .dayRollNanosOfDay(0)
                .symbol("WTI")
                .baseCurrency("WTI")
                .quoteCurrency("USD")
                .contractType(ContractType.CFD)
                .nonPositivePricesAllowed(Bool.YES)
                .referencePrice(Fixed8.NULL)
                .staticBand(0)
                .dynamicBand(0)
                .volatilityAuctionNanos(0)
                .tradesRememberedMax(0)
                .encodedLength());
    admin(
        b -> {
          final LiquidityDefineEncoder encoder =
              new LiquidityDefineEncoder().wrapAndApplyHeader(b, 0, header).ageClock(AgeClock.HUB);
          final LiquidityDefineEncoder.ProvidersEncoder group = encoder.providersCount(providers);
          for (int n = 1; n <= providers; n++) {
            group
                .next()
                .provider(n)
                .partner(100 + n)
                .name("p" + n)
                .tierKind(TierKind.ADDITIVE)
                .staleAgeNanos(60 * SECOND)
                .staleTicks(0)
                .spikeSoftBand(0)
                .spikeConfirmations(0)
                .spikeHardBand(0)
                .minSpread(0)
                .maxSpread(0)
                .sessionFromNanosOfDay(0)
                .sessionToNanosOfDay(0);
          }
          final LiquidityDefineEncoder.PoolsEncoder pools = encoder.poolsCount(1);
          pools
              .next()
              .pool(1)
              .name("all")
              .crossPolicy(CrossPolicy.OLDER_OUT)
              .publication(PoolPublication.NONE);
          pools.filters().clear().sTALE_BY_AGE(true).sELF_CROSSED(true);
          final LiquidityDefineEncoder.MembersEncoder members = encoder.membersCount(providers);
          for (int n = 1; n <= providers; n++) {
            members.next().pool(1).provider(n);
          }
          return encoder.encodedLength();
        });
  }

  static long f(final String decimal) {
    return Fixed8.parse(decimal);
  }

  List<String> define(final PolicyBook policies) {
    return admin(b -> policies.write(b, header));
  }

  List<String> revert(final long version) {
    return admin(
        b ->
            new PricingRevertEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .version(version)
                .encodedLength());
  }

  List<String> resolve(final long providerOrderId, final String cumQty, final String avgPx) {
    return admin(
        b ->
            new ProviderOrderResolveEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .providerOrderId(providerOrderId)
                .cumQty(f(cumQty))
                .avgPx(f(avgPx))
                .encodedLength());
  }

  List<String> house(final boolean on) {
    return admin(
        b ->
            new HouseSwitchSetEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .on(on ? Bool.YES : Bool.NO)
                .encodedLength());
  }

  /** The provider's whole quote: bid, bid size, offer, offer size, and so on, level by level. */
  List<String> quote(final int provider, final String... levels) {
    return quoteAs(provider, 1, levels);
  }

  List<String> quoteAs(final int provider, final long incarnation, final String... levels) {
    return client(100 + provider, incarnation, b -> quotes(b, provider, levels));
  }

  private int quotes(final MutableDirectBuffer b, final int provider, final String... levels) {
    final MassQuoteEncoder quote =
        new MassQuoteEncoder()
            .wrapAndApplyHeader(b, 0, liquidityHeader)
            .seqNum(1)
            .securityId(INSTRUMENT)
            .quoteTime(nowNanos)
            .priceBase(0)
            .priceUnit(f("0.01"))
            .sizeUnit(Fixed8.ONE)
            .quoteResponseLevel(QuoteResponseLevel.NEGATIVE_ONLY);
    final int count = levels.length / 4;
    final MassQuoteEncoder.QuoteEntriesEncoder group = quote.quoteEntriesCount(Math.max(1, count));
    if (count == 0) {
      group
          .next()
          .provider(provider)
          .quoteEntryId((short) 0)
          .quoteTimeDelta(0)
          .bidPx(Integer.MIN_VALUE)
          .offerPx(Integer.MIN_VALUE)
          .bidSize(0)
          .offerSize(0);
      flags(group.flags(), 7);
    }
    for (int level = 0; level < count; level++) {
      group
          .next()
          .provider(provider)
          .quoteEntryId((short) level)
          .quoteTimeDelta(0)
          .bidPx((int) (f(levels[4 * level]) / f("0.01")))
          .bidSize(f(levels[4 * level + 1]) / Fixed8.ONE)
          .offerPx((int) (f(levels[4 * level + 2]) / f("0.01")))
          .offerSize(f(levels[4 * level + 3]) / Fixed8.ONE);
      flags(group.flags(), (level == 0 ? 1 : 0) | (level == count - 1 ? 4 : 0));
    }
    return quote.encodedLength();
  }

  private static void flags(final QuoteFlagsEncoder field, final int bits) {
    field.buffer().putByte(field.offset(), (byte) bits);
  }

  /** An order of an account to trade at once; price null: at any price. */
  List<String> order(
      final int account,
      final int number,
      final Side side,
      final String qty,
      final String price,
      final TimeInForce timeInForce) {
    final long orderId = orderId(account, number);
    sides.put(orderId, side);
    return peer(
        EntityKey.account(account),
        b ->
            OrderDefaults.plain(new OrderSubmitEncoder().wrapAndApplyHeader(b, 0, header))
                .orderId(orderId)
                .account(account)
                .partner(account / 10)
                .price(price == null ? Fixed8.NULL : f(price))
                .orderQty(f(qty))
                .side(side)
                .ordType(price == null ? OrdType.MARKET : OrdType.LIMIT)
                .timeInForce(timeInForce)
                .encodedLength());
  }

  List<String> ioc(
      final int account, final int number, final Side side, final String qty, final String price) {
    return order(account, number, side, qty, price, TimeInForce.IMMEDIATE_OR_CANCEL);
  }

  List<String> cancel(final int account, final int number) {
    return peer(
        EntityKey.account(account),
        b ->
            new OrderCancelEncoder()
                .wrapAndApplyHeader(b, 0, header)
                .orderId(orderId(account, number))
                .requestNo(7)
                .encodedLength());
  }

  static long orderId(final int account, final int number) {
    return (long) account << 39 | number;
  }

  /** What provider n says of an order; lastPx null: no fill is reported. */
  List<String> report(
      final int provider,
      final long order,
      final ProviderOrdStatus status,
      final String lastQty,
      final String lastPx,
      final String cumQty,
      final String avgPx) {
    return reportAs(100 + provider, provider, order, status, lastQty, lastPx, cumQty, avgPx);
  }

  List<String> reportAs(
      final long partner,
      final int provider,
      final long order,
      final ProviderOrdStatus status,
      final String lastQty,
      final String lastPx,
      final String cumQty,
      final String avgPx) {
    return client(
        partner,
        1,
        b ->
            new ProviderReportEncoder()
                .wrapAndApplyHeader(b, 0, liquidityHeader)
                .seqNum(2)
                .securityId(INSTRUMENT)
                .providerOrderId(order)
                .provider(provider)
                .ordStatus(status)
                .lastPx(lastPx == null ? Fixed8.NULL : f(lastPx))
                .lastQty(f(lastQty))
                .cumQty(f(cumQty))
                .avgPx(avgPx == null ? Fixed8.NULL : f(avgPx))
                .transactTime(nowNanos)
                .encodedLength());
  }

  /** The order is filled whole at one price. */
  List<String> fill(final int provider, final long order, final String qty, final String px) {
    return report(provider, order, ProviderOrdStatus.FILLED, qty, px, qty, px);
  }

  /** Nothing of the order is filled. */
  List<String> reject(final int provider, final long order) {
    return report(provider, order, ProviderOrdStatus.REJECTED, "0", null, "0", null);
  }

  List<String> prices(final int account, final SubscriptionRequestType type) {
    return client(
        account / 10,
        1,
        b ->
            new PriceRequestEncoder()
                .wrapAndApplyHeader(b, 0, liquidityHeader)
                .seqNum(3)
                .securityId(INSTRUMENT)
                .account(account)
                .subscriptionRequestType(type)
                .encodedLength());
  }

  List<String> sessionLost(final long partner, final long incarnation) {
    return client(
        partner,
        incarnation,
        b -> new SessionLostEncoder().wrapAndApplyHeader(b, 0, header).gateway(1).encodedLength());
  }

  /** So many milliseconds after the start it is woken. */
  List<String> wakeAt(final long millis) {
    nowNanos = START + millis * 1_000_000;
    return apply(
        new WakeInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .dueAt(nowNanos)
            .encodedLength());
  }

  /** Milliseconds from the start to when it wants to be woken. */
  long wantsWakeAt() {
    return (core.wakeAtNanos() - START) / 1_000_000;
  }

  private List<String> admin(final ToIntFunction<MutableDirectBuffer> message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.applyAsInt(body);
    return apply(
        new AdminInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .requestId(77)
            .putBody(body, 0, length)
            .who("operator")
            .why("test")
            .encodedLength());
  }

  private List<String> client(
      final long partner,
      final long incarnation,
      final ToIntFunction<MutableDirectBuffer> message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.applyAsInt(body);
    return apply(
        new ClientInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .partner(partner)
            .session(1)
            .incarnation(incarnation)
            .seqNum(1)
            .requestId(0)
            .putBody(body, 0, length)
            .encodedLength());
  }

  private List<String> peer(final long sender, final ToIntFunction<MutableDirectBuffer> message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.applyAsInt(body);
    return apply(
        new PeerInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .sender(sender)
            .channelSeq(1)
            .ackThrough(0)
            .putBody(body, 0, length)
            .encodedLength());
  }

  private List<String> apply(final int encodedLength) {
    outputs.clear();
    core.apply(
        new Input()
            .wrap(envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, nowNanos),
        this);
    assertThat(core.exposureDifference())
        .as("clients + house + LPs + in flight + unknown")
        .isZero();
    assertThat(core.exposures().clients()).as("clients by their reports").isEqualTo(clients);
    if (reloads) {
      reload();
    }
    return List.copyOf(outputs);
  }

  /** Goes on from the snapshot, which must be the whole of it. */
  void reload() {
    final InstrumentCore restored = new InstrumentCore(INSTRUMENT);
    core.writeSnapshot(
        (buffer, offset, length) -> {
          final UnsafeBuffer copy = new UnsafeBuffer(new byte[length + 16]);
          copy.setMemory(0, length + 16, (byte) 0x5A);
          copy.putBytes(8, buffer, offset, length);
          restored.readSnapshotRecord(copy, 8, length);
        });
    assertThat(restored.stateHash()).isEqualTo(core.stateHash());
    assertThat(restored.wakeAtNanos()).isEqualTo(core.wakeAtNanos());
    assertThat(restored.exposureDifference()).isZero();
    core = restored;
  }

  /** The explanation of a fill as its partner gets it. */
  FillExplanationDecoder explain(final long tradeId) {
    final List<FillExplanationDecoder> found = new ArrayList<>();
    final UnsafeBuffer query = new UnsafeBuffer(new byte[64]);
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new io.qanat.codecs.entity.ExplainQueryEncoder()
                .wrapAndApplyHeader(query, 0, header)
                .partner(2)
                .tradeId(tradeId)
                .encodedLength();
    core.query(
        new Input().wrapQuery(query, 0, length, 9, nowNanos),
        new Outputs() {
          @Override
          public void toPeer(final long e, final DirectBuffer b, final int o, final int l) {
            throw new AssertionError("a query tells nobody");
          }

          @Override
          public void toSession(final long s, final DirectBuffer b, final int o, final int l) {
            throw new AssertionError("a query tells nobody");
          }

          @Override
          public void toMarketData(final MDFeed f, final DirectBuffer b, final int o, final int l) {
            throw new AssertionError("a query tells nobody");
          }

          @Override
          public void reply(final long r, final DirectBuffer b, final int o, final int l) {
            if (new MessageHeaderDecoder().wrap(b, o).templateId()
                == FillExplanationDecoder.TEMPLATE_ID) {
              final byte[] copy = new byte[l];
              b.getBytes(o, copy);
              found.add(
                  new FillExplanationDecoder()
                      .wrapAndApplyHeader(new UnsafeBuffer(copy), 0, new MessageHeaderDecoder()));
            }
          }
        });
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public void toPeer(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    final OrderReportDecoder report =
        new OrderReportDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    final StringBuilder line = new StringBuilder();
    line.append(EntityKey.id(entity)).append(' ').append(report.reportType());
    if (report.reportType() == ReportType.TRADED) {
      line.append(' ').append(amount(report.lastQty(), report.lastPx()));
      line.append(" leaves ").append(Fixed8.format(report.leavesQty()));
      line.append(" #").append(report.tradeId());
      final Side side = sides.get(report.orderId());
      clients += side == Side.BUY ? report.lastQty() : -report.lastQty();
    }
    if (report.leavesQty() == 0) {
      sides.remove(report.orderId());
    }
    if (report.reportType() == ReportType.CANCELED) {
      line.append(' ').append(Fixed8.format(report.orderQty() - report.cumQty()));
      line.append(
          report.requestNo() == 0
              ? " " + report.execRestatementReason()
              : " request " + report.requestNo());
    }
    if (report.ordRejReason() != OrdRejReason.NULL_VAL) {
      line.append(' ').append(report.ordRejReason());
    }
    outputs.add(line.toString());
  }

  private static String amount(final long qty, final long px) {
    return Fixed8.format(qty) + "@" + (px == Fixed8.NULL ? "-" : Fixed8.format(px));
  }

  @Override
  public void toSession(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final String to = "p" + SessionKey.partner(sessionKey) + " ";
    switch (liquidityDecoder.wrap(buffer, offset).templateId()) {
      case ProviderOrderDecoder.TEMPLATE_ID -> {
        final ProviderOrderDecoder order =
            new ProviderOrderDecoder().wrapAndApplyHeader(buffer, offset, liquidityDecoder);
        outputs.add(
            to
                + order.side()
                + " "
                + amount(order.orderQty(), order.price())
                + (order.timeInForce() == TimeInForce.FILL_OR_KILL ? " FOK" : "")
                + " o"
                + order.providerOrderId());
      }
      case ProviderOrderStatusRequestDecoder.TEMPLATE_ID ->
          outputs.add(
              to
                  + "STATUS? o"
                  + new ProviderOrderStatusRequestDecoder()
                      .wrapAndApplyHeader(buffer, offset, liquidityDecoder)
                      .providerOrderId());
      case PricesDecoder.TEMPLATE_ID ->
          outputs.add(
              to
                  + prices(
                      new PricesDecoder().wrapAndApplyHeader(buffer, offset, liquidityDecoder)));
      case LiquidityRejectDecoder.TEMPLATE_ID ->
          outputs.add(
              to
                  + "REJECT "
                  + new LiquidityRejectDecoder()
                      .wrapAndApplyHeader(buffer, offset, liquidityDecoder)
                      .text());
      default -> throw new AssertionError("unexpected " + liquidityDecoder.templateId());
    }
  }

  private static String prices(final PricesDecoder prices) {
    final StringBuilder text = new StringBuilder();
    text.append(prices.account()).append(" v").append(prices.policyVersion());
    text.append(" r").append(prices.rptSeq());
    for (final PricesDecoder.TiersDecoder tier : prices.tiers()) {
      text.append(' ')
          .append(Fixed8.format(tier.size()))
          .append(": ")
          .append(price(tier.bidPx()))
          .append('/')
          .append(price(tier.offerPx()));
      final int flags = tier.flags().getRaw();
      text.append(flags == 0 ? "" : " f" + flags);
    }
    return text.toString();
  }

  private static String price(final long price) {
    return price == Fixed8.NULL ? "-" : Fixed8.format(price);
  }

  @Override
  public void toMarketData(
      final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    // What the book publishes is specified elsewhere.
  }

  @Override
  public void reply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final AdminReplyDecoder reply =
        new AdminReplyDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    outputs.add(reply.result() + (reply.textLength() == 0 ? "" : " " + reply.text()));
  }
}
