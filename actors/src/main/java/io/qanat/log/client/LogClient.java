package io.qanat.log.client;

import io.aeron.Aeron;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.IdleStrategies;
import io.qanat.log.LogEntry;
import io.qanat.log.store.EntityStore;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The log of a node: takes entries from any thread into a bounded queue, and one thread of its own
 * batches them to the cluster, keeps them until they are acknowledged, and calls the listeners.
 *
 * <p>It survives the loss of its session and of the leader: it connects anew and sends again, in
 * order, whatever is not acknowledged. Until then nothing is lost and {@link #append} goes on
 * taking entries until its bounds are reached.
 */
public final class LogClient implements EventLog, AutoCloseable {
  private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

  private static final long SNAPSHOT_BYTES_MAX = 1024L * 1024 * 1024;

  private final LogClientQueues queues;
  private final AgentRunner runner;

  private LogClient(
      final LogClientConfig config, final Aeron aeron, final Consumer<String> notices) {
    queues =
        new LogClientQueues(
            config.pendingEntriesMax(), config.pendingBytesMax(), SNAPSHOT_BYTES_MAX);
    final ErrorHandler errors = error -> notices.accept("log client: " + error);
    final LogClientAgent agent =
        new LogClientAgent(config, aeron, SystemNanoClock.INSTANCE, queues, errors, notices);
    runner = new AgentRunner(IdleStrategies.of(config.idleStrategy()), errors, null, agent);
  }

  /**
   * Starts a client; it connects by itself, now and whenever it has to.
   *
   * @param notices one line each about what an operator may want to know
   */
  public static LogClient connect(final LogClientConfig config, final Consumer<String> notices) {
    final Aeron aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(config.aeronDirectoryName())
                .useConductorAgentInvoker(true)
                .clientLock(NoOpLock.INSTANCE)
                .clientName("log-client")
                .errorHandler(error -> notices.accept("log client: " + error)));
    final LogClient client = new LogClient(config, aeron, notices);
    AgentRunner.startOnThread(client.runner);
    return client;
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
  public void wakeable(final Consumer<List<Wakeable>> listener) {
    queues.offer(new Command.FindWakeable(listener));
  }

  @Override
  public void readCut(final Consumer<Cut> listener) {
    queues.offer(new Command.ReadCut(listener));
  }

  /** Ends the session and the thread. What is not acknowledged by then may or may not be stored. */
  @Override
  public void close() {
    runner.close((int) CLOSE_TIMEOUT_MILLIS, null);
  }
}
