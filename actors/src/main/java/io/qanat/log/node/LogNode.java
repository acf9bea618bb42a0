package io.qanat.log.node;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.log.IdleStrategies;
import io.qanat.log.client.LogClient;
import io.qanat.log.client.LogClientConfig;
import java.io.File;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A member of the log inside this process.
 *
 * <p>Five threads: media driver, archive, consensus module, log service, answers; a sixth looks
 * once a second whether a snapshot is due. All of them idle as configured.
 */
public final class LogNode implements AutoCloseable {
  /** What the process around it hears. Called from the node's threads; must not block. */
  public interface Listener {
    /** Something an operator may want to know; one line. */
    void onNotice(String line);

    /**
     * The log has stopped for good: nothing is acknowledged any more, the process should end. Comes
     * once; one line.
     */
    void onFatal(String line);
  }

  private static final int CLUSTER_ID = 0;
  private static final String LOCAL_CONTROL_CHANNEL = "aeron:ipc?term-length=64k";
  private static final String SNAPSHOT_CHANNEL = "aeron:ipc?term-length=4m|mtu=8k|alias=snapshot";
  private static final long POLL_MILLIS = 2;

  /** Aeron wants at least twice the leader's timeout. */
  private static final long CANVASS_MILLIS_MIN = 5_000;

  private final LogConfig config;
  private final LogErrors errors;
  private final DataDirectory directory;
  private final AeronDirectory aeronDirectory;
  private MediaDriver driver;
  private Archive archive;
  private ConsensusModule consensusModule;
  private LogMember member;
  private ClusteredServiceContainer container;
  private AgentRunner answersRunner;
  private SnapshotSchedule schedule;
  private boolean isClosed;

  private LogNode(final LogConfig config, final LogErrors errors, final DataDirectory directory) {
    this.config = config;
    this.errors = errors;
    this.directory = directory;
    aeronDirectory = AeronDirectory.forProcess(directory.path(), config.memberId());
  }

  /**
   * Starts a member and waits until it has recovered its state and leads or follows.
   *
   * @throws LogStartException one line saying why it cannot; nothing is left running
   */
  public static LogNode launch(final LogConfig config, final Listener listener) {
    final LogErrors errors = new LogErrors(config.dataDirectory(), listener);
    final DataDirectory directory =
        DataDirectory.open(config.dataDirectory(), config.freeBytesMin());
    final LogNode node = new LogNode(config, errors, directory);
    try {
      node.start();
      return node;
    } catch (final RuntimeException e) {
      errors.closing();
      node.stop();
      throw errors.startFailure(e);
    }
  }

  private void start() {
    if (directory.takeOver()) {
      errors.notice(
          "log: the last process did not stop cleanly; its lock is free, so its directory "
              + directory.path()
              + " is taken over and what it had not committed is dropped");
    }
    directory.useAeronDirectory(aeronDirectory.name());
    member =
        config.members().isEmpty()
            ? LogMember.onFreeLoopbackPorts(config.memberId())
            : config.members().stream()
                .filter(m -> m.id() == config.memberId())
                .findFirst()
                .orElseThrow();
    final List<LogMember> members = config.members().isEmpty() ? List.of(member) : config.members();
    if (!isAlone()) {
      errors.announceRoles(member.id());
    }
    startDriver();
    startArchive();
    startConsensusModule(members);
    startService();
    awaitReady();
    directory.initialised();
    if (config.snapshotAfterBytes() > 0) {
      schedule = new SnapshotSchedule(config.snapshotAfterBytes(), this);
    }
  }

  private void startDriver() {
    driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectory.name())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategies.of(config.idleStrategy()))
                .termBufferSparseFile(true)
                .warnIfDirectoryExists(false)
                .terminationHook(() -> errors.fatal("the media driver has ended", null))
                .errorHandler(errors));
  }

  private void startArchive() {
    archive =
        Archive.launch(
            new Archive.Context()
                .aeronDirectoryName(aeronDirectory.name())
                .archiveDir(directory.archiveDirectory())
                .controlChannel("aeron:udp?endpoint=" + member.archiveEndpoint())
                .localControlChannel(LOCAL_CONTROL_CHANNEL)
                .replicationChannel("aeron:udp?endpoint=" + member.host() + ":0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(() -> IdleStrategies.of(config.idleStrategy()))
                .segmentFileLength(config.segmentLength())
                .fileSyncLevel(config.fileSyncLevel())
                .catalogFileSyncLevel(config.fileSyncLevel())
                .recordChecksum(new LogChecksum())
                .replayChecksum(new LogChecksum())
                .errorHandler(errors));
  }

  private AeronArchive.Context archiveClient() {
    return new AeronArchive.Context()
        .aeronDirectoryName(aeronDirectory.name())
        .lock(NoOpLock.INSTANCE)
        .controlRequestChannel(LOCAL_CONTROL_CHANNEL)
        .controlRequestStreamId(archive.context().localControlStreamId())
        .controlResponseChannel(LOCAL_CONTROL_CHANNEL);
  }

  private void startConsensusModule(final List<LogMember> members) {
    final boolean isSingle = members.size() == 1;
    final String lengths = "term-length=" + config.termLength() + "|mtu=8k";
    consensusModule =
        ConsensusModule.launch(
            new ConsensusModule.Context()
                .aeronDirectoryName(aeronDirectory.name())
                .clusterId(CLUSTER_ID)
                .clusterMemberId(config.memberId())
                .clusterMembers(LogMember.clusterMembers(members))
                .clusterDir(directory.clusterDirectory())
                .ingressChannel("aeron:udp?term-length=4m|mtu=8k")
                .isIpcIngressAllowed(true)
                .logChannel((isSingle ? "aeron:ipc?" : "aeron:udp?") + lengths)
                .snapshotChannel(SNAPSHOT_CHANNEL)
                .replicationChannel("aeron:udp?endpoint=" + member.host() + ":0")
                .archiveContext(archiveClient())
                .idleStrategySupplier(() -> IdleStrategies.of(config.idleStrategy()))
                .fileSyncLevel(config.fileSyncLevel())
                .leaderHeartbeatTimeoutNs(
                    TimeUnit.MILLISECONDS.toNanos(config.leaderTimeoutMillis()))
                .leaderHeartbeatIntervalNs(TimeUnit.MILLISECONDS.toNanos(100))
                .electionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
                .electionStatusIntervalNs(TimeUnit.MILLISECONDS.toNanos(50))
                .startupCanvassTimeoutNs(
                    TimeUnit.MILLISECONDS.toNanos(
                        Math.max(CANVASS_MILLIS_MIN, 2 * config.leaderTimeoutMillis())))
                .terminationHook(() -> errors.fatal("the consensus module has ended", null))
                .errorHandler(errors));
  }

  private void startService() {
    final Answers answers =
        new Answers(
            Aeron.connect(
                new Aeron.Context()
                    .aeronDirectoryName(aeronDirectory.name())
                    .useConductorAgentInvoker(true)
                    .clientLock(NoOpLock.INSTANCE)
                    .clientName("log-answers")
                    .errorHandler(errors)),
            SystemNanoClock.INSTANCE,
            errors::notice);
    answersRunner =
        // Loads and cuts are rare: this thread leaves the processor to the others.
        new AgentRunner(IdleStrategies.of("sleep"), errors, null, answers);
    AgentRunner.startOnThread(answersRunner);
    container =
        ClusteredServiceContainer.launch(
            new ClusteredServiceContainer.Context()
                .aeronDirectoryName(aeronDirectory.name())
                .clusterId(CLUSTER_ID)
                .clusterDir(directory.clusterDirectory())
                .archiveContext(archiveClient())
                .snapshotChannel(SNAPSHOT_CHANNEL)
                .idleStrategySupplier(() -> IdleStrategies.of(config.idleStrategy()))
                .clusteredService(new LogService(answers, errors))
                .terminationHook(() -> errors.fatal("the log service has ended", null))
                .errorHandler(errors));
  }

  private void awaitReady() {
    try {
      if (isAlone()) {
        errors.ready().get(config.startTimeoutMillis(), TimeUnit.MILLISECONDS);
      } else {
        awaitElection();
      }
    } catch (final TimeoutException e) {
      throw new LogStartException(
          "the log in "
              + directory.path()
              + " was not ready after "
              + config.startTimeoutMillis()
              + " ms"
              + errors.lastErrorText(),
          e);
    } catch (final ExecutionException e) {
      throw new LogStartException(e.getCause().getMessage(), e.getCause());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogStartException("interrupted while the log was starting", e);
    }
  }

  private boolean isAlone() {
    return config.members().size() <= 1;
  }

  /** A follower hears nothing when it has caught up, so the election itself is watched. */
  private void awaitElection() throws InterruptedException, ExecutionException, TimeoutException {
    final long deadlineNanos =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.startTimeoutMillis());
    final Counter election = consensusModule.context().electionStateCounter();
    boolean told = false;
    while (ElectionState.get(election) != ElectionState.CLOSED) {
      if (errors.ready().isCompletedExceptionally()) {
        errors.ready().get();
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new TimeoutException();
      }
      if (!told) {
        told = true;
        errors.notice("log: member " + member.id() + " waits for a majority of its members");
      }
      Thread.sleep(POLL_MILLIS);
    }
    errors.onReady();
  }

  /** Whether this member leads now; a single one always does. */
  public boolean isLeader() {
    return isAlone()
        || Cluster.Role.get(consensusModule.context().clusterNodeRoleCounter().get())
            == Cluster.Role.LEADER;
  }

  /** The leadership term; grows with each election. */
  public long leadershipTermId() {
    return consensusModule.context().leadershipTermIdCounter().get();
  }

  /** Of the media driver that the rest of the process may use as well. */
  public String aeronDirectoryName() {
    return aeronDirectory.name();
  }

  /** A way to the log for this process. The caller closes it before the node. */
  public LogClient connect() {
    final LogClientConfig client =
        isAlone()
            ? LogClientConfig.embedded(aeronDirectory.name())
            : LogClientConfig.ofMembers(
                aeronDirectory.name(), LogMember.ingressEndpoints(config.members()), member.host());
    return LogClient.connect(client.withIdleStrategy(config.idleStrategy()), errors::notice);
  }

  void notice(final String line) {
    errors.notice(line);
  }

  /** Bytes of log that were committed, over its whole life. */
  public long logPosition() {
    return consensusModule.context().commitPositionCounter().get();
  }

  /** Log position of the latest snapshot; 0: none. */
  public long snapshotPosition() {
    return SnapshotEntries.latestPosition(directory.clusterDirectory());
  }

  /**
   * On the leader: takes a snapshot of the whole log at its present position, then deletes log and
   * snapshots that retention no longer wants. Entries wait while it is taken. Blocks; one at a
   * time.
   *
   * @return log position of the snapshot
   * @throws IllegalStateException if it was not taken within the configured time; the log goes on
   */
  public synchronized long takeSnapshot() {
    if (isClosed) {
      throw new IllegalStateException("the log is closed");
    }
    if (!isLeader()) {
      throw new IllegalStateException("snapshots are taken by the leader, for all members");
    }
    final ConsensusModule.Context context = consensusModule.context();
    final LongSupplier taken = () -> context.snapshotCounter().get();
    final long before = taken.getAsLong();
    final long deadlineNanos =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.snapshotTimeoutMillis());
    while (!ClusterControl.ToggleState.SNAPSHOT.toggle(context.controlToggleCounter())) {
      pause(deadlineNanos, "the log is busy with " + toggle(context));
    }
    while (taken.getAsLong() == before) {
      if (toggle(context) == ClusterControl.ToggleState.NEUTRAL && taken.getAsLong() == before) {
        throw new IllegalStateException("snapshot failed" + errors.lastErrorText());
      }
      pause(deadlineNanos, "snapshot not taken");
    }
    purge();
    return snapshotPosition();
  }

  /** Deletes log and snapshots of this member that retention no longer wants. */
  synchronized void purge() {
    if (!isClosed) {
      try (AeronArchive client = AeronArchive.connect(archiveClient())) {
        SnapshotEntries.purge(directory.clusterDirectory(), client, config.retentionBytes());
      }
    }
  }

  private static ClusterControl.ToggleState toggle(final ConsensusModule.Context context) {
    return ClusterControl.ToggleState.get(context.controlToggleCounter());
  }

  private void pause(final long deadlineNanos, final String what) {
    if (System.nanoTime() > deadlineNanos || errors.isFatal()) {
      throw new IllegalStateException(
          what + " within " + config.snapshotTimeoutMillis() + " ms" + errors.lastErrorText());
    }
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a snapshot", e);
    }
  }

  /**
   * Takes a last snapshot if this member leads, so that the next start has nothing to replay, and
   * stops.
   */
  @Override
  public void close() {
    CloseHelper.quietClose(schedule);
    synchronized (this) {
      if (isClosed) {
        return;
      }
      if (!errors.isFatal() && isLeader()) {
        try {
          takeSnapshot();
        } catch (final RuntimeException e) {
          errors.notice("log: no snapshot at stop, the next start replays: " + e.getMessage());
        }
      }
      isClosed = true;
    }
    errors.closing();
    stop();
  }

  private void stop() {
    CloseHelper.closeAll(
        errors,
        container,
        answersRunner,
        consensusModule,
        archive,
        driver,
        () -> IoUtil.delete(new File(aeronDirectory.name()), true),
        directory);
  }
}
