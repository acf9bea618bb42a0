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
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.log.AppendAcksEncoder;
import io.qanat.codecs.log.AppendDecoder;
import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.LoadDecoder;
import io.qanat.codecs.log.LoadRefusedEncoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.QueryDecoder;
import io.qanat.codecs.log.QueryKind;
import io.qanat.codecs.log.SnapshotPartAckEncoder;
import io.qanat.codecs.log.SnapshotPartDecoder;
import io.qanat.codecs.log.SnapshotPartResult;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.store.CorruptRecordsException;
import io.qanat.log.store.EntityImage;
import io.qanat.log.store.EntityStore;
import io.qanat.log.store.ImageRecords;
import io.qanat.log.store.Records;
import io.qanat.log.store.StoreSnapshotReader;
import io.qanat.log.store.StoreSnapshotWriter;
import io.qanat.log.store.WakeUpRecords;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * The log's replicated service: decodes, lets the {@link EntityStore} decide, answers.
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
  private EntityStore store = new EntityStore();
  private Cluster cluster;
  private boolean isFailed;

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final AppendDecoder append = new AppendDecoder();
  private final LoadDecoder load = new LoadDecoder();
  private final SnapshotPartDecoder snapshotPart = new SnapshotPartDecoder();
  private final QueryDecoder query = new QueryDecoder();
  private final ExpandableDirectByteBuffer reply = new ExpandableDirectByteBuffer(64 * 1024);
  private final MessageHeaderEncoder replyHeader = new MessageHeaderEncoder();
  private final AppendAcksEncoder appendAcks = new AppendAcksEncoder();
  private final LoadRefusedEncoder loadRefused = new LoadRefusedEncoder();
  private final SnapshotPartAckEncoder snapshotPartAck = new SnapshotPartAckEncoder();
  private final AckBatch acks = new AckBatch();

  LogService(final Answers answers, final Listener listener) {
    this.answers = answers;
    this.listener = listener;
  }

  @Override
  public void onStart(final Cluster startedCluster, final Image snapshotImage) {
    cluster = startedCluster;
    if (snapshotImage != null) {
      try {
        store = read(snapshotImage);
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
      final FrameCheck check = FrameChecker.LOG.check(buffer, offset, length);
      if (check != FrameCheck.OK) {
        refuse(session, length + " bytes that are no whole message of the log: " + check);
        return;
      }
      header.wrap(buffer, offset);
      switch (header.templateId()) {
        case AppendDecoder.TEMPLATE_ID -> onAppend(session, buffer, offset);
        case LoadDecoder.TEMPLATE_ID -> onLoad(session, buffer, offset);
        case SnapshotPartDecoder.TEMPLATE_ID -> onSnapshotPart(session, buffer, offset);
        case QueryDecoder.TEMPLATE_ID -> onQuery(buffer, offset);
        default -> refuse(session, "a message that is no request: template " + header.templateId());
      }
    } catch (final RuntimeException | OutOfMemoryError e) {
      fail("the log service failed: " + e, e);
    }
  }

  private void onAppend(final ClientSession session, final DirectBuffer buffer, final int offset) {
    acks.clear();
    final AppendDecoder.EntriesDecoder entries =
        append.wrapAndApplyHeader(buffer, offset, header).entries();
    while (entries.hasNext()) {
      entries.next();
      final long entity = entries.entity();
      final long epoch = entries.epoch();
      final long seqNr = entries.seqNr();
      final AppendResult result = store.append(entries);
      acks.add(
          entity,
          epoch,
          seqNr,
          result == AppendResult.GAP ? store.expectedSeqNr(entity) : 0,
          result);
    }
    if (isAnswering(session)) {
      final AppendAcksEncoder.AcksEncoder group =
          appendAcks.wrapAndApplyHeader(reply, 0, replyHeader).acksCount(acks.size());
      for (int i = 0; i < acks.size(); i++) {
        group
            .next()
            .entity(acks.entity(i))
            .epoch(acks.epoch(i))
            .seqNr(acks.seqNr(i))
            .expectedSeqNr(acks.expectedSeqNr(i))
            .result(acks.result(i));
      }
      offer(session, appendAcks.encodedLength());
    }
  }

  private void onLoad(final ClientSession session, final DirectBuffer buffer, final int offset) {
    load.wrapAndApplyHeader(buffer, offset, header);
    final long entity = load.entity();
    if (!EntityKey.isValid(entity)) {
      refuse(session, "a load of no entity: " + entity);
      return;
    }
    final boolean isGranted =
        store.load(load.clientId(), load.requestId(), entity, load.expectedEpoch());
    if (!isAnswering(session)) {
      return;
    }
    if (isGranted) {
      answer(
          load.clientId(),
          load.requestId(),
          load.answerStreamId(),
          load.answerChannel(),
          new ImageRecords(new EntityImage[] {store.image(entity)}, false));
    } else {
      loadRefused
          .wrapAndApplyHeader(reply, 0, replyHeader)
          .clientId(load.clientId())
          .requestId(load.requestId())
          .entity(entity)
          .currentEpoch(store.epoch(entity));
      offer(session, loadRefused.encodedLength());
    }
  }

  private void onSnapshotPart(
      final ClientSession session, final DirectBuffer buffer, final int offset) {
    snapshotPart.wrapAndApplyHeader(buffer, offset, header);
    final SnapshotPartResult result = store.snapshotPart(snapshotPart);
    if (isAnswering(session)) {
      snapshotPartAck
          .wrapAndApplyHeader(reply, 0, replyHeader)
          .entity(snapshotPart.entity())
          .epoch(snapshotPart.epoch())
          .seqNr(snapshotPart.seqNr())
          .receivedLength(store.receivedLength(snapshotPart.entity()))
          .result(result);
      offer(session, snapshotPartAck.encodedLength());
    }
  }

  private void onQuery(final DirectBuffer buffer, final int offset) {
    if (cluster.role() != Cluster.Role.LEADER) {
      return;
    }
    query.wrapAndApplyHeader(buffer, offset, header);
    final Records records =
        query.kind() == QueryKind.WAKEABLE
            ? new WakeUpRecords(store.wakeable())
            : new ImageRecords(store.images(), false);
    answer(
        query.clientId(),
        query.requestId(),
        query.answerStreamId(),
        query.answerChannel(),
        records);
  }

  private void answer(
      final long clientId,
      final long requestId,
      final int streamId,
      final String channel,
      final Records records) {
    answers.give(
        new Answers.Answer(clientId, requestId, cluster.logPosition(), channel, streamId, records));
  }

  /**
   * Nothing is changed, on any member, and the leader ends the session: what its client sends next
   * could not be trusted to follow what it sent before.
   */
  private void refuse(final ClientSession session, final String what) {
    if (isAnswering(session)) {
      listener.onNotice("log: session " + session.id() + " is closed: it sent " + what);
      cluster.closeClientSession(session.id());
    }
  }

  private boolean isAnswering(final ClientSession session) {
    return session != null && cluster.role() == Cluster.Role.LEADER && !session.isClosing();
  }

  private void offer(final ClientSession session, final int encodedLength) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    final IdleStrategy idleStrategy = cluster.idleStrategy();
    idleStrategy.reset();
    for (int attempt = 0; attempt < OFFER_ATTEMPTS; attempt++) {
      final long result = session.offer(reply, 0, length);
      if (result > 0) {
        return;
      }
      if (result == Publication.CLOSED || result == Publication.MAX_POSITION_EXCEEDED) {
        break;
      }
      idleStrategy.idle();
    }
    listener.onNotice("log: session " + session.id() + " is closed: it does not take its answers");
    cluster.closeClientSession(session.id());
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
        .write(store, cluster.logPosition());
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
}
