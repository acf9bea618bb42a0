package io.qanat.sharding;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.qanat.entity.EntityProtocol.GetStatus;
import io.qanat.entity.EntityProtocol.Start;
import io.qanat.entity.EntityProtocol.StatusReply;
import io.qanat.entity.EntityStatus;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.JSerializer;

/**
 * Rare messages between nodes, by Kryo. Only registered classes pass; their ids are explicit and
 * append-only. Never for storage, never for clients.
 */
public final class ControlSerializer extends JSerializer {
  /** Configured in {@code reference.conf} too; never used again for anything else. */
  public static final int IDENTIFIER = 7102;

  private static final int START = 20;
  private static final int GET_STATUS = 21;
  private static final int STATUS_REPLY = 22;

  private static final int INITIAL_BYTES = 256;
  private static final int BYTES_MAX = 64 * 1024;

  private final ThreadLocal<Kryo> kryos;

  /** Made by Pekko, once per actor system. */
  public ControlSerializer(final ExtendedActorSystem system) {
    kryos = ThreadLocal.withInitial(() -> kryo(system));
  }

  private static Kryo kryo(final ExtendedActorSystem system) {
    final Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.register(Start.class, new StartSerializer(), START);
    kryo.register(GetStatus.class, new GetStatusSerializer(system), GET_STATUS);
    kryo.register(StatusReply.class, new StatusReplySerializer(), STATUS_REPLY);
    return kryo;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(final Object message) {
    try (Output output = new Output(INITIAL_BYTES, BYTES_MAX)) {
      kryos.get().writeClassAndObject(output, message);
      return output.toBytes();
    }
  }

  @Override
  public Object fromBinaryJava(final byte[] bytes, final Class<?> manifest) {
    try (Input input = new Input(bytes)) {
      return kryos.get().readClassAndObject(input);
    }
  }

  private static final class StartSerializer extends Serializer<Start> {
    @Override
    public void write(final Kryo kryo, final Output output, final Start message) {
      output.writeLong(message.entity());
    }

    @Override
    public Start read(final Kryo kryo, final Input input, final Class<? extends Start> type) {
      return new Start(input.readLong());
    }
  }

  private static final class GetStatusSerializer extends Serializer<GetStatus> {
    private final ActorRefResolver resolver;

    GetStatusSerializer(final ExtendedActorSystem system) {
      resolver = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public void write(final Kryo kryo, final Output output, final GetStatus message) {
      output.writeLong(message.entity());
      output.writeString(resolver.toSerializationFormat(message.replyTo()));
    }

    @Override
    public GetStatus read(
        final Kryo kryo, final Input input, final Class<? extends GetStatus> type) {
      return new GetStatus(input.readLong(), resolver.resolveActorRef(input.readString()));
    }
  }

  private static final class StatusReplySerializer extends Serializer<StatusReply> {
    @Override
    public void write(final Kryo kryo, final Output output, final StatusReply message) {
      final EntityStatus status = message.status();
      output.writeLong(status.entity());
      output.writeString(status.phase().name());
      output.writeLong(status.epoch());
      output.writeLong(status.seqNr());
      output.writeLong(status.committedSeqNr());
      output.writeInt(status.waiting());
      output.writeInt(status.unacknowledged());
      output.writeLong(status.stateHash());
    }

    @Override
    public StatusReply read(
        final Kryo kryo, final Input input, final Class<? extends StatusReply> type) {
      return new StatusReply(
          new EntityStatus(
              input.readLong(),
              EntityStatus.Phase.valueOf(input.readString()),
              input.readLong(),
              input.readLong(),
              input.readLong(),
              input.readInt(),
              input.readInt(),
              input.readLong()));
    }
  }
}
