package io.qanat.hub.gateway;

import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes frames that are random, or good ones with something broken, or of any template of any
 * schema. Seeded.
 */
public final class FrameMutator {
  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int SCHEMAS = 8;
  private static final int TEMPLATES = 256;

  private final Random random;
  private final List<byte[]> good =
      List.of(
          ClientFrames.negotiate(1, 1, 10, "key"),
          ClientFrames.establish(1, 10, 1_000, 1, true),
          ClientFrames.sequence(10, 1),
          ClientFrames.terminate(1, 10),
          ClientFrames.claim(1, 101),
          ClientFrames.newOrder(2, 101, "a"),
          ClientFrames.replace(3, 101, "b"),
          ClientFrames.cancel(4, 101, "c"),
          ClientFrames.massAction(5, 101, MassActionScope.PARTNER, "d"),
          ClientFrames.status(6, 101, "e"),
          ClientFrames.reportAck(7, 101, 1),
          ClientFrames.retransmit(101, 1, 5));

  public FrameMutator(final long seed) {
    random = new Random(seed);
  }

  /** The next frame, 0 to about 5,000 bytes. */
  public byte[] next() {
    final byte[] frame = good.get(random.nextInt(good.size())).clone();
    return switch (random.nextInt(8)) {
      case 0 -> randomBytes(random.nextInt(200));
      case 1 -> randomBytes(random.nextInt(5_000));
      case 2 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
      case 3 -> Arrays.copyOf(frame, frame.length + random.nextInt(2_000));
      case 4 -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        yield frame;
      }
      case 5, 6 -> anyTemplate();
      default -> frame;
    };
  }

  /** A header that fits its bytes, of a message that clients may or may not send. */
  private byte[] anyTemplate() {
    final byte[] frame = randomBytes(HEADER_LENGTH + random.nextInt(250));
    new MessageHeaderEncoder()
        .wrap(new UnsafeBuffer(frame), 0)
        .blockLength(frame.length - HEADER_LENGTH)
        .templateId(random.nextInt(random.nextBoolean() ? TEMPLATES : 48))
        .schemaId(
            random.nextBoolean() ? MessageHeaderEncoder.SCHEMA_ID : 98 + random.nextInt(SCHEMAS))
        .version(random.nextInt(3));
    return frame;
  }

  private byte[] randomBytes(final int length) {
    final byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
