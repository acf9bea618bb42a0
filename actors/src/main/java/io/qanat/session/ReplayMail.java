package io.qanat.session;

import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Hash64;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/** Messages between entities that are sent and not delivered, channel by channel in order. */
final class ReplayMail {
  /**
   * One message.
   *
   * @param key see {@link ReplayIndex#message}
   * @param root the input from outside that it goes back to
   * @param isRecorded whether history delivers it too, in the span
   */
  record Letter(
      long key,
      long root,
      long sender,
      long receiver,
      long channelSeq,
      DirectBuffer body,
      boolean isRecorded) {
    DirectBuffer envelope(final ReplayedEntity from) {
      return from.peerInput(receiver, channelSeq, body, 0, body.capacity());
    }
  }

  private final ReplayIndex.Ordinals ordinals = new ReplayIndex.Ordinals();
  private final Long2ObjectHashMap<ArrayDeque<Letter>> channels = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<Letter> expected = new Long2ObjectHashMap<>();
  private final LongHashSet early = new LongHashSet();

  /** The key of the next message of a root in a channel. */
  long key(final long root, final long sender, final long receiver) {
    return ReplayIndex.message(root, sender, receiver, ordinals.next(root, sender, receiver));
  }

  void add(final Letter letter) {
    channels.computeIfAbsent(channel(letter), c -> new ArrayDeque<>()).add(letter);
    if (letter.isRecorded()) {
      expected.put(letter.key(), letter);
    }
  }

  /** The message that history delivers now; null: nobody has sent it. */
  Letter expected(final long key) {
    return expected.get(key);
  }

  boolean has(final Letter letter) {
    final ArrayDeque<Letter> channel = channels.get(channel(letter));
    return channel != null
        && !channel.isEmpty()
        && letter.channelSeq() >= channel.peek().channelSeq();
  }

  /** Takes the oldest message of a letter's channel. */
  Letter take(final Letter letter) {
    final Letter oldest = channels.get(channel(letter)).remove();
    expected.remove(oldest.key());
    return oldest;
  }

  /** A message was delivered before its recorded place. */
  void early(final long key) {
    early.add(key);
  }

  /** Whether it was; asked once. */
  boolean wasEarly(final long key) {
    return early.remove(key);
  }

  private static long channel(final Letter letter) {
    return Hash64.mix(Hash64.mix(Hash64.SEED, letter.sender()), letter.receiver());
  }
}
