package io.qanat.loadtest.bench;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.InstrumentDefineEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelEncoder;
import io.qanat.codecs.entity.OrderReplaceEncoder;
import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.instrument.core.InstrumentCore;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole instrument on one thread, bytes in and bytes out: each input is encoded and decoded as
 * the log keeps it, every report and market-data message is copied out and hashed as it would be.
 * Of a hundred inputs 55 are limit orders, 25 cancels, 15 replacements, 5 market orders, near the
 * touch; those that name an order which is gone are refused, which is work too.
 *
 * <pre>
 *   java -cp loadtest/target/loadtest.jar org.openjdk.jmh.Main InstrumentCoreBenchmark -prof gc
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
public class InstrumentCoreBenchmark {
  private static final int INPUTS = 1 << 16;
  private static final long SEED = 42;
  private static final long ACCOUNT = 11;
  private static final long TICK = Fixed8.ONE / 100;
  private static final long MIDDLE_TICKS = 10_000;
  private static final long START_NANOS = 1_770_000_000_000_000_000L;

  /** An order older than this many is cancelled beside each new one, so the book does not grow. */
  private static final int AGE_MAX = 2_000;

  private static final byte LIMIT = 0;
  private static final byte CANCEL = 1;
  private static final byte REPLACE = 2;

  /** Keeps the outputs of one input and hashes them, as the runner of an entity does. */
  private static final class HashedOutputs implements Outputs {
    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(16 * 1024);
    private long hash = Hash64.SEED;
    private int length;

    @Override
    public void toPeer(
        final long entity, final DirectBuffer buffer, final int offset, final int messageLength) {
      add(entity, buffer, offset, messageLength);
    }

    @Override
    public void toSession(
        final long sessionKey,
        final DirectBuffer buffer,
        final int offset,
        final int messageLength) {
      add(sessionKey, buffer, offset, messageLength);
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer buffer, final int offset, final int messageLength) {
      add(feed.value(), buffer, offset, messageLength);
    }

    @Override
    public void reply(
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int messageLength) {
      add(requestId, buffer, offset, messageLength);
    }

    private void add(
        final long address, final DirectBuffer buffer, final int offset, final int messageLength) {
      bytes.putBytes(length, buffer, offset, messageLength);
      hash = Hash64.mix(hash, address);
      hash = Hash64.mix(hash, bytes, length, messageLength);
      length += messageLength;
    }
  }

  private final InstrumentCore core = new InstrumentCore(5);
  private final HashedOutputs outputs = new HashedOutputs();
  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PeerInputEncoder peer = new PeerInputEncoder();
  private final OrderSubmitEncoder submit = new OrderSubmitEncoder();
  private final OrderCancelEncoder cancel = new OrderCancelEncoder();
  private final OrderReplaceEncoder replace = new OrderReplaceEncoder();
  private final Input input = new Input();

  private final byte[] kinds = new byte[INPUTS];
  private final Side[] sides = new Side[INPUTS];
  private final long[] prices = new long[INPUTS];
  private final long[] quantities = new long[INPUTS];
  private final int[] ages = new int[INPUTS];
  private long lastOrderId = AGE_MAX;
  private long nowNanos = START_NANOS;

  /** Defines the instrument and draws the stream. */
  @Setup
  public void prepare() {
    define();
    final SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < INPUTS; i++) {
      final int die = random.nextInt(100);
      kinds[i] = die < 55 ? LIMIT : die < 80 ? CANCEL : die < 95 ? REPLACE : 3;
      sides[i] = random.nextBoolean() ? Side.BUY : Side.SELL;
      final int depth = random.nextInt(20) - 2;
      prices[i] = (MIDDLE_TICKS + (sides[i] == Side.BUY ? -depth : depth)) * TICK;
      quantities[i] = (1L + random.nextInt(100)) * Fixed8.ONE;
      ages[i] = random.nextInt(AGE_MAX);
    }
  }

  /** The stream; a limit or market order and the cancel beside it count as one operation. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public long bytesInBytesOut() {
    for (int i = 0; i < INPUTS; i++) {
      switch (kinds[i]) {
        case LIMIT -> {
          submit(sides[i], OrdType.LIMIT, prices[i], quantities[i]);
          cancel(lastOrderId - AGE_MAX);
        }
        case CANCEL -> cancel(lastOrderId - ages[i]);
        case REPLACE -> replace(lastOrderId - ages[i], prices[i], quantities[i]);
        default -> {
          submit(sides[i], OrdType.MARKET, Fixed8.NULL, quantities[i]);
          cancel(lastOrderId - AGE_MAX);
        }
      }
    }
    return outputs.hash;
  }

  private void submit(final Side side, final OrdType type, final long price, final long quantity) {
    OrderDefaults.plain(submit.wrapAndApplyHeader(body, 0, header))
        .orderId(++lastOrderId)
        .account(ACCOUNT)
        .partner(2)
        .price(price)
        .orderQty(quantity)
        .side(side)
        .ordType(type)
        .timeInForce(
            type == OrdType.LIMIT ? TimeInForce.GOOD_TILL_CANCEL : TimeInForce.IMMEDIATE_OR_CANCEL);
    apply(submit.encodedLength());
  }

  private void cancel(final long orderId) {
    cancel.wrapAndApplyHeader(body, 0, header).orderId(orderId).requestNo(7);
    apply(cancel.encodedLength());
  }

  private void replace(final long orderId, final long price, final long quantity) {
    OrderDefaults.plain(replace.wrapAndApplyHeader(body, 0, header))
        .orderId(orderId)
        .requestNo(8)
        .price(price)
        .orderQty(quantity);
    apply(replace.encodedLength());
  }

  private void apply(final int blockLength) {
    peer.wrapAndApplyHeader(envelope, 0, header)
        .sender(EntityKey.account(ACCOUNT))
        .channelSeq(1)
        .ackThrough(0)
        .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    applyEnvelope(peer.encodedLength());
  }

  private void applyEnvelope(final int encodedLength) {
    outputs.length = 0;
    core.apply(
        input.wrap(
            envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, nowNanos += 1_000),
        outputs);
  }

  private void define() {
    final InstrumentDefineEncoder definition =
        new InstrumentDefineEncoder()
            .wrapAndApplyHeader(body, 0, header)
            .contractSize(Fixed8.ONE)
            .tickSize(TICK)
            .lotSize(Fixed8.ONE)
            .minQty(Fixed8.ONE)
            .maxQty(1_000 * Fixed8.ONE)
            .lowLimitPrice(TICK)
            .highLimitPrice(1_000 * Fixed8.ONE)
            .dayRollNanosOfDay(0)
            .symbol("TEST")
            .baseCurrency("TST")
            .quoteCurrency("USD")
            .contractType(ContractType.CFD)
            .nonPositivePricesAllowed(Bool.NO);
    final AdminInputEncoder admin =
        new AdminInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .requestId(1)
            .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + definition.encodedLength())
            .who("benchmark")
            .why("benchmark");
    applyEnvelope(admin.encodedLength());
  }
}
