package io.qanat.sharding;

import io.qanat.entity.EntityProtocol.ExternalInput;
import io.qanat.entity.EntityProtocol.Hot;
import io.qanat.entity.EntityProtocol.PeerMessage;
import io.qanat.entity.EntityProtocol.Query;
import io.qanat.log.LogEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The path of an order between nodes: addresses as little-endian numbers, then the SBE message as
 * it is. Manifests are append-only; a changed layout gets a new one.
 *
 * <pre>
 *   I1  entity int64, input
 *   P1  entity int64, cause (entity int64, epoch int64, seqNr int64, output int32), time int64, message
 *   Q1  entity int64, request int64, body
 * </pre>
 */
public final class HotSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  /** Configured in {@code reference.conf} too; never used again for anything else. */
  public static final int IDENTIFIER = 7101;

  private static final String INPUT = "I1";
  private static final String PEER = "P1";
  private static final String QUERY = "Q1";
  private static final int PEER_HEADER = 5 * Long.BYTES + Integer.BYTES;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(final Object message) {
    if (message instanceof PeerMessage) {
      return PEER;
    }
    if (message instanceof ExternalInput) {
      return INPUT;
    }
    if (message instanceof Query) {
      return QUERY;
    }
    throw new IllegalArgumentException("not a message of this serializer: " + message.getClass());
  }

  @Override
  public byte[] toBinary(final Object message) {
    final byte[] bytes = new byte[length(message)];
    toBinary(message, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private int length(final Object message) {
    return switch (manifest(message)) {
      case PEER -> PEER_HEADER + ((PeerMessage) message).message().capacity();
      case INPUT -> Long.BYTES + ((ExternalInput) message).input().capacity();
      default -> 2 * Long.BYTES + ((Query) message).body().capacity();
    };
  }

  @Override
  public void toBinary(final Object message, final ByteBuffer target) {
    target.order(ByteOrder.LITTLE_ENDIAN);
    switch (manifest(message)) {
      case PEER -> {
        final PeerMessage peer = (PeerMessage) message;
        target
            .putLong(peer.entity())
            .putLong(peer.cause().entity())
            .putLong(peer.cause().epoch())
            .putLong(peer.cause().seqNr())
            .putInt(peer.cause().outputIndex())
            .putLong(peer.causeTimeNanos());
        put(peer.message(), target);
      }
      case INPUT -> {
        final ExternalInput input = (ExternalInput) message;
        target.putLong(input.entity());
        put(input.input(), target);
      }
      default -> {
        final Query query = (Query) message;
        target.putLong(query.entity()).putLong(query.requestId());
        put(query.body(), target);
      }
    }
  }

  private static void put(final DirectBuffer buffer, final ByteBuffer target) {
    buffer.getBytes(0, target, buffer.capacity());
  }

  @Override
  public Hot fromBinary(final byte[] bytes, final String manifest) {
    return fromBinary(ByteBuffer.wrap(bytes), manifest);
  }

  @Override
  public Hot fromBinary(final ByteBuffer source, final String manifest) {
    source.order(ByteOrder.LITTLE_ENDIAN);
    return switch (manifest) {
      case PEER -> peerMessage(source);
      case INPUT -> {
        final long entity = source.getLong();
        yield new ExternalInput(entity, rest(source));
      }
      case QUERY -> {
        final long entity = source.getLong();
        final long requestId = source.getLong();
        yield new Query(entity, requestId, rest(source));
      }
      default -> throw new IllegalArgumentException("unknown manifest of a message: " + manifest);
    };
  }

  private static PeerMessage peerMessage(final ByteBuffer source) {
    final long entity = source.getLong();
    final LogEntry.Cause cause =
        new LogEntry.Cause(source.getLong(), source.getLong(), source.getLong(), source.getInt());
    final long causeTimeNanos = source.getLong();
    return new PeerMessage(entity, rest(source), cause, causeTimeNanos);
  }

  private static DirectBuffer rest(final ByteBuffer source) {
    final byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    return new UnsafeBuffer(bytes);
  }
}
