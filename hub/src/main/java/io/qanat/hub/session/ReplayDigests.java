package io.qanat.hub.session;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.session.ReplaySink;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * SHA-256 over everything that leaves a replay, with the time of each message and where it goes:
 * two replays with equal digests are the same to the byte.
 */
final class ReplayDigests implements ReplaySink {
  private final Digest marketData = new Digest();
  private final Digest executions = new Digest();

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final long timeNanos,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    marketData.add(entity, timeNanos, epoch, feed.value(), buffer, offset, length);
  }

  @Override
  public void onReport(
      final long entity,
      final long timeNanos,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    executions.add(entity, timeNanos, sessionKey, 0, buffer, offset, length);
  }

  /** Number of messages and hash of them, for people. */
  String marketData() {
    return marketData.text();
  }

  /** Number of messages and hash of them, for people. */
  String executions() {
    return executions.text();
  }

  private static final class Digest {
    private final MessageDigest sha = sha();
    private final ByteBuffer head = ByteBuffer.allocate(4 * Long.BYTES);
    private byte[] bytes = new byte[1024];
    private long count;

    private static MessageDigest sha() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (final NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    void add(
        final long entity,
        final long timeNanos,
        final long first,
        final long second,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      count++;
      head.clear();
      head.putLong(entity).putLong(timeNanos).putLong(first).putLong(second);
      sha.update(head.array());
      if (length > bytes.length) {
        bytes = new byte[length];
      }
      buffer.getBytes(offset, bytes, 0, length);
      sha.update(bytes, 0, length);
    }

    String text() {
      return count + " messages, sha256 " + HexFormat.of().formatHex(sha.digest());
    }
  }
}
