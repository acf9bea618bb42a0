package io.qanat.log;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of an entity's state, in pieces that belong together and are not changed any more, so
 * that taking a snapshot need not copy what has not changed since the last one.
 */
public final class SnapshotState {
  private final List<DirectBuffer> pieces;
  private final int length;

  /**
   * Puts pieces together, in their order.
   *
   * @throws IllegalArgumentException if they are longer than 2 GiB together
   */
  public SnapshotState(final List<? extends DirectBuffer> pieces) {
    this.pieces = List.copyOf(pieces);
    final long total = pieces.stream().mapToLong(DirectBuffer::capacity).sum();
    if (total > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a state of " + total + " bytes is too long");
    }
    length = (int) total;
  }

  /** A state in one piece. */
  public static SnapshotState of(final DirectBuffer bytes) {
    return new SnapshotState(List.of(bytes));
  }

  /** Bytes of all pieces. */
  public int length() {
    return length;
  }

  /** Copies {@code count} bytes from {@code offset} on, which must be within the state. */
  public void getBytes(
      final int offset, final MutableDirectBuffer target, final int targetOffset, final int count) {
    int skip = offset;
    int copied = 0;
    for (final DirectBuffer piece : pieces) {
      if (copied == count) {
        return;
      }
      if (skip >= piece.capacity()) {
        skip -= piece.capacity();
      } else {
        final int part = Math.min(count - copied, piece.capacity() - skip);
        target.putBytes(targetOffset + copied, piece, skip, part);
        copied += part;
        skip = 0;
      }
    }
    if (copied < count) {
      throw new IndexOutOfBoundsException(
          count + " bytes at " + offset + " of a state of " + length);
    }
  }

  /** All of it in one buffer: the only piece, or a copy. */
  public DirectBuffer whole() {
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    final UnsafeBuffer whole = new UnsafeBuffer(new byte[length]);
    getBytes(0, whole, 0, length);
    return whole;
  }

  /** By content, however it is divided. */
  @Override
  public boolean equals(final Object other) {
    return other instanceof SnapshotState state && whole().equals(state.whole());
  }

  @Override
  public int hashCode() {
    return whole().hashCode();
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}
