package io.qanat.log.node;

import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.log.AppendAcksEncoder;
import io.qanat.codecs.log.AppendDecoder;
import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.ConfirmDecoder;
import io.qanat.codecs.log.ConfirmedEncoder;
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
import io.qanat.log.store.EntityImage;
import io.qanat.log.store.EntityStore;
import io.qanat.log.store.ImageRecords;
import io.qanat.log.store.Records;
import io.qanat.log.store.WakeUpRecords;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.collections.LongArrayList;

/**
 * What the log does with a message, whatever carried it: checks and decodes it, lets the {@link
 * EntityStore} decide, answers. Every member does the same with the same messages; only the leader
 * is heard.
 */
public final class LogRequests {
  /** Who sent a message, and how it is answered. */
  public interface Sender {
    /** Whether this member leads. */
    boolean isLeader();

    /** Whether the sender is still there to be answered by this member. */
    boolean isAnswering();

    /** An answer of at most some kilobytes; the buffer is valid during the call. */
    void answer(DirectBuffer buffer, int length);

    /** An answer that may be big, for the stream that the sender named. */
    void stream(long clientId, long requestId, int streamId, String channel, Records records);

    /** It sent what is no request: nothing has changed. */
    void refuse(String what);
  }

  private final EntityStore store;
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
  private final ConfirmDecoder confirm = new ConfirmDecoder();
  private final ConfirmedEncoder confirmed = new ConfirmedEncoder();
  private final AckBatch acks = new AckBatch();

  /** Decides with this store. */
  public LogRequests(final EntityStore store) {
    this.store = store;
  }

  /** What has been decided so far. */
  public EntityStore store() {
    return store;
  }

  /** Takes one message, whatever bytes it is. */
  public void onMessage(
      final Sender session, final DirectBuffer buffer, final int offset, final int length) {
    final FrameCheck check = FrameChecker.LOG.check(buffer, offset, length);
    if (check != FrameCheck.OK) {
      session.refuse(length + " bytes that are no whole message of the log: " + check);
      return;
    }
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case AppendDecoder.TEMPLATE_ID -> onAppend(session, buffer, offset);
      case LoadDecoder.TEMPLATE_ID -> onLoad(session, buffer, offset);
      case SnapshotPartDecoder.TEMPLATE_ID -> onSnapshotPart(session, buffer, offset);
      case QueryDecoder.TEMPLATE_ID -> onQuery(session, buffer, offset);
      case ConfirmDecoder.TEMPLATE_ID -> onConfirm(session, buffer, offset);
      default -> session.refuse("a message that is no request: template " + header.templateId());
    }
  }

  private void onAppend(final Sender session, final DirectBuffer buffer, final int offset) {
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
    if (session.isAnswering()) {
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
      answer(session, appendAcks.encodedLength());
    }
  }

  private void onLoad(final Sender session, final DirectBuffer buffer, final int offset) {
    load.wrapAndApplyHeader(buffer, offset, header);
    final long entity = load.entity();
    if (!EntityKey.isValid(entity)) {
      session.refuse("a load of no entity: " + entity);
      return;
    }
    final boolean isGranted =
        store.load(load.clientId(), load.requestId(), entity, load.expectedEpoch());
    if (!session.isAnswering()) {
      return;
    }
    if (isGranted) {
      session.stream(
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
      answer(session, loadRefused.encodedLength());
    }
  }

  private void onSnapshotPart(final Sender session, final DirectBuffer buffer, final int offset) {
    snapshotPart.wrapAndApplyHeader(buffer, offset, header);
    final SnapshotPartResult result = store.snapshotPart(snapshotPart);
    if (session.isAnswering()) {
      snapshotPartAck
          .wrapAndApplyHeader(reply, 0, replyHeader)
          .entity(snapshotPart.entity())
          .epoch(snapshotPart.epoch())
          .seqNr(snapshotPart.seqNr())
          .receivedLength(store.receivedLength(snapshotPart.entity()))
          .result(result);
      answer(session, snapshotPartAck.encodedLength());
    }
  }

  /** Changes nothing; that it went through the log is what makes its answer true. */
  private void onConfirm(final Sender session, final DirectBuffer buffer, final int offset) {
    if (!session.isAnswering()) {
      return;
    }
    confirm.wrapAndApplyHeader(buffer, offset, header);
    final long clientId = confirm.clientId();
    final long requestId = confirm.requestId();
    final LongArrayList lost = new LongArrayList();
    for (final ConfirmDecoder.ClaimsDecoder claim : confirm.claims()) {
      if (store.epoch(claim.entity()) != claim.epoch()) {
        lost.addLong(claim.entity());
      }
    }
    final ConfirmedEncoder.LostEncoder group =
        confirmed
            .wrapAndApplyHeader(reply, 0, replyHeader)
            .clientId(clientId)
            .requestId(requestId)
            .lostCount(lost.size());
    for (int i = 0; i < lost.size(); i++) {
      group.next().entity(lost.getLong(i)).currentEpoch(store.epoch(lost.getLong(i)));
    }
    answer(session, confirmed.encodedLength());
  }

  private void onQuery(final Sender session, final DirectBuffer buffer, final int offset) {
    if (!session.isLeader()) {
      return;
    }
    query.wrapAndApplyHeader(buffer, offset, header);
    final Records records =
        query.kind() == QueryKind.WAKEABLE
            ? new WakeUpRecords(store.wakeable())
            : new ImageRecords(store.images(), false);
    session.stream(
        query.clientId(),
        query.requestId(),
        query.answerStreamId(),
        query.answerChannel(),
        records);
  }

  private void answer(final Sender session, final int encodedLength) {
    session.answer(reply, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
