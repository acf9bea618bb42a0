package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Outputs;
import io.qanat.instrument.core.BookInputs.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold for any stream of inputs. */
class InstrumentCorePropertyTest {
  private static final long INSTRUMENT = 5;
  private static final long START_NANOS = 1_770_000_000_000_000_000L;

  /** Every price and quantity of the random streams is acceptable. */
  private static final InstrumentTerms TERMS =
      new InstrumentTerms(
          100_000_000_000L,
          1,
          1,
          1,
          1_000_000,
          -10_000_000_000L,
          10_000_000_000L,
          3_600_000_000_000L,
          "CL",
          "CL",
          "USD",
          ContractType.CFD,
          Bool.YES);

  /** All outputs as one number. */
  private static final class HashedOutputs implements Outputs {
    private long hash = Hash64.SEED;

    @Override
    public void toPeer(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(Hash64.mix(hash, entity), buffer, offset, length);
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      throw new AssertionError("an instrument speaks to no session");
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(Hash64.mix(hash, feed.value()), buffer, offset, length);
    }

    @Override
    public void reply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      hash = Hash64.mix(Hash64.mix(hash, requestId), buffer, offset, length);
    }
  }

  private final InstrumentInputs inputs = new InstrumentInputs();
  private long nowNanos = START_NANOS;

  @ParameterizedTest(name = "seed={0} market={1}")
  @CsvSource({"1, NARROW", "7, WANDERING", "42, AROUND_ZERO", "99, WIDE", "2026, NEGATIVE"})
  void goesOnIdenticallyFromASnapshot(final long seed, final Market market) {
    final Random random = new Random(seed);
    final BookInputs stream = new BookInputs(seed, market, 1_000, true);
    final HashedOutputs expected = new HashedOutputs();
    final HashedOutputs actual = new HashedOutputs();
    InstrumentCore original = new InstrumentCore(INSTRUMENT);
    original.apply(inputs.define(nowNanos, TERMS), expected);
    for (int round = 0; round < 30; round++) {
      final String message = "seed=" + seed + " round=" + round;
      final InstrumentCore restored = restore(original);
      assertThat(restored.stateHash()).as(message).isEqualTo(original.stateHash());
      assertThat(restored.wakeAtNanos()).as(message).isEqualTo(original.wakeAtNanos());
      expected.hash = Hash64.SEED;
      actual.hash = Hash64.SEED;
      final int steps = 1 + random.nextInt(2_000);
      for (int i = 0; i < steps; i++) {
        final BookInputs.BookInput input = stream.next();
        step(random);
        original.apply(inputs.of(nowNanos, input), expected);
        restored.apply(inputs.of(nowNanos, input), actual);
        if (random.nextInt(500) == 0) {
          final SecurityTradingStatus status =
              random.nextInt(3) == 0
                  ? SecurityTradingStatus.TRADING_HALT
                  : SecurityTradingStatus.READY_TO_TRADE;
          original.apply(inputs.statusChange(nowNanos, status), expected);
          restored.apply(inputs.statusChange(nowNanos, status), actual);
        }
        assertThat(actual.hash).as("%s i=%d input=%s", message, i, input).isEqualTo(expected.hash);
      }
      original.query(inputs.fullRefresh(nowNanos, true, true), expected);
      restored.query(inputs.fullRefresh(nowNanos, true, true), actual);
      assertThat(actual.hash).as(message).isEqualTo(expected.hash);
      assertThat(restored.stateHash()).as(message).isEqualTo(original.stateHash());
      original = restored;
    }
  }

  @ParameterizedTest(name = "seed={0} market={1}")
  @CsvSource({"3, NARROW", "8, WANDERING", "43, AROUND_ZERO", "100, WIDE", "2027, NEGATIVE"})
  void whoFollowsTheFeedsHasTheBook(final long seed, final Market market) {
    final Random random = new Random(seed);
    final BookInputs stream = new BookInputs(seed, market, 3_000, true);
    final InstrumentCore core = new InstrumentCore(INSTRUMENT);
    final FeedFollower follower = new FeedFollower();
    core.apply(inputs.define(nowNanos, TERMS), follower);
    for (int i = 0; i < 60_000; i++) {
      step(random);
      core.apply(inputs.of(nowNanos, stream.next()), follower);
      follower.requireEndOfEvent();
      if (i % 500 == 0) {
        final FeedFollower refreshed = new FeedFollower();
        core.query(inputs.fullRefresh(nowNanos, true, true), refreshed);
        final String message = "seed=" + seed + " i=" + i;
        assertThat(follower.levels()).as(message).isEqualTo(refreshed.levels());
        assertThat(follower.orders()).as(message).isEqualTo(refreshed.orders());
        assertThat(follower.levels()).as(message).isEqualTo(follower.levelsOfOrders());
        assertThat(follower.rptSeqs()).as(message).isEqualTo(refreshed.rptSeqs());
        assertThat(follower.top()).as(message).isEqualTo(refreshed.top());
      }
    }
    assertThat(follower.tradesByPrice()).as("seed=%d", seed).isEqualTo(follower.tradesByOrder());
    assertThat(follower.seen())
        .as("seed=%d", seed)
        .contains(
            ReportType.ACCEPTED,
            ReportType.TRADED,
            ReportType.CANCELED,
            ReportType.REPLACED,
            ReportType.EXPIRED,
            ReportType.CANCEL_REJECTED,
            ReportType.REPLACE_REJECTED);
    assertThat(follower.reportedTrades())
        .as("seed=%d", seed)
        .isEqualTo(2 * follower.tradesByPrice())
        .isPositive();
  }

  /** Time passes; now and then a day ends. */
  private void step(final Random random) {
    nowNanos += random.nextInt(3_000) == 0 ? InstrumentTerms.DAY_NANOS : random.nextInt(1_000_000);
  }

  private static InstrumentCore restore(final InstrumentCore original) {
    final List<byte[]> records = new ArrayList<>();
    original.writeSnapshot(
        (buffer, offset, length) -> {
          final byte[] record = new byte[length];
          buffer.getBytes(offset, record);
          records.add(record);
        });
    final InstrumentCore restored = new InstrumentCore(INSTRUMENT);
    for (final byte[] record : records) {
      restored.readSnapshotRecord(new UnsafeBuffer(record), 0, record.length);
    }
    return restored;
  }
}
