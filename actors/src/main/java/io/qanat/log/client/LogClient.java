package io.qanat.log.client;

import io.aeron.Aeron;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.IdleStrategies;
import io.qanat.log.LogEntry;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NanoClock;
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

  private final SteppedLogClient client;
  private final AgentRunner runner;

  private LogClient(
      final LogClientConfig config, final Aeron aeron, final Consumer<String> notices) {
    final ErrorHandler errors = error -> notices.accept("log client: " + error);
    final NanoClock clock = SystemNanoClock.INSTANCE;
    client =
        new SteppedLogClient(
            config,
            new AeronLogTransport(config, aeron, notices, clock.nanoTime()),
            UUID.randomUUID().getMostSignificantBits() ^ clock.nanoTime(),
            clock,
            errors);
    runner =
        new AgentRunner(IdleStrategies.of(config.idleStrategy()), errors, null, client.agent());
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
    client.load(entity, listener);
  }

  @Override
  public void release(final long entity, final Listener listener) {
    client.release(entity, listener);
  }

  @Override
  public boolean append(final LogEntry entry) {
    return client.append(entry);
  }

  @Override
  public boolean saveSnapshot(final EntitySnapshot snapshot) {
    return client.saveSnapshot(snapshot);
  }

  @Override
  public boolean isShared() {
    return client.isShared();
  }

  @Override
  public void confirm(final long entity, final long epoch, final Listener listener) {
    client.confirm(entity, epoch, listener);
  }

  @Override
  public void wakeable(final Consumer<List<Wakeable>> listener) {
    client.wakeable(listener);
  }

  @Override
  public void readCut(final Consumer<Cut> listener) {
    client.readCut(listener);
  }

  /** Ends the session and the thread. What is not acknowledged by then may or may not be stored. */
  @Override
  public void close() {
    runner.close((int) CLOSE_TIMEOUT_MILLIS, null);
  }
}
