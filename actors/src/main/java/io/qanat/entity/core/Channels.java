package io.qanat.entity.core;

import io.qanat.codecs.entity.ChannelSnapshotDecoder;
import io.qanat.codecs.entity.ChannelSnapshotEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The numbered channels between one entity and its peers, in both directions: a part of the
 * entity's state, changed only by what the log holds.
 *
 * <p>Outgoing messages get numbers from 1 without gaps and are kept until the peer has acknowledged
 * them; incoming ones are applied in order, once. When messages travel, and how often, is not known
 * here.
 */
public final class Channels {
  /** What to do with an incoming message. */
  public enum Verdict {
    /** The next one: apply it. */
    APPLY,
    /** Applied before. */
    DUPLICATE,
    /** Earlier ones are missing. */
    GAP
  }

  /** Receives messages that no acknowledgement has covered yet. */
  @FunctionalInterface
  public interface MessageConsumer {
    void message(long channelSeq, DirectBuffer buffer, int offset, int length);
  }

  private static final int RECORD_MESSAGES_MAX = 1_024;
  private static final int RECORD_BYTES_MAX = 256 * 1024;

  private final Long2ObjectHashMap<Channel> byPeer = new Long2ObjectHashMap<>();
  private final List<Channel> inOrder = new ArrayList<>();
  private int unacknowledged;

  /** Judges an incoming message without changing anything. */
  public Verdict judge(final long sender, final long channelSeq) {
    final long expected = receivedThrough(sender) + 1;
    if (channelSeq == expected) {
      return Verdict.APPLY;
    }
    return channelSeq < expected ? Verdict.DUPLICATE : Verdict.GAP;
  }

  /**
   * Judges an incoming message and, if it is the next one, counts it as received.
   *
   * @param channelSeq the sender's number of it
   */
  public Verdict accept(final long sender, final long channelSeq) {
    final Verdict verdict = judge(sender, channelSeq);
    if (verdict == Verdict.APPLY) {
      channel(sender).receivedThrough = channelSeq;
    }
    return verdict;
  }

  /**
   * Numbers and keeps an outgoing message.
   *
   * @param origin of the message: the entry that emitted it
   * @return its number
   */
  public long send(
      final long peer,
      final Origin origin,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final byte[] body = new byte[length];
    buffer.getBytes(offset, body);
    channel(peer).add(new Message(origin, new UnsafeBuffer(body)));
    unacknowledged++;
    return channel(peer).sentThrough;
  }

  /**
   * Forgets messages that the peer has committed. Lower acknowledgements than an earlier one change
   * nothing.
   *
   * @throws IllegalArgumentException if that many were never sent
   */
  public void acknowledge(final long peer, final long through) {
    requireSent(peer, through);
    final Channel channel = byPeer.get(peer);
    if (channel != null) {
      unacknowledged -= channel.trim(through);
    }
  }

  /**
   * Checks an acknowledgement.
   *
   * @throws IllegalArgumentException if that many messages were never sent to the peer
   */
  public void requireSent(final long peer, final long through) {
    final long sentThrough = sentThrough(peer);
    if (through > sentThrough) {
      throw new IllegalArgumentException(
          EntityKey.toString(peer)
              + " acknowledges message "
              + through
              + ", only "
              + sentThrough
              + " were sent to it");
    }
  }

  /** Number of the last message of the peer that was applied; 0: none. */
  public long receivedThrough(final long sender) {
    final Channel channel = byPeer.get(sender);
    return channel == null ? 0 : channel.receivedThrough;
  }

  /** Number of the last message emitted to the peer; 0: none. */
  public long sentThrough(final long peer) {
    final Channel channel = byPeer.get(peer);
    return channel == null ? 0 : channel.sentThrough;
  }

  /** The peer has committed our messages through this one. */
  public long acknowledgedThrough(final long peer) {
    final Channel channel = byPeer.get(peer);
    return channel == null ? 0 : channel.acknowledgedThrough;
  }

  /** Messages to all peers that are not acknowledged. */
  public int unacknowledgedCount() {
    return unacknowledged;
  }

  /** Visits the peers in the order in which the entity first met them. */
  public void forEachPeer(final LongConsumer consumer) {
    for (int i = 0; i < inOrder.size(); i++) {
      consumer.accept(inOrder.get(i).peer);
    }
  }

  /** Visits what the peer has not acknowledged, in order; bodies without any envelope. */
  public void forEachUnacknowledged(final long peer, final MessageConsumer consumer) {
    for (long seq = acknowledgedThrough(peer) + 1; seq <= sentThrough(peer); seq++) {
      final DirectBuffer body = body(peer, seq);
      consumer.message(seq, body, 0, body.capacity());
    }
  }

  /**
   * The body of a message that is not acknowledged.
   *
   * @throws IllegalArgumentException if it was never sent, or is forgotten
   */
  public DirectBuffer body(final long peer, final long channelSeq) {
    return message(peer, channelSeq).body;
  }

  /**
   * Where a message that is not acknowledged comes from.
   *
   * @throws IllegalArgumentException if it was never sent, or is forgotten
   */
  public Origin origin(final long peer, final long channelSeq) {
    return message(peer, channelSeq).origin;
  }

  /**
   * Hash over the numbers and bodies of every channel. Origins do not count: they name epochs,
   * which differ between runs that are otherwise the same.
   */
  public long stateHash() {
    long hash = Hash64.SEED;
    for (final Channel channel : inOrder) {
      hash = Hash64.mix(hash, channel.peer);
      hash = Hash64.mix(hash, channel.receivedThrough);
      hash = Hash64.mix(hash, channel.sentThrough);
      hash = Hash64.mix(hash, channel.acknowledgedThrough);
      for (long seq = channel.acknowledgedThrough + 1; seq <= channel.sentThrough; seq++) {
        final DirectBuffer body = channel.message(seq).body;
        hash = Hash64.mix(hash, body, 0, body.capacity());
      }
    }
    return hash;
  }

  /** Writes every channel as one or more ChannelSnapshot records. */
  public void writeSnapshot(final Core.RecordSink sink) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1_024);
    final ChannelSnapshotEncoder encoder = new ChannelSnapshotEncoder();
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    for (final Channel channel : inOrder) {
      long next = channel.acknowledgedThrough + 1;
      do {
        final int count = channel.recordLength(next);
        encoder
            .wrapAndApplyHeader(buffer, 0, header)
            .peer(channel.peer)
            .receivedThrough(channel.receivedThrough)
            .sentThrough(channel.sentThrough)
            .acknowledgedThrough(channel.acknowledgedThrough);
        final var group = encoder.unacknowledgedCount(count);
        for (int i = 0; i < count; i++) {
          final Message message = channel.message(next++);
          group
              .next()
              .time(message.origin.timeNanos)
              .epoch(message.origin.epoch)
              .seqNr(message.origin.seqNr)
              .outputIndex(message.origin.outputIndex)
              .putBody(message.body, 0, message.body.capacity());
        }
        sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
      } while (next <= channel.sentThrough);
    }
  }

  /** Whether a snapshot's record is one of the channels' and not the core's. */
  public static boolean isChannelRecord(final int schemaId, final int templateId) {
    return schemaId == ChannelSnapshotDecoder.SCHEMA_ID
        && templateId == ChannelSnapshotDecoder.TEMPLATE_ID;
  }

  /** Reads one ChannelSnapshot record, in the order written, into channels that were empty. */
  public void readSnapshotRecord(final DirectBuffer buffer, final int offset) {
    final ChannelSnapshotDecoder decoder =
        new ChannelSnapshotDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    final Channel channel = channel(decoder.peer());
    channel.receivedThrough = decoder.receivedThrough();
    if (channel.acknowledgedThrough != decoder.acknowledgedThrough()) {
      channel.acknowledgedThrough = decoder.acknowledgedThrough();
      channel.sentThrough = channel.acknowledgedThrough;
    }
    for (final var item : decoder.unacknowledged()) {
      final Origin origin = new Origin(item.time(), item.epoch(), item.seqNr(), item.outputIndex());
      final byte[] body = new byte[item.bodyLength()];
      item.getBody(body, 0, body.length);
      channel.add(new Message(origin, new UnsafeBuffer(body)));
      unacknowledged++;
    }
  }

  private Message message(final long peer, final long channelSeq) {
    final Channel channel = byPeer.get(peer);
    if (channel == null
        || channelSeq <= channel.acknowledgedThrough
        || channelSeq > channel.sentThrough) {
      throw new IllegalArgumentException(
          "no unacknowledged message " + channelSeq + " to " + EntityKey.toString(peer));
    }
    return channel.message(channelSeq);
  }

  private Channel channel(final long peer) {
    Channel channel = byPeer.get(peer);
    if (channel == null) {
      channel = new Channel(peer);
      byPeer.put(peer, channel);
      inOrder.add(channel);
    }
    return channel;
  }

  /**
   * The entry that emitted a message.
   *
   * @param timeNanos of the entry, epoch nanoseconds
   * @param outputIndex which of its outputs, from 0
   */
  public record Origin(long timeNanos, long epoch, long seqNr, int outputIndex) {}

  private record Message(Origin origin, DirectBuffer body) {}

  /** One peer. Message {@code seq} sits at {@code seq & (length - 1)} of a power-of-two array. */
  private static final class Channel {
    private final long peer;
    private long receivedThrough;
    private long sentThrough;
    private long acknowledgedThrough;
    private Message[] messages = new Message[8];

    Channel(final long peer) {
      this.peer = peer;
    }

    Message message(final long seq) {
      return messages[(int) seq & (messages.length - 1)];
    }

    void add(final Message message) {
      if (sentThrough - acknowledgedThrough == messages.length) {
        grow();
      }
      sentThrough++;
      messages[(int) sentThrough & (messages.length - 1)] = message;
    }

    private void grow() {
      final Message[] larger = new Message[messages.length * 2];
      for (long seq = acknowledgedThrough + 1; seq <= sentThrough; seq++) {
        larger[(int) seq & (larger.length - 1)] = message(seq);
      }
      messages = larger;
    }

    int trim(final long through) {
      int trimmed = 0;
      while (acknowledgedThrough < through) {
        acknowledgedThrough++;
        messages[(int) acknowledgedThrough & (messages.length - 1)] = null;
        trimmed++;
      }
      return trimmed;
    }

    /** How many messages from {@code first} on one snapshot record takes: at least one. */
    int recordLength(final long first) {
      int count = 0;
      int bytes = 0;
      for (long seq = first; seq <= sentThrough && count < RECORD_MESSAGES_MAX; seq++) {
        bytes += message(seq).body.capacity();
        if (count > 0 && bytes > RECORD_BYTES_MAX) {
          break;
        }
        count++;
      }
      return count;
    }
  }
}
