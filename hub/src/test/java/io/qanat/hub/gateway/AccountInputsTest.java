package io.qanat.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionProgressEncoder;
import io.qanat.entity.Edge.Refusal;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session's inputs on their way to an account that may move, refuse, or never hear of them. */
class AccountInputsTest {
  private static final long ACCOUNT = 17;
  private static final int BYTES_MAX = 64 * 1024;
  private static final SessionIdentity IDENTITY = new SessionIdentity(7, 1, 10, 77);

  /** What the hub was told and asked, and an account that takes inputs as AccountCore does. */
  private static final class Hub implements SessionActions {
    private final List<Told> told = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private long lastTaken;
    private long requests = 100;

    @Override
    public void send(final DirectBuffer buffer, final int offset, final int length) {
      throw new AssertionError("nothing is said to the client here");
    }

    @Override
    public void tell(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      assertThat(entity).isEqualTo(EntityKey.account(ACCOUNT));
      final Input input = new Input().wrap(buffer, offset, length, 0);
      told.add(new Told(input.seqNum(), input.prevSeqNum()));
    }

    @Override
    public long openRequest(final long nowNanos) {
      return ++requests;
    }

    @Override
    public void closeRequest(final long requestId) {
      asked.remove(requestId);
    }

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      asked.add(requestId);
    }

    @Override
    public void bind(final long sessionKey) {
      throw new AssertionError("not of the inputs");
    }

    @Override
    public void end() {
      throw new AssertionError("not of the inputs");
    }

    /** Whether it followed what was taken before, or came a second time. */
    boolean take(final Told input) {
      if (input.seqNum <= lastTaken) {
        return true;
      }
      if (input.prevSeqNum > lastTaken) {
        return false;
      }
      lastTaken = input.seqNum;
      taken.add(input.seqNum);
      return true;
    }

    List<Told> takeTold() {
      final List<Told> all = List.copyOf(told);
      told.clear();
      return all;
    }
  }

  private record Told(long seqNum, long prevSeqNum) {}

  private final SessionCodecs codecs = new SessionCodecs();
  private final Hub hub = new Hub();
  private AccountInputs inputs;
  private long nowNanos = 1;

  @BeforeEach
  void begin() {
    inputs = new AccountInputs(IDENTITY, hub, codecs, new GatewayCounters(), BYTES_MAX, nowNanos);
  }

  @Test
  void aNodeAloneNamesNoPredecessorAndKeepsNothing() {
    final AccountInputs alone =
        new AccountInputs(IDENTITY, hub, codecs, new GatewayCounters(), 0, nowNanos);
    assertThat(alone.previous(ACCOUNT, 1)).isEqualTo(InputEncoder.NOT_NAMED);
    assertThat(alone.tell(ACCOUNT, 1, codecs.inputs.sessionClaim(7, 1, 10, 1, -1, 77, false)))
        .isTrue();
    assertThat(hub.takeTold()).containsExactly(new Told(1, 0));
    assertThat(alone.onRefused(ACCOUNT, 1, Refusal.UNAVAILABLE, 50)).isFalse();
    alone.doubt();
    pass(10_000);
    assertThat(hub.told).isEmpty();
    assertThat(hub.asked).isEmpty();
  }

  @Test
  void eachInputIsToldAtOnceAndNamesTheOneBeforeIt() {
    tell(3, 4, 9);
    assertThat(hub.takeTold()).containsExactly(new Told(3, 0), new Told(4, 3), new Told(9, 4));
    pass(1_000);
    assertThat(hub.asked).isEmpty();
    pass(1_000);
    assertThat(hub.asked).hasSize(1);
    answer(9);
    pass(10_000);
    assertThat(hub.asked).as("everything is confirmed").isEmpty();
  }

  @Test
  void inDoubtNothingIsToldUntilTheAccountSaysHowFarItIs() {
    tell(1, 2, 3);
    hub.takeTold();
    inputs.doubt();
    tell(4);
    assertThat(hub.told).isEmpty();
    pass(5);
    answer(1);
    assertThat(hub.takeTold()).containsExactly(new Told(2, 1), new Told(3, 2), new Told(4, 3));
    tell(5);
    assertThat(hub.takeTold()).containsExactly(new Told(5, 4));
    pass(50);
    answer(3);
    assertThat(hub.takeTold())
        .as("4 may be lost again")
        .containsExactly(new Told(4, 3), new Told(5, 4));
    pass(50);
    answer(5);
    pass(10_000);
    assertThat(hub.told).isEmpty();
    assertThat(hub.asked).isEmpty();
  }

  @Test
  void aRefusalForLoadIsTriedAgainLater() {
    tell(1, 2);
    hub.takeTold();
    assertThat(inputs.onRefused(ACCOUNT, 2, Refusal.BUSY, 200)).isTrue();
    pass(199);
    assertThat(hub.asked).isEmpty();
    pass(1);
    answer(1);
    assertThat(hub.takeTold()).containsExactly(new Told(2, 1));
  }

  @Test
  void whatTheAccountWillNeverTakeIsLeftOut() {
    tell(1, 2, 3);
    hub.takeTold();
    assertThat(inputs.onRefused(ACCOUNT, 2, Refusal.POISON, 0)).isFalse();
    pass(50);
    answer(1);
    assertThat(hub.takeTold()).containsExactly(new Told(3, 1));
    inputs.onRejected(ACCOUNT, 3);
    inputs.doubt();
    pass(5);
    answer(1);
    assertThat(hub.takeTold()).isEmpty();
    tell(4);
    assertThat(hub.takeTold()).containsExactly(new Told(4, 1));
  }

  @Test
  void oneGapIsClosedOnceHoweverManyInputsNoticeIt() {
    tell(1, 2, 3, 4);
    hub.takeTold();
    missing(1);
    missing(1);
    missing(1);
    assertThat(hub.takeTold()).containsExactly(new Told(2, 1), new Told(3, 2), new Told(4, 3));
  }

  @Test
  void withTooMuchUnconfirmedNothingMoreIsTaken() {
    long seqNum = 1;
    while (inputs.tell(ACCOUNT, seqNum, encode(seqNum))) {
      seqNum++;
    }
    assertThat(hub.takeTold()).hasSize((int) seqNum - 1);
    pass(1);
    answer(seqNum - 1);
    assertThat(inputs.tell(ACCOUNT, seqNum, encode(seqNum))).isTrue();
    assertThat(hub.takeTold()).containsExactly(new Told(seqNum, seqNum - 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverIsLostDoubledOrRefusedEachInputIsTakenOnceAndInOrder(final long seed) {
    final Random random = new Random(seed);
    final int count = 2_000;
    final List<Told> onTheWay = new ArrayList<>();
    long next = 1;
    for (int turn = 0; turn < 100_000 && (next <= count || hub.lastTaken < count); turn++) {
      final boolean isBad = turn / 1_000 % 2 == 0 && turn < 50_000;
      if (next <= count && random.nextInt(4) > 0 && inputs.tell(ACCOUNT, next, encode(next))) {
        next++;
      }
      onTheWay.addAll(hub.takeTold());
      while (!onTheWay.isEmpty() && random.nextInt(3) > 0) {
        deliver(onTheWay.remove(0), isBad ? random : null);
      }
      if (isBad && random.nextInt(300) == 0) {
        onTheWay.clear();
        inputs.doubt();
      }
      pass(1 + random.nextInt(20));
      if (!hub.asked.isEmpty() && (!isBad || random.nextInt(3) > 0)) {
        answer(hub.lastTaken);
      }
    }
    assertThat(hub.taken)
        .as("seed=%d", seed)
        .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
  }

  private void deliver(final Told input, final Random badLuck) {
    final int luck = badLuck == null ? 99 : badLuck.nextInt(100);
    if (luck < 2) {
      return; // Lost, and nobody is told.
    }
    if (luck < 6) {
      inputs.onRefused(ACCOUNT, input.seqNum, luck < 4 ? Refusal.BUSY : Refusal.UNAVAILABLE, 20);
      return;
    }
    if (!hub.take(input)) {
      missing(hub.lastTaken);
    }
  }

  private void tell(final long... seqNums) {
    for (final long seqNum : seqNums) {
      assertThat(inputs.tell(ACCOUNT, seqNum, encode(seqNum))).isTrue();
    }
  }

  private int encode(final long seqNum) {
    return codecs.inputs.sessionClaim(
        7, 1, 10, seqNum, inputs.previous(ACCOUNT, seqNum), 77, false);
  }

  private void pass(final long millis) {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    inputs.tick(nowNanos);
  }

  private void answer(final long lastSeqNum) {
    assertThat(hub.asked).hasSize(1);
    assertThat(inputs.onReply(hub.asked.get(0), progress(lastSeqNum), 0)).isTrue();
  }

  private void missing(final long lastSeqNum) {
    inputs.onMissing(progress(lastSeqNum), 0);
  }

  private static DirectBuffer progress(final long lastSeqNum) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + SessionProgressEncoder.BLOCK_LENGTH]);
    new SessionProgressEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .account(ACCOUNT)
        .incarnation(10)
        .lastSeqNum(lastSeqNum);
    return buffer;
  }
}
