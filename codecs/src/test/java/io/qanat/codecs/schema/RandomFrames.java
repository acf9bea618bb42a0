package io.qanat.codecs.schema;

import io.qanat.codecs.schema.Schema.Block;
import io.qanat.codecs.schema.Schema.Code;
import io.qanat.codecs.schema.Schema.Field;
import io.qanat.codecs.schema.Schema.Group;
import io.qanat.codecs.schema.Schema.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Whole frames of a schema with random content. */
public final class RandomFrames {
  private final Schema schema;
  private final Random random;

  public RandomFrames(final Schema schema, final Random random) {
    this.schema = schema;
    this.random = random;
  }

  /** A frame of this message, exactly as long as its array. */
  public byte[] next(final Message message) {
    final ByteBuffer frame = ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);
    frame.putShort((short) message.block().length());
    frame.putShort((short) message.id());
    frame.putShort((short) schema.ir().id());
    frame.putShort((short) schema.ir().version());
    put(frame, message.block());
    final byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  private void put(final ByteBuffer frame, final Block block) {
    final byte[] bytes = new byte[block.length()];
    random.nextBytes(bytes);
    final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (final Field field : block.fields()) {
      if (!field.codes().isEmpty()) {
        final List<Code> codes = List.copyOf(field.codes().values());
        final long code = codes.get(random.nextInt(codes.size())).value();
        if (field.length() == 1) {
          fields.put(field.offset(), (byte) code);
        } else {
          fields.putShort(field.offset(), (short) code);
        }
      }
    }
    frame.put(bytes);
    for (final Group group : block.groups()) {
      final int count = random.nextInt(4);
      frame.putShort((short) group.block().length());
      frame.putShort((short) count);
      for (int i = 0; i < count; i++) {
        put(frame, group.block());
      }
    }
    for (int i = 0; i < block.data().size(); i++) {
      final byte[] content = new byte[random.nextInt(24)];
      random.nextBytes(content);
      frame.putInt(content.length);
      frame.put(content);
    }
  }
}
