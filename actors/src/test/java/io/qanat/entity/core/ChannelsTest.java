package io.qanat.entity.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  private static final Channels.Origin ORIGIN = new Channels.Origin(1, 2, 3, 4);

  private final Channels channels = new Channels();

  private static UnsafeBuffer body(final int length, final int fill) {
    final byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) fill);
    return new UnsafeBuffer(bytes);
  }

  private static long send(final Channels channels, final long peer, final DirectBuffer body) {
    return channels.send(peer, ORIGIN, body, 0, body.capacity());
  }

  private static Channels copy(final Channels channels) {
    final Channels copy = new Channels();
    channels.writeSnapshot((buffer, offset, length) -> copy.readSnapshotRecord(buffer, offset));
    return copy;
  }

  @Test
  void messagesOfASenderAreTakenInOrderAndOnce() {
    assertThat(channels.accept(7, 2)).isEqualTo(Channels.Verdict.GAP);
    assertThat(channels.accept(7, 1)).isEqualTo(Channels.Verdict.APPLY);
    assertThat(channels.accept(7, 1)).isEqualTo(Channels.Verdict.DUPLICATE);
    assertThat(channels.accept(8, 1)).isEqualTo(Channels.Verdict.APPLY);
    assertThat(channels.receivedThrough(7)).isEqualTo(1);
  }

  @Test
  void whatIsSentIsNumberedAndKeptUntilItIsAcknowledged() {
    assertThat(send(channels, 7, body(3, 1))).isEqualTo(1);
    assertThat(send(channels, 7, body(3, 2))).isEqualTo(2);
    assertThat(send(channels, 8, body(3, 3))).isEqualTo(1);
    assertThat(channels.unacknowledgedCount()).isEqualTo(3);

    channels.acknowledge(7, 1);
    channels.acknowledge(7, 0);

    assertThat(channels.unacknowledgedCount()).isEqualTo(2);
    assertThat(channels.body(7, 2)).isEqualTo(body(3, 2));
    assertThat(channels.origin(7, 2)).isEqualTo(ORIGIN);
    assertThatThrownBy(() -> channels.body(7, 1)).hasMessageContaining("no unacknowledged");
    final List<Long> peers = new ArrayList<>();
    channels.forEachPeer(peers::add);
    assertThat(peers).containsExactly(7L, 8L);
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentChangesNothing() {
    send(channels, EntityKey.account(7), body(1, 1));
    assertThatThrownBy(() -> channels.acknowledge(EntityKey.account(7), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("account-7 acknowledges message 2, only 1 were sent to it");
    assertThat(channels.acknowledgedThrough(EntityKey.account(7))).isZero();
  }

  @Test
  void manyAndLargeMessagesAreSnapshotInSeveralRecords() {
    for (int i = 0; i < 3_000; i++) {
      send(channels, 7, body(10, i));
    }
    for (int i = 0; i < 5; i++) {
      send(channels, 8, body(200_000, i));
    }
    channels.acknowledge(7, 100);
    channels.accept(9, 1);
    final List<Integer> lengths = new ArrayList<>();
    channels.writeSnapshot((buffer, offset, length) -> lengths.add(length));

    assertThat(lengths).hasSize(3 + 5 + 1);
    assertThat(copy(channels).stateHash()).isEqualTo(channels.stateHash());
    assertThat(copy(channels).unacknowledgedCount()).isEqualTo(2_905);
    assertThat(copy(channels).origin(7, 3_000)).isEqualTo(ORIGIN);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void behavesLikeListsAndSurvivesSnapshots(final long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final Map<Long, List<DirectBuffer>> sent = new TreeMap<>();
    final Map<Long, Long> acknowledged = new TreeMap<>();
    Channels tested = channels;
    for (int i = 0; i < 5_000; i++) {
      final long peer = 1L + random.nextInt(4);
      final List<DirectBuffer> all = sent.computeIfAbsent(peer, p -> new ArrayList<>());
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          all.add(body(1 + random.nextInt(20), i));
          assertThat(send(tested, peer, all.get(all.size() - 1))).isEqualTo(all.size());
        }
        case 2 -> {
          final long through = random.nextLong(all.size() + 1L);
          tested.acknowledge(peer, through);
          acknowledged.merge(peer, through, Math::max);
        }
        default -> {
          final Channels copy = copy(tested);
          assertThat(copy.stateHash()).as("seed " + seed).isEqualTo(tested.stateHash());
          tested = copy;
        }
      }
      final List<DirectBuffer> kept = new ArrayList<>();
      tested.forEachUnacknowledged(peer, (seq, buffer, offset, length) -> kept.add(buffer));
      assertThat(kept)
          .as("seed " + seed)
          .isEqualTo(all.subList(acknowledged.getOrDefault(peer, 0L).intValue(), all.size()));
    }
  }
}
