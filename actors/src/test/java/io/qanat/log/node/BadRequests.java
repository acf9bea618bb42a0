package io.qanat.log.node;

import io.qanat.codecs.log.AppendEncoder;
import io.qanat.codecs.log.LoadEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.QueryEncoder;
import io.qanat.codecs.log.QueryKind;
import io.qanat.codecs.log.SnapshotPartEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Requests to the log, whole ones and ones with something broken. Seeded. */
final class BadRequests {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  private final Random random;
  private final List<byte[]> whole;

  /** Of an entity that nobody else uses, so that what is whole by chance harms no other test. */
  BadRequests(final long seed, final long entity) {
    random = new Random(seed);
    whole = List.of(append(entity), load(entity), snapshotPart(entity), query());
  }

  /** The next one, 0 to about 2,000 bytes. */
  byte[] next() {
    final byte[] frame = whole.get(random.nextInt(whole.size())).clone();
    return switch (random.nextInt(6)) {
      case 0 -> randomBytes(random.nextInt(200));
      case 1 -> {
        final byte[] bytes = randomBytes(HEADER + random.nextInt(2_000));
        System.arraycopy(frame, 0, bytes, 0, HEADER);
        yield bytes;
      }
      case 2 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
      case 3 -> Arrays.copyOf(frame, frame.length + 1 + random.nextInt(1_000));
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        yield frame;
      }
    };
  }

  private byte[] randomBytes(final int length) {
    final byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] append(final long entity) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    final AppendEncoder encoder =
        new AppendEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    final AppendEncoder.EntriesEncoder entries = encoder.entriesCount(2);
    for (int i = 1; i <= 2; i++) {
      entries
          .next()
          .entity(entity)
          .epoch(1)
          .seqNr(i)
          .time(i)
          .causeEntity(0)
          .putInput(new byte[] {1, 2, 3}, 0, 3);
    }
    return cut(buffer, encoder.encodedLength());
  }

  static byte[] load(final long entity) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    final LoadEncoder encoder =
        new LoadEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .clientId(7)
            .requestId(1)
            .entity(entity)
            .expectedEpoch(0)
            .answerStreamId(77)
            .answerChannel("aeron:ipc");
    return cut(buffer, encoder.encodedLength());
  }

  static byte[] snapshotPart(final long entity) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    final SnapshotPartEncoder encoder =
        new SnapshotPartEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .entity(entity)
            .epoch(1)
            .seqNr(1)
            .totalLength(3)
            .partOffset(0)
            .putState(new byte[] {1, 2, 3}, 0, 3);
    return cut(buffer, encoder.encodedLength());
  }

  static byte[] query() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1_024]);
    final QueryEncoder encoder =
        new QueryEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .clientId(7)
            .requestId(2)
            .answerStreamId(77)
            .kind(QueryKind.WAKEABLE)
            .answerChannel("aeron:ipc");
    return cut(buffer, encoder.encodedLength());
  }

  private static byte[] cut(final MutableDirectBuffer buffer, final int encodedLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER + encodedLength);
  }
}
