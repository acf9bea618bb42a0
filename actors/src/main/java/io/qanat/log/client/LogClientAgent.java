package io.qanat.log.client;

import io.qanat.codecs.log.AppendAcksDecoder;
import io.qanat.codecs.log.AppendResult;
import io.qanat.codecs.log.ConfirmedDecoder;
import io.qanat.codecs.log.LoadRefusedDecoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.SnapshotPartAckDecoder;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.EventLog;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The client's one thread. Each turn: polls acknowledgements and tells the listeners, takes what
 * was queued, sends it. It never sends without having polled before.
 */
final class LogClientAgent implements Agent, LogTransport.Handler {
  private static final int BATCHES_PER_TURN = 4;
  private static final long HOUSEKEEPING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final NanoClock clock;
  private final LogClientQueues queues;
  private final ErrorHandler errors;
  private final long messageTimeoutNanos;
  private final LogTransport transport;
  private final Requests requests;
  private final PendingEntries pending;
  private final SnapshotUploads snapshots = new SnapshotUploads();
  private final BatchEncoder batch;
  private final Confirmations confirmations;
  private final Long2ObjectHashMap<EntityLink> links = new Long2ObjectHashMap<>();
  private final List<EntityLink> dirty = new ArrayList<>();

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final AppendAcksDecoder appendAcks = new AppendAcksDecoder();
  private final ConfirmedDecoder confirmed = new ConfirmedDecoder();
  private final LoadRefusedDecoder loadRefused = new LoadRefusedDecoder();
  private final SnapshotPartAckDecoder snapshotPartAck = new SnapshotPartAckDecoder();

  private long nowNanos;
  private long housekeepingAtNanos;
  private long ackProgressNanos;

  LogClientAgent(
      final LogClientConfig config,
      final LogTransport transport,
      final long clientId,
      final NanoClock clock,
      final LogClientQueues queues,
      final ErrorHandler errors) {
    this.transport = transport;
    this.clock = clock;
    this.queues = queues;
    this.errors = errors;
    messageTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(config.messageTimeoutMillis());
    requests = new Requests(config, transport, clientId, errors);
    pending = new PendingEntries(config.pendingEntriesMax());
    batch = new BatchEncoder(config.batchBytesMax());
    confirmations = new Confirmations(transport, clientId, this::tell);
  }

  @Override
  public int doWork() {
    nowNanos = clock.nanoTime();
    int work = pollLink();
    work += takeCommands();
    work += takeQueued();
    work += requests.doWork(this, nowNanos);
    if (transport.isConnected()) {
      work += sendEntries();
      work += snapshots.send(transport, pending.settled());
      if (!pending.hasUnsent()) {
        // Behind the entries: what was given before is stored before the question is answered.
        work += confirmations.send();
      }
    }
    if (nowNanos - housekeepingAtNanos >= 0) {
      housekeepingAtNanos = nowNanos + HOUSEKEEPING_NANOS;
      keepHouse();
    }
    return work;
  }

  private int pollLink() {
    final int work = transport.poll(this, nowNanos);
    if (!dirty.isEmpty()) {
      for (final EntityLink entity : dirty) {
        tell(entity::tellCommitted);
        drop(entity);
      }
      dirty.clear();
    }
    while (!pending.isEmpty() && pending.firstLink().isSettled(pending.first())) {
      final LogEntry entry = pending.first();
      final EntityLink entity = pending.firstLink();
      pending.removeFirst();
      queues.settled(entry);
      entity.pendingRemoved();
      drop(entity);
    }
    return work;
  }

  private int takeCommands() {
    int work = 0;
    Command command;
    while ((command = queues.pollCommand()) != null) {
      work++;
      if (command instanceof Command.Load load) {
        final EntityLink entity = linkOf(load.entity());
        entity.attach(load.listener());
        requests.load(entity, load.listener());
      } else if (command instanceof Command.Release release) {
        final EntityLink entity = links.get(release.entity());
        if (entity != null && entity.isOf(release.listener())) {
          requests.forget(entity);
          entity.detach();
          drop(entity);
        }
      } else if (command instanceof Command.Confirm confirm) {
        confirmations.add(confirm);
      } else if (command instanceof Command.FindWakeable wakeable) {
        requests.query(wakeable);
      } else if (command instanceof Command.ReadCut cut) {
        requests.query(cut);
      }
    }
    return work;
  }

  private int takeQueued() {
    int work = 0;
    while (!pending.isFull()) {
      final Object item = queues.poll();
      if (item == null) {
        break;
      }
      work++;
      if (item instanceof LogEntry entry) {
        final EntityLink entity = linkOf(entry.entity());
        if (entity.isRefused(entry.epoch())) {
          queues.settled(entry);
        } else {
          if (pending.isEmpty()) {
            ackProgressNanos = nowNanos;
          }
          entity.pendingAdded();
          pending.add(entry, entity);
        }
      } else {
        snapshots.add((EntitySnapshot) item, pending.taken());
      }
    }
    return work;
  }

  private int sendEntries() {
    int batches = 0;
    while (pending.hasUnsent() && batches < BATCHES_PER_TURN) {
      final int count = batch.encode(pending);
      if (!transport.offer(batch.buffer(), batch.length())) {
        break;
      }
      pending.sent(count);
      batches++;
    }
    return batches;
  }

  private void keepHouse() {
    if (!transport.isConnected()) {
      return;
    }
    requests.expire();
    if (!pending.hasSent() && !snapshots.isAwaitingAck() && !confirmations.isAwaitingAnswer()) {
      ackProgressNanos = nowNanos;
    } else if (nowNanos - ackProgressNanos > messageTimeoutNanos) {
      transport.disconnect("no acknowledgement came in time", nowNanos);
    }
  }

  @Override
  public void onConnected() {
    ackProgressNanos = nowNanos;
    pending.resend();
    snapshots.restart();
    confirmations.resend();
    requests.resend();
  }

  @Override
  public void onMessage(final DirectBuffer buffer, final int offset) {
    header.wrap(buffer, offset);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return;
    }
    switch (header.templateId()) {
      case AppendAcksDecoder.TEMPLATE_ID -> onAppendAcks(buffer, offset);
      case LoadRefusedDecoder.TEMPLATE_ID ->
          requests.onRefused(loadRefused.wrapAndApplyHeader(buffer, offset, header));
      case SnapshotPartAckDecoder.TEMPLATE_ID -> onSnapshotPartAck(buffer, offset);
      case ConfirmedDecoder.TEMPLATE_ID -> {
        ackProgressNanos = nowNanos;
        confirmations.onConfirmed(confirmed.wrapAndApplyHeader(buffer, offset, header));
      }
      default -> {
        // Of a newer version of the log: nothing this client asked for.
      }
    }
  }

  @Override
  public void onAnswer(final DirectBuffer buffer, final int offset) {
    requests.onAnswer(buffer, offset);
  }

  private void onAppendAcks(final DirectBuffer buffer, final int offset) {
    ackProgressNanos = nowNanos;
    for (final AppendAcksDecoder.AcksDecoder ack :
        appendAcks.wrapAndApplyHeader(buffer, offset, header).acks()) {
      final EntityLink entity = links.get(ack.entity());
      if (entity == null) {
        continue;
      }
      if (ack.result() == AppendResult.STORED) {
        if (entity.committed(ack.epoch(), ack.seqNr())) {
          dirty.add(entity);
        }
      } else if (entity.refused(ack.epoch(), ack.seqNr())) {
        final EventLog.Refusal refusal =
            switch (ack.result()) {
              case GAP -> EventLog.Refusal.GAP;
              case CAUSE_MISSING -> EventLog.Refusal.CAUSE_MISSING;
              default -> EventLog.Refusal.FENCED;
            };
        final long epoch = ack.epoch();
        final long seqNr = ack.seqNr();
        final long expected = ack.expectedSeqNr();
        final EventLog.Listener listener = entity.listenerOf(epoch);
        if (listener != null) {
          tell(() -> listener.onRefused(refusal, epoch, seqNr, expected));
        }
      }
    }
  }

  private void onSnapshotPartAck(final DirectBuffer buffer, final int offset) {
    ackProgressNanos = nowNanos;
    final EntitySnapshot ended =
        snapshots.onAck(snapshotPartAck.wrapAndApplyHeader(buffer, offset, header));
    if (ended != null) {
      queues.ended(ended);
      final EntityLink entity = links.get(ended.entity());
      final EventLog.Listener listener = entity == null ? null : entity.listenerOf(ended.epoch());
      if (listener != null) {
        tell(() -> listener.onSnapshotStored(ended.epoch(), ended.seqNr()));
      }
    }
  }

  /** A listener's exception is its own: it does not stop the others. */
  private void tell(final Runnable callback) {
    try {
      callback.run();
    } catch (final RuntimeException e) {
      errors.onError(e);
    }
  }

  private EntityLink linkOf(final long entity) {
    EntityLink found = links.get(entity);
    if (found == null) {
      found = new EntityLink(entity);
      links.put(entity, found);
    }
    return found;
  }

  private void drop(final EntityLink entity) {
    if (entity.isUnused()) {
      links.remove(entity.entity());
    }
  }

  @Override
  public void onClose() {
    CloseHelper.quietClose(transport);
  }

  @Override
  public String roleName() {
    return "log-client";
  }
}
