package io.qanat.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.entity.EntityProtocol.Drain;
import io.qanat.entity.EntityProtocol.ExternalInput;
import io.qanat.entity.EntityProtocol.GetStatus;
import io.qanat.entity.EntityProtocol.Message;
import io.qanat.entity.EntityProtocol.PeerMessage;
import io.qanat.entity.EntityProtocol.Query;
import io.qanat.entity.EntityProtocol.Start;
import io.qanat.entity.EntityProtocol.StatusReply;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import io.qanat.sim.InMemoryEventLog;
import io.qanat.sim.RecordingEdge;
import io.qanat.sim.ToyCore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntityActorTest {
  private static final long A = EntityKey.account(1);
  private static final long B = EntityKey.account(2);

  private final ExecutorService logThread = Executors.newSingleThreadExecutor();
  private final InMemoryEventLog log = new InMemoryEventLog(logThread, logThread, () -> true);
  private final RecordingEdge edge = new RecordingEdge();
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    logThread.shutdownNow();
  }

  private static final PeerTransport.Route NOWHERE =
      new PeerTransport.Route() {
        @Override
        public void send(
            final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {}

        @Override
        public boolean handOver(
            final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
          return false;
        }
      };

  private final Map<Long, ActorRef<Message>> present = new ConcurrentHashMap<>();

  private final EntityActor.Presence presence =
      new EntityActor.Presence() {
        @Override
        public void moved(final long entity) {}

        @Override
        public void started(final long entity, final ActorRef<Message> actor) {
          present.put(entity, actor);
        }

        @Override
        public void stopping(final long entity, final ActorRef<Message> actor) {
          present.remove(entity, actor);
        }

        @Override
        public void replayed(final int inputs, final long nanos) {
          assertThat(nanos).isNotNegative();
        }
      };

  private ActorRef<Message> spawn(final Runnable passivate) {
    final EntityRunner.Ports ports =
        new EntityRunner.Ports(
            log,
            edge,
            to -> NOWHERE,
            ToyCore.factory(),
            new SystemEpochNanoClock(),
            SystemNanoClock.INSTANCE);
    final EntityActor.Node node =
        new EntityActor.Node(EntityConfig.defaults(), ports, presence, () -> true);
    return kit.spawn(EntityActor.create(A, node, passivate));
  }

  /** One of each leaf of the sealed hierarchy; a new message without an example fails the test. */
  private List<Message> examples(final ActorRef<StatusReply> replyTo) {
    final EntityActor.LogCallbacks nobody =
        new EntityActor.LogCallbacks(kit.<Message>createTestProbe().getRef());
    final List<Message> examples =
        new ArrayList<>(
            List.of(
                new ExternalInput(A, ToyCore.pay(B, 1, 1)),
                new PeerMessage(A, Envelopes.peerAck(B, 0), LogEntry.Cause.OUTSIDE, 0),
                new Query(A, 2, ToyCore.body(0, 0)),
                new Start(A),
                new GetStatus(A, replyTo),
                new EntityActor.Loaded(nobody, null),
                new EntityActor.LoadFailed(nobody, "no"),
                new EntityActor.Committed(nobody, 1, 1),
                new EntityActor.Confirmed(nobody, 1),
                new EntityActor.Lost(nobody, 1),
                new EntityActor.Refused(nobody, EventLog.Refusal.GAP, 1, 1, 1),
                new EntityActor.SnapshotStored(nobody, 1, 1)));
    leaves(Message.class)
        .filter(Class::isEnum)
        .filter(leaf -> leaf != Drain.class)
        .flatMap(leaf -> Arrays.stream(leaf.getEnumConstants()))
        .forEach(constant -> examples.add((Message) constant));
    examples.add(Drain.INSTANCE);
    return examples;
  }

  private static Stream<Class<?>> leaves(final Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EntityActorTest::leaves)
        : Stream.of(type);
  }

  @Test
  void everyPermittedMessageIsHandled() {
    final TestProbe<UnhandledMessage> unhandled = kit.createTestProbe(UnhandledMessage.class);
    kit.system()
        .eventStream()
        .tell(new EventStream.Subscribe<>(UnhandledMessage.class, unhandled.getRef()));
    final TestProbe<StatusReply> status = kit.createTestProbe();
    final ActorRef<Message> actor = spawn(() -> {});
    final List<Message> examples = examples(status.getRef());

    examples.forEach(actor::tell);

    assertThat(examples.stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(leaves(Message.class).toList());
    status.receiveMessage();
    kit.createTestProbe().expectTerminated(actor, Duration.ofSeconds(10));
    unhandled.expectNoMessage(Duration.ofMillis(1));
  }

  @Test
  void anInputIsAnsweredOnceTheLogHasIt() {
    final ActorRef<Message> actor = spawn(() -> {});
    actor.tell(new ExternalInput(A, ToyCore.pay(B, 5, 1)));
    actor.tell(new Query(A, 2, ToyCore.body(0, 0)));

    final TestProbe<StatusReply> probe = kit.createTestProbe();
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(edge.replies).containsEntry(1L, 1L).containsEntry(2L, -5L);
          return null;
        });
    actor.tell(new GetStatus(A, probe.getRef()));
    final EntityStatus reached = probe.receiveMessage().status();
    assertThat(reached.committedSeqNr()).isEqualTo(1);
    assertThat(reached.phase()).isEqualTo(EntityStatus.Phase.RUNNING);
    assertThat(reached.unacknowledged()).isEqualTo(1);
  }

  @Test
  void aDrainedActorStops() {
    final ActorRef<Message> actor = spawn(() -> {});
    final TestProbe<StatusReply> probe = kit.createTestProbe();
    actor.tell(new GetStatus(A, probe.getRef()));
    probe.receiveMessage();
    assertThat(present).containsExactly(Map.entry(A, actor));
    actor.tell(new ExternalInput(A, ToyCore.pay(A, 1, 1)));
    actor.tell(Drain.INSTANCE);
    probe.expectTerminated(actor, Duration.ofSeconds(10));
    assertThat(present).isEmpty();
  }
}
