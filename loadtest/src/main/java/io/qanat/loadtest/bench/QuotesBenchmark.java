package io.qanat.loadtest.bench;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.LiquidityDefineEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.liquidity.AgeClock;
import io.qanat.codecs.liquidity.CrossPolicy;
import io.qanat.codecs.liquidity.ExecutionMode;
import io.qanat.codecs.liquidity.MassQuoteEncoder;
import io.qanat.codecs.liquidity.PoolPublication;
import io.qanat.codecs.liquidity.PriceRequestEncoder;
import io.qanat.codecs.liquidity.PriceSource;
import io.qanat.codecs.liquidity.QuoteFlagsEncoder;
import io.qanat.codecs.liquidity.QuoteResponseLevel;
import io.qanat.codecs.liquidity.Routing;
import io.qanat.codecs.liquidity.SpreadAction;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import io.qanat.codecs.liquidity.TierKind;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.instrument.core.InstrumentCore;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Quotes of ten providers through filters, a pool and the prices of two partners to what leaves for
 * their sessions, on one thread, bytes in and bytes out as the log keeps them. One operation is one
 * quote: an event of one provider, one level each side.
 *
 * <pre>
 *   java -cp loadtest/target/loadtest.jar org.openjdk.jmh.Main QuotesBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class QuotesBenchmark {
  private static final int QUOTES = 40_000;
  private static final int PROVIDERS = 10;
  private static final long START_NANOS = 1_770_000_000_000_000_000L;
  private static final long SEED = 42;
  private static final int MIDDLE = 108_500;
  private static final int INSTRUMENT = 5;

  /** Quotes in one MassQuote. */
  @Param({"1", "10", "40"})
  public int batch;

  private static final class HashedOutputs implements Outputs {
    private long hash = Hash64.SEED;

    @Override
    public void toPeer(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(hash, buffer, offset, length);
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(hash, buffer, offset, length);
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(hash, buffer, offset, length);
    }

    @Override
    public void reply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(hash, buffer, offset, length);
    }
  }

  private final InstrumentCore core = new InstrumentCore(INSTRUMENT);
  private final HashedOutputs outputs = new HashedOutputs();
  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final io.qanat.codecs.liquidity.MessageHeaderEncoder liquidityHeader =
      new io.qanat.codecs.liquidity.MessageHeaderEncoder();
  private final MassQuoteEncoder quote = new MassQuoteEncoder();
  private final Input input = new Input();
  private final int[] bids = new int[QUOTES];
  private final int[] offers = new int[QUOTES];
  private long nowNanos = START_NANOS;

  /** Defines everything and draws the stream: a random walk, providers one after the other. */
  @Setup
  public void prepare() {
    admin(this::instrument);
    admin(this::liquidity);
    admin(this::pricing);
    for (int partner = 1; partner <= 2; partner++) {
      subscribe(partner);
    }
    final SplittableRandom random = new SplittableRandom(SEED);
    int middle = MIDDLE;
    for (int i = 0; i < QUOTES; i++) {
      middle += random.nextInt(3) - 1;
      final int half = 2 + random.nextInt(4);
      bids[i] = middle - half - MIDDLE;
      offers[i] = middle + half - MIDDLE;
    }
  }

  /** The stream. */
  @Benchmark
  @OperationsPerInvocation(QUOTES)
  public long quotes() {
    for (int first = 0; first < QUOTES; first += batch) {
      nowNanos += 1_000;
      quote
          .wrapAndApplyHeader(body, 0, liquidityHeader)
          .seqNum(1)
          .securityId(INSTRUMENT)
          .quoteTime(nowNanos)
          .priceBase(MIDDLE * 1_000L)
          .priceUnit(1_000)
          .sizeUnit(Fixed8.ONE)
          .quoteResponseLevel(QuoteResponseLevel.NEGATIVE_ONLY);
      final MassQuoteEncoder.QuoteEntriesEncoder entries = quote.quoteEntriesCount(batch);
      for (int i = first; i < first + batch; i++) {
        entries
            .next()
            .provider(1 + i % PROVIDERS)
            .quoteEntryId((short) 0)
            .quoteTimeDelta(0)
            .bidPx(bids[i])
            .offerPx(offers[i])
            .bidSize(1_000_000)
            .offerSize(1_000_000);
        final QuoteFlagsEncoder flags = entries.flags();
        flags.buffer().putByte(flags.offset(), (byte) 5);
      }
      client(100, MessageHeaderEncoder.ENCODED_LENGTH + quote.encodedLength());
    }
    return outputs.hash;
  }

  private void subscribe(final long partner) {
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new PriceRequestEncoder()
                .wrapAndApplyHeader(body, 0, liquidityHeader)
                .seqNum(1)
                .securityId(INSTRUMENT)
                .account(partner)
                .subscriptionRequestType(SubscriptionRequestType.SUBSCRIBE)
                .encodedLength();
    client(partner, length);
  }

  private void client(final long partner, final int bodyLength) {
    apply(
        new ClientInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .partner(partner)
            .session(1)
            .incarnation(1)
            .seqNum(1)
            .requestId(0)
            .putBody(body, 0, bodyLength)
            .encodedLength());
  }

  private void admin(final ToIntFunction<MutableDirectBuffer> message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.applyAsInt(body);
    apply(
        new AdminInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .requestId(1)
            .putBody(body, 0, length)
            .who("benchmark")
            .why("benchmark")
            .encodedLength());
  }

  private void apply(final int encodedLength) {
    core.apply(
        input.wrap(envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, nowNanos),
        outputs);
  }

  private int instrument(final MutableDirectBuffer buffer) {
    return new InstrumentDefineEncoder()
        .wrapAndApplyHeader(buffer, 0, header)
        .contractSize(Fixed8.ONE)
        .tickSize(1_000)
        .lotSize(Fixed8.ONE)
        .minQty(Fixed8.ONE)
        .maxQty(Fixed8.ofUnits(100_000_000))
        .lowLimitPrice(-Fixed8.ofUnits(1_000))
        .highLimitPrice(Fixed8.ofUnits(1_000))
        .dayRollNanosOfDay(0)
        .symbol("EURUSD")
        .baseCurrency("EUR")
        .quoteCurrency("USD")
        .contractType(ContractType.CFD)
        .nonPositivePricesAllowed(Bool.YES)
        .referencePrice(Fixed8.NULL)
        .staticBand(0)
        .dynamicBand(0)
        .volatilityAuctionNanos(0)
        .tradesRememberedMax(0)
        .encodedLength();
  }

  private int liquidity(final MutableDirectBuffer buffer) {
    final LiquidityDefineEncoder encoder =
        new LiquidityDefineEncoder().wrapAndApplyHeader(buffer, 0, header).ageClock(AgeClock.HUB);
    final LiquidityDefineEncoder.ProvidersEncoder group = encoder.providersCount(PROVIDERS);
    for (int n = 1; n <= PROVIDERS; n++) {
      group
          .next()
          .provider(n)
          .partner(100)
          .name("p" + n)
          .tierKind(TierKind.ADDITIVE)
          .staleAgeNanos(5_000_000_000L)
          .staleTicks(1_000)
          .spikeSoftBand(100_000)
          .spikeConfirmations(3)
          .spikeHardBand(10_000_000)
          .minSpread(0)
          .maxSpread(1_000_000)
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
    pools
        .filters()
        .clear()
        .sTALE_BY_AGE(true)
        .sTALE_BY_TICKS(true)
        .sPIKE_SOFT(true)
        .sPIKE_HARD(true)
        .sELF_CROSSED(true)
        .sPREAD(true);
    final LiquidityDefineEncoder.MembersEncoder members = encoder.membersCount(PROVIDERS);
    for (int n = 1; n <= PROVIDERS; n++) {
      members.next().pool(1).provider(n);
    }
    return encoder.encodedLength();
  }

  private int pricing(final MutableDirectBuffer buffer) {
    final PricingDefineEncoder encoder =
        new PricingDefineEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .skewPx(10_000)
            .skewVolatility(Fixed8.ONE)
            .skewPosition(Fixed8.ofUnits(5_000_000))
            .skewMax(50_000)
            .volatilityShift((short) 6)
            .widenPosition(0)
            .widenPx(0)
            .hedgePosition(0)
            .hedgeTo(0)
            .pool(1)
            .internalizeMax(0)
            .positionMax(0)
            .lossMax(0)
            .providerTimeoutNanos(1_000_000_000)
            .statusRetryNanos(1_000_000_000);
    final PricingDefineEncoder.PoliciesEncoder policies = encoder.policiesCount(2);
    for (int policy = 1; policy <= 2; policy++) {
      policies
          .next()
          .policy(policy)
          .name("policy" + policy)
          .partner(policy)
          .pool(1)
          .source(PriceSource.VWAP)
          .skewed(policy == 1 ? Bool.NO : Bool.YES)
          .markupPx(1_000L * policy)
          .markupRate(1_000)
          .minSpread(1_000)
          .minSpreadAction(SpreadAction.ABSORB)
          .maxSpread(1_000_000)
          .maxSpreadAction(SpreadAction.INVALIDATE)
          .priceIncrement(1_000)
          .conflationNanos(0)
          .executionMode(policy == 1 ? ExecutionMode.AGENCY : ExecutionMode.PRINCIPAL)
          .routing(Routing.SWEEP);
    }
    final PricingDefineEncoder.TiersEncoder tiers = encoder.tiersCount(4);
    for (int policy = 1; policy <= 2; policy++) {
      tiers.next().policy(policy).size(Fixed8.ofUnits(1_000_000));
      tiers.next().policy(policy).size(Fixed8.ofUnits(5_000_000));
    }
    encoder.accountsCount(0);
    return encoder.encodedLength();
  }
}
