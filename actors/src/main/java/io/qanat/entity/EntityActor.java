package io.qanat.entity;

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
import io.qanat.log.LoadedEntity;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Puts an {@link EntityRunner} on a mailbox: messages and the log's answers become its events, its
 * deadlines a timer. It decides nothing.
 */
public final class EntityActor extends AbstractBehavior<Message> {
  /** What only this actor tells itself. */
  sealed interface Internal extends Message permits Tick, LogAnswer {}

  private enum Tick implements Internal {
    INSTANCE
  }

  /** The log's word, brought from its thread; {@code to} is who listened. */
  sealed interface LogAnswer extends Internal
      permits Loaded, LoadFailed, Committed, Refused, Confirmed, Lost, SnapshotStored {
    LogCallbacks to();
  }

  record Loaded(LogCallbacks to, LoadedEntity loaded) implements LogAnswer {}

  record LoadFailed(LogCallbacks to, String reason) implements LogAnswer {}

  record Committed(LogCallbacks to, long epoch, long seqNr) implements LogAnswer {}

  record Refused(
      LogCallbacks to, EventLog.Refusal refusal, long epoch, long seqNr, long expectedSeqNr)
      implements LogAnswer {}

  record Confirmed(LogCallbacks to, long epoch) implements LogAnswer {}

  record Lost(LogCallbacks to, long epoch) implements LogAnswer {}

  record SnapshotStored(LogCallbacks to, long epoch, long seqNr) implements LogAnswer {}

  /** Who wants to know which entities take messages on this node. */
  public interface Presence {
    void started(long entity, ActorRef<Message> actor);

    /** The actor refuses what it is told from now on, or is gone. May come twice. */
    void stopping(long entity, ActorRef<Message> actor);

    /** Sharding has taken the entity away while it was in use: it should go on where it is next. */
    void moved(long entity);

    /** A load brought so many inputs, and it took so long to replay them. */
    void replayed(int inputs, long nanos);
  }

  /**
   * What an entity's actor needs of its node.
   *
   * @param owner whether this node should still own entities that the log has fenced
   */
  public record Node(
      EntityConfig config, EntityRunner.Ports ports, Presence presence, BooleanSupplier owner) {}

  private static final Duration RESTART_MIN = Duration.ofMillis(200);
  private static final Duration RESTART_MAX = Duration.ofSeconds(10);
  private static final double RESTART_JITTER = 0.2;
  private static final long NEVER = Long.MAX_VALUE;

  private final TimerScheduler<Message> timers;
  private final EntityRunner.Ports ports;
  private final Presence presence;
  private final LogCallbacks callbacks;
  private final EntityRunner runner;
  private final Runnable passivate;
  private final long entity;
  private long tickAtNanos = NEVER;
  private boolean passivating;
  private boolean draining;
  private boolean stopped;

  /**
   * Runs an entity. If something outside the core fails, the actor starts again by itself, after a
   * while, from the log.
   *
   * @param passivate asks the actor's parent to stop it with {@link Drain} when no message waits
   */
  public static Behavior<Message> create(
      final long entity, final Node node, final Runnable passivate) {
    return Behaviors.<Message>supervise(
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers -> new EntityActor(context, timers, entity, node, passivate))))
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, RESTART_JITTER));
  }

  private EntityActor(
      final ActorContext<Message> context,
      final TimerScheduler<Message> timers,
      final long entity,
      final Node node,
      final Runnable passivate) {
    super(context);
    this.timers = timers;
    this.entity = entity;
    this.ports = node.ports();
    this.presence = node.presence();
    this.passivate = passivate;
    this.callbacks = new LogCallbacks(context.getSelf());
    this.runner =
        new EntityRunner(entity, node.config(), ports, callbacks, new RunnerHost(node.owner()));
    runner.start();
    presence.started(entity, context.getSelf());
    armTimer();
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(ExternalInput.class, m -> after(() -> runner.onInput(m.input())))
        .onMessage(
            PeerMessage.class,
            m -> after(() -> runner.onPeer(m.message(), m.cause(), m.causeTimeNanos())))
        .onMessage(Query.class, m -> after(() -> runner.onQuery(m.requestId(), m.body())))
        .onMessage(Start.class, m -> this)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Drain.class, m -> onDrain())
        .onMessage(Tick.class, m -> onTick())
        .onMessage(LogAnswer.class, m -> m.to() == callbacks, m -> after(() -> onLogAnswer(m)))
        .onMessage(LogAnswer.class, m -> this)
        .onSignal(PreRestart.class, signal -> detach())
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Message> onGetStatus(final GetStatus message) {
    message.replyTo().tell(new StatusReply(runner.status()));
    return this;
  }

  private Behavior<Message> onDrain() {
    presence.stopping(entity, getContext().getSelf());
    draining = true;
    return after(runner::drain);
  }

  private Behavior<Message> onPostStop() {
    presence.stopping(entity, getContext().getSelf());
    if (draining && !passivating) {
      presence.moved(entity);
    }
    return detach();
  }

  private void onLogAnswer(final LogAnswer answer) {
    if (answer instanceof Committed committed) {
      runner.onCommitted(committed.epoch(), committed.seqNr());
    } else if (answer instanceof Loaded loaded) {
      onLoaded(loaded.loaded());
    } else if (answer instanceof LoadFailed failed) {
      runner.onLoadFailed(failed.reason());
    } else if (answer instanceof Confirmed confirmed) {
      runner.onConfirmed(confirmed.epoch());
    } else if (answer instanceof Lost lost) {
      runner.onLost(lost.epoch());
    } else if (answer instanceof SnapshotStored stored) {
      runner.onSnapshotStored(stored.epoch(), stored.seqNr());
    } else if (answer instanceof Refused refused) {
      runner.onRefused(
          refused.refusal(), refused.epoch(), refused.seqNr(), refused.expectedSeqNr());
    }
  }

  private void onLoaded(final LoadedEntity loaded) {
    final long startNanos = ports.ticker().nanoTime();
    runner.onLoaded(loaded);
    presence.replayed(loaded.tail().size(), ports.ticker().nanoTime() - startNanos);
  }

  private Behavior<Message> onTick() {
    tickAtNanos = NEVER;
    runner.onTick();
    if (!passivating && runner.isPassivable()) {
      passivating = true;
      passivate.run();
    }
    return next();
  }

  private Behavior<Message> after(final Runnable event) {
    event.run();
    return next();
  }

  private Behavior<Message> next() {
    if (stopped) {
      return Behaviors.stopped();
    }
    armTimer();
    return this;
  }

  /** A timer that fires too early only asks again, so it is moved to an earlier time alone. */
  private void armTimer() {
    final long delayNanos = runner.nanosUntilTick();
    if (delayNanos == NEVER) {
      return;
    }
    final long atNanos = ports.ticker().nanoTime() + delayNanos;
    if (tickAtNanos == NEVER || atNanos - tickAtNanos < 0) {
      tickAtNanos = atNanos;
      timers.startSingleTimer(Tick.INSTANCE, Duration.ofNanos(delayNanos));
    }
  }

  private Behavior<Message> detach() {
    ports.log().release(entity, callbacks);
    return this;
  }

  private final class RunnerHost implements EntityRunner.Host {
    private final BooleanSupplier owner;

    RunnerHost(final BooleanSupplier owner) {
      this.owner = owner;
    }

    @Override
    public void onStopped() {
      stopped = true;
    }

    @Override
    public void onFailed(final String reason) {
      getContext().getLog().error("entity={} stopped reason=\"{}\"", name(), reason);
    }

    @Override
    public void onAnomaly(final String what) {
      getContext().getLog().warn("entity={} anomaly=\"{}\"", name(), what);
    }

    @Override
    public boolean ownsEntity() {
      return owner.getAsBoolean();
    }

    private String name() {
      return EntityKey.toString(entity);
    }
  }

  /** Hears the log on its thread and tells the actor. One per life of the actor. */
  static final class LogCallbacks implements EventLog.Listener {
    private final ActorRef<Message> actor;

    LogCallbacks(final ActorRef<Message> actor) {
      this.actor = actor;
    }

    @Override
    public void onLoaded(final LoadedEntity loaded) {
      actor.tell(new Loaded(this, loaded));
    }

    @Override
    public void onLoadFailed(final String reason) {
      actor.tell(new LoadFailed(this, reason));
    }

    @Override
    public void onCommitted(final long epoch, final long seqNr) {
      actor.tell(new Committed(this, epoch, seqNr));
    }

    @Override
    public void onRefused(
        final EventLog.Refusal refusal,
        final long epoch,
        final long seqNr,
        final long expectedSeqNr) {
      actor.tell(new Refused(this, refusal, epoch, seqNr, expectedSeqNr));
    }

    @Override
    public void onConfirmed(final long epoch) {
      actor.tell(new Confirmed(this, epoch));
    }

    @Override
    public void onLost(final long epoch) {
      actor.tell(new Lost(this, epoch));
    }

    @Override
    public void onSnapshotStored(final long epoch, final long seqNr) {
      actor.tell(new SnapshotStored(this, epoch, seqNr));
    }
  }
}
