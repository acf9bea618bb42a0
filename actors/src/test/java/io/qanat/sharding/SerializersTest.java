package io.qanat.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.qanat.entity.EntityProtocol.Control;
import io.qanat.entity.EntityProtocol.ExternalInput;
import io.qanat.entity.EntityProtocol.GetStatus;
import io.qanat.entity.EntityProtocol.Hot;
import io.qanat.entity.EntityProtocol.PeerMessage;
import io.qanat.entity.EntityProtocol.Query;
import io.qanat.entity.EntityProtocol.Start;
import io.qanat.entity.EntityProtocol.StatusReply;
import io.qanat.entity.EntityStatus;
import io.qanat.log.LogEntry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SerializersTest {
  private static final DirectBuffer BYTES = new UnsafeBuffer(new byte[] {1, 2, 3, -4});

  private static ActorTestKit kit;
  private static Serialization serialization;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("pekko.actor.allow-java-serialization = off")
                .withFallback(ConfigFactory.load()));
    serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static Object throughTheWire(final Object message) throws Exception {
    final var serializer = serialization.findSerializerFor(message);
    return serialization
        .deserialize(
            serializer.toBinary(message),
            serializer.identifier(),
            Serializers.manifestFor(serializer, message))
        .get();
  }

  @Test
  void everyMessageBetweenNodesArrivesAsItWasSent() throws Exception {
    final var probe = kit.<StatusReply>createTestProbe();
    final List<Object> messages =
        List.of(
            new ExternalInput(-17, BYTES),
            new PeerMessage(1L << 60, BYTES, new LogEntry.Cause(5, 6, 7, 8), Long.MAX_VALUE),
            new PeerMessage(2, BYTES, LogEntry.Cause.OUTSIDE, 0),
            new Query(3, Long.MIN_VALUE, BYTES),
            new Start(Long.MAX_VALUE),
            new GetStatus(4, probe.getRef()),
            new StatusReply(new EntityStatus(1, EntityStatus.Phase.SETTLING, 2, 3, 4, 5, 6, 7)));
    for (final Object message : messages) {
      assertThat(throughTheWire(message)).isEqualTo(message);
    }
    assertThat(messages.stream().map(Object::getClass).distinct())
        .as("every message that may travel has an example")
        .containsAll(
            Stream.of(Hot.class, Control.class)
                .<Class<?>>flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                .toList());
  }

  @Test
  void hotMessagesGoThroughByteBuffersToo() {
    final HotSerializer serializer = new HotSerializer();
    final PeerMessage message = new PeerMessage(2, BYTES, new LogEntry.Cause(5, 6, 7, 8), 9);
    final ByteBuffer buffer = ByteBuffer.allocateDirect(200);
    serializer.toBinary(message, buffer);
    buffer.flip();

    assertThat(serializer.fromBinary(buffer, serializer.manifest(message))).isEqualTo(message);
  }

  @Test
  void classesThatAreNotRegisteredAreRefused() {
    final ControlSerializer serializer =
        new ControlSerializer(
            (org.apache.pekko.actor.ExtendedActorSystem) Adapter.toClassic(kit.system()));
    assertThatThrownBy(() -> serializer.toBinary(new java.util.BitSet()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.util.BitSet")
        .hasMessageContaining("not registered");
    assertThatThrownBy(() -> serializer.fromBinary(new byte[] {99, 1, 2}))
        .hasMessageContaining("unregistered class ID");
    assertThatThrownBy(() -> new HotSerializer().fromBinary(new byte[8], "X9"))
        .hasMessageContaining("unknown manifest")
        .hasMessageContaining("X9");
    assertThatThrownBy(() -> new HotSerializer().manifest("text"))
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void javaSerializationIsOff() {
    assertThatThrownBy(() -> throughTheWire(new java.util.BitSet()))
        .hasMessageContaining("allow-java-serialization` was disabled");
  }
}
