package io.qanat.log.node;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.Publication;
import io.aeron.cluster.client.ClusterException;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.qanat.log.store.CorruptRecordsException;
import io.qanat.log.store.EntityStore;
import io.qanat.log.store.Records;
import io.qanat.log.store.StoreSnapshotReader;
import io.qanat.log.store.StoreSnapshotWriter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * The log's replicated service: {@link LogRequests} on a member of an Aeron Cluster.
 *
 * <p>It never waits for anybody: an acknowledgement that a client does not take after a bounded
 * number of attempts closes that client's session (the client connects anew and sends again what
 * was not acknowledged), and whatever may be big goes through {@link Answers}.
 *
 * <p>Bytes that are no request are refused before a field of them is read: the session they came
 * from is closed, with one line, and the log goes on.
 *
 * <p>An exception here would let members differ, so the first one stops the service for good:
 * nothing is applied or acknowledged after it.
 */
final class LogService implements ClusteredService {
  /** What the node wants to know of its service. */
  interface Listener {
    /** State is recovered and this member leads or follows. */
    void onReady();

    /** Something an operator may want to know; one line. */
    void onNotice(String line);

    /** The service has stopped for good; {@code message} is one line. */
    void onFailed(String message, Throwable cause);
  }

  /** At most about 20 ms with the idle strategies that park. */
  private static final int OFFER_ATTEMPTS = 400;

  private final Answers answers;
  private final Listener listener;
  private final Session sender = new Session();
  private LogRequests requests = new LogRequests(new EntityStore());
  private Cluster cluster;
  private boolean isFailed;

  LogService(final Answers answers, final Listener listener) {
    this.answers = answers;
    this.listener = listener;
  }

  @Override
  public void onStart(final Cluster startedCluster, final Image snapshotImage) {
    cluster = startedCluster;
    if (snapshotImage != null) {
      try {
        requests = new LogRequests(read(snapshotImage));
      } catch (final CorruptRecordsException e) {
        fail("the cluster snapshot is corrupt: " + e.getMessage(), e);
        throw e;
      }
    }
  }

  private EntityStore read(final Image image) {
    final StoreSnapshotReader reader = new StoreSnapshotReader();
    final var assembler =
        new ImageFragmentAssembler(
            (buffer, offset, length, fragmentHeader) -> reader.onRecord(buffer, offset, length));
    final IdleStrategy idleStrategy = cluster.idleStrategy();
    while (!reader.isComplete()) {
      final int fragments = image.poll(assembler, 64);
      if (fragments == 0 && (image.isClosed() || image.isEndOfStream())) {
        throw new CorruptRecordsException("it ends too early");
      }
      idleStrategy.idle(fragments);
    }
    return reader.store();
  }

  @Override
  public void onSessionMessage(
      final ClientSession session,
      final long timestamp,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Header frame) {
    if (isFailed) {
      return;
    }
    try {
      sender.session = session;
      requests.onMessage(sender, buffer, offset, length);
    } catch (final RuntimeException | OutOfMemoryError e) {
      fail("the log service failed: " + e, e);
    }
  }

  @Override
  public void onTakeSnapshot(final ExclusivePublication publication) {
    if (isFailed) {
      throw new ClusterException("no snapshot: the log service has failed");
    }
    final IdleStrategy idleStrategy = cluster.idleStrategy();
    new StoreSnapshotWriter(
            (buffer, offset, length) -> {
              idleStrategy.reset();
              long result;
              while ((result = publication.offer(buffer, offset, length)) < 0) {
                if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
                  throw new ClusterException(
                      "snapshot not recorded: " + Publication.errorString(result));
                }
                idleStrategy.idle();
              }
            })
        .write(requests.store(), cluster.logPosition());
  }

  @Override
  public void onRoleChange(final Cluster.Role newRole) {
    listener.onReady();
  }

  @Override
  public void onSessionOpen(final ClientSession session, final long timestamp) {}

  @Override
  public void onSessionClose(
      final ClientSession session, final long timestamp, final CloseReason closeReason) {}

  @Override
  public void onTimerEvent(final long correlationId, final long timestamp) {}

  @Override
  public void onTerminate(final Cluster terminatedCluster) {}

  private void fail(final String message, final Throwable cause) {
    isFailed = true;
    listener.onFailed(message, cause);
  }

  /** Whose message is being taken; null in its place: nobody's any more. */
  private final class Session implements LogRequests.Sender {
    private ClientSession session;

    @Override
    public boolean isLeader() {
      return cluster.role() == Cluster.Role.LEADER;
    }

    @Override
    public boolean isAnswering() {
      return session != null && isLeader() && !session.isClosing();
    }

    @Override
    public void answer(final DirectBuffer buffer, final int length) {
      final IdleStrategy idleStrategy = cluster.idleStrategy();
      idleStrategy.reset();
      for (int attempt = 0; attempt < OFFER_ATTEMPTS; attempt++) {
        final long result = session.offer(buffer, 0, length);
        if (result > 0) {
          return;
        }
        if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
          break;
        }
        idleStrategy.idle();
      }
      close("it does not take its answers");
    }

    @Override
    public void stream(
        final long clientId,
        final long requestId,
        final int streamId,
        final String channel,
        final Records records) {
      answers.give(
          new Answers.Answer(
              clientId, requestId, cluster.logPosition(), channel, streamId, records));
    }

    /**
     * Nothing is changed, on any member, and the leader ends the session: what its client sends
     * next could not be trusted to follow what it sent before.
     */
    @Override
    public void refuse(final String what) {
      if (isAnswering()) {
        close("it sent " + what);
      }
    }

    private void close(final String why) {
      listener.onNotice("log: session " + session.id() + " is closed: " + why);
      cluster.closeClientSession(session.id());
    }
  }
}
