package io.qanat.log.client;

import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import io.qanat.log.store.EntityStore;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The log of a node without a thread of its own: whoever owns it calls {@link #doWork}, and hears
 * the log from there. {@link LogClient} does so on a thread, a simulation in virtual time.
 */
public final class SteppedLogClient implements EventLog, AutoCloseable {
  private static final long SNAPSHOT_BYTES_MAX = 1024L * 1024 * 1024;

  private final LogClientQueues queues;
  private final LogClientAgent agent;
  private final boolean isShared;

  /**
   * Makes a client that does nothing until it is stepped.
   *
   * @param transport closed with the client
   * @param clientId of this client alone, among all that the log ever sees
   * @param clock monotonic
   * @param errors hears what a listener throws
   */
  public SteppedLogClient(
      final LogClientConfig config,
      final LogTransport transport,
      final long clientId,
      final NanoClock clock,
      final ErrorHandler errors) {
    queues =
        new LogClientQueues(
            config.pendingEntriesMax(), config.pendingBytesMax(), SNAPSHOT_BYTES_MAX);
    isShared = config.isShared();
    agent = new LogClientAgent(config, transport, clientId, clock, queues, errors);
  }

  Agent agent() {
    return agent;
  }

  /**
   * One turn.
   *
   * @return how much was done; 0: idle
   */
  public int doWork() {
    return agent.doWork();
  }

  @Override
  public void load(final long entity, final Listener listener) {
    queues.offer(new Command.Load(entity, listener));
  }

  @Override
  public void release(final long entity, final Listener listener) {
    queues.offer(new Command.Release(entity, listener));
  }

  @Override
  public boolean append(final LogEntry entry) {
    final int length = entry.input().capacity();
    if (length > LogClientConfig.INPUT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "input of "
              + length
              + " bytes for "
              + EntityKey.toString(entry.entity())
              + ", at most "
              + LogClientConfig.INPUT_LENGTH_MAX);
    }
    return queues.offer(entry);
  }

  @Override
  public boolean saveSnapshot(final EntitySnapshot snapshot) {
    final int length = snapshot.state().length();
    if (length > EntityStore.SNAPSHOT_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "snapshot of "
              + length
              + " bytes for "
              + EntityKey.toString(snapshot.entity())
              + ", at most "
              + EntityStore.SNAPSHOT_LENGTH_MAX);
    }
    return queues.offer(snapshot);
  }

  @Override
  public boolean isShared() {
    return isShared;
  }

  @Override
  public void confirm(final long entity, final long epoch, final Listener listener) {
    queues.offer(new Command.Confirm(entity, epoch, listener));
  }

  @Override
  public void wakeable(final Consumer<List<Wakeable>> listener) {
    queues.offer(new Command.FindWakeable(listener));
  }

  @Override
  public void readCut(final Consumer<Cut> listener) {
    queues.offer(new Command.ReadCut(listener));
  }

  @Override
  public void close() {
    agent.onClose();
  }
}
