package io.qanat.entity;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Outputs;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Everything a core emitted for one input, kept in order until it may leave. Reusable. */
final class OutputBatch implements Outputs {
  /** Where an output goes. The numbers go into the outputs' hash: append-only. */
  enum Kind {
    PEER(1),
    SESSION(2),
    MARKET_DATA(3),
    REPLY(4);

    private final int code;

    Kind(final int code) {
      this.code = code;
    }
  }

  private static final int INITIAL_OUTPUTS = 4;
  private static final int INITIAL_BYTES = 512;

  /** Larger ones are not kept for reuse. */
  private static final int REUSED_BYTES_MAX = 16 * 1024;

  private ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(INITIAL_BYTES);
  private Kind[] kinds = new Kind[INITIAL_OUTPUTS];
  private long[] addresses = new long[INITIAL_OUTPUTS];
  private long[] channelSeqs = new long[INITIAL_OUTPUTS];
  private int[] offsets = new int[INITIAL_OUTPUTS + 1];
  private int count;

  @Override
  public void toPeer(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    add(Kind.PEER, entity, buffer, offset, length);
  }

  @Override
  public void toSession(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    add(Kind.SESSION, sessionKey, buffer, offset, length);
  }

  @Override
  public void toMarketData(
      final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    add(Kind.MARKET_DATA, feed.value(), buffer, offset, length);
  }

  @Override
  public void reply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    add(Kind.REPLY, requestId, buffer, offset, length);
  }

  private void add(
      final Kind kind,
      final long address,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (count == kinds.length) {
      kinds = Arrays.copyOf(kinds, count * 2);
      addresses = Arrays.copyOf(addresses, count * 2);
      channelSeqs = Arrays.copyOf(channelSeqs, count * 2);
      offsets = Arrays.copyOf(offsets, count * 2 + 1);
    }
    kinds[count] = kind;
    addresses[count] = address;
    bytes.putBytes(offsets[count], buffer, offset, length);
    offsets[count + 1] = offsets[count] + length;
    count++;
  }

  int count() {
    return count;
  }

  Kind kind(final int index) {
    return kinds[index];
  }

  /** Entity, session key, feed or request id. */
  long address(final int index) {
    return addresses[index];
  }

  DirectBuffer buffer() {
    return bytes;
  }

  int offset(final int index) {
    return offsets[index];
  }

  int length(final int index) {
    return offsets[index + 1] - offsets[index];
  }

  /** Notes the number that an output to a peer got in its channel. */
  void channelSeq(final int index, final long channelSeq) {
    channelSeqs[index] = channelSeq;
  }

  long channelSeq(final int index) {
    return channelSeqs[index];
  }

  /** Hash over kind, address and bytes of each output, in order; channel numbers do not count. */
  long hash() {
    long hash = Hash64.SEED;
    for (int i = 0; i < count; i++) {
      hash = Hash64.mix(hash, kinds[i].code);
      hash = Hash64.mix(hash, addresses[i]);
      hash = Hash64.mix(hash, bytes, offsets[i], length(i));
    }
    return hash;
  }

  OutputBatch clear() {
    count = 0;
    if (bytes.capacity() > REUSED_BYTES_MAX) {
      bytes = new ExpandableArrayBuffer(INITIAL_BYTES);
    }
    return this;
  }
}
