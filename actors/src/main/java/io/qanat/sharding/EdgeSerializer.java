package io.qanat.sharding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What leaves entities for clients of other nodes: little-endian numbers, then the SBE message as
 * it is. Manifests are append-only; a changed layout gets a new one.
 *
 * <pre>
 *   E1  kind int8, key int64, id int64, value int32, retryAfterMillis int32, message
 * </pre>
 */
public final class EdgeSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  /** Configured in {@code reference.conf} too; never used again for anything else. */
  public static final int IDENTIFIER = 7103;

  private static final String EDGE = "E1";
  private static final int HEADER = Byte.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(final Object message) {
    if (message instanceof EdgeMessage) {
      return EDGE;
    }
    throw new IllegalArgumentException("not a message of this serializer: " + message.getClass());
  }

  @Override
  public byte[] toBinary(final Object message) {
    final byte[] bytes = new byte[HEADER + ((EdgeMessage) message).bytes().capacity()];
    toBinary(message, ByteBuffer.wrap(bytes));
    return bytes;
  }

  @Override
  public void toBinary(final Object message, final ByteBuffer target) {
    final EdgeMessage edge = (EdgeMessage) message;
    target
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) edge.kind().code())
        .putLong(edge.key())
        .putLong(edge.id())
        .putInt(edge.value())
        .putInt(edge.retryAfterMillis());
    edge.bytes().getBytes(0, target, edge.bytes().capacity());
  }

  @Override
  public EdgeMessage fromBinary(final byte[] bytes, final String manifest) {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public EdgeMessage fromBinary(final ByteBuffer source, final String manifest) {
    if (!EDGE.equals(manifest)) {
      throw new IllegalArgumentException("unknown manifest of a message: " + manifest);
    }
    source.order(ByteOrder.LITTLE_ENDIAN);
    final EdgeMessage.Kind kind = EdgeMessage.Kind.of(source.get());
    final long key = source.getLong();
    final long id = source.getLong();
    final int value = source.getInt();
    final int retryAfterMillis = source.getInt();
    final byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    return new EdgeMessage(kind, key, id, value, retryAfterMillis, new UnsafeBuffer(bytes));
  }
}
