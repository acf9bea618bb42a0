package io.qanat.loadtest.chaos;

import io.qanat.audit.CutAudit;
import io.qanat.client.BookBuilder;
import io.qanat.client.BookByOrder.BookOrder;
import io.qanat.client.MarketDataListener;
import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.entity.FullRefreshQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionInputDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.marketdata.FullRefreshByOrderDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.loadtest.report.ReportBlocks;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory;
import io.qanat.log.store.EntityImage;
import io.qanat.log.store.EntityStore;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The log from its beginning, every entity applied again input by input: what was decided, whoever
 * was told. Each entity's entries are numbered without a gap under epochs that only grow, and their
 * outputs hash as recorded; what does not is a violation.
 */
final class LogReplay implements LogHistory.Visitor, ReplayedEntity.OutputVisitor {
  private final Core.Factory cores;
  private final Map<Long, ReplayedEntity> entities = new TreeMap<>();
  private final Map<Long, Long> epochs = new TreeMap<>();
  private final Map<Long, SortedMap<Long, UnsafeBuffer>> reports = new TreeMap<>();
  private final Map<Long, Set<String>> requests = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final Input input = new Input();
  private long entries;
  private long owners;
  private EventLog.Cut cut;

  LogReplay(final Core.Factory cores) {
    this.cores = cores;
  }

  /** Reads a member's log, of a node that has stopped. */
  static LogReplay of(final LogHistory history, final Core.Factory cores) {
    final LogReplay replay = new LogReplay(cores);
    final LogHistory.Base beginning = history.baseFor(0);
    if (beginning.logPosition() != 0) {
      replay.violations.add("the log's beginning is gone, nothing can be proved");
      return replay;
    }
    history.visit(beginning, replay);
    return replay;
  }

  @Override
  public boolean onPosition(final long logPosition, final EntityStore store) {
    last = store;
    position = logPosition;
    return true;
  }

  private EntityStore last;
  private long position;

  @Override
  public void onEntry(final LogEntry entry, final long logPosition) {
    entries++;
    final long entity = entry.entity();
    final long epoch = epochs.merge(entity, entry.epoch(), Math::max);
    if (entry.epoch() < epoch) {
      violate(entry, "decided by an owner that was fenced, epoch " + epoch + " had begun");
    }
    final ReplayedEntity replayed =
        entities.computeIfAbsent(entity, e -> ReplayedEntity.of(e, null, cores));
    if (entry.seqNr() != replayed.seqNr() + 1) {
      violate(entry, "follows " + replayed.seqNr());
      return;
    }
    final long hash;
    try {
      hash = replayed.apply(entry.input(), entry.timeNanos(), entry.epoch());
    } catch (final RuntimeException e) {
      violate(entry, "the core fails on it now: " + e);
      return;
    }
    if (hash != entry.outputsHash()) {
      violate(entry, "its outputs are not those that were recorded");
    }
    if (EntityKey.kind(entity) == EntityKey.ACCOUNT) {
      noteRequest(entry);
    }
    replayed.forEachOutput(this);
  }

  private void violate(final LogEntry entry, final String what) {
    violations.add(
        EntityKey.toString(entry.entity())
            + " epoch "
            + entry.epoch()
            + " seqNr "
            + entry.seqNr()
            + ": "
            + what);
  }

  private void noteRequest(final LogEntry entry) {
    final DirectBuffer bytes = entry.input();
    final int template = header.wrap(bytes, 0).templateId();
    if (template != ClientInputDecoder.TEMPLATE_ID && template != SessionInputDecoder.TEMPLATE_ID) {
      return;
    }
    input.wrap(bytes, 0, bytes.capacity(), entry.timeNanos());
    if (input.schemaId() != NewOrderSingleDecoder.SCHEMA_ID) {
      return;
    }
    final DirectBuffer body = input.body();
    final int at = input.blockOffset();
    final int length = input.blockLength();
    final int version = input.version();
    final String clOrdId =
        switch (input.templateId()) {
          case NewOrderSingleDecoder.TEMPLATE_ID ->
              new NewOrderSingleDecoder().wrap(body, at, length, version).clOrdId();
          case OrderCancelRequestDecoder.TEMPLATE_ID ->
              new OrderCancelRequestDecoder().wrap(body, at, length, version).clOrdId();
          case OrderCancelReplaceRequestDecoder.TEMPLATE_ID ->
              new OrderCancelReplaceRequestDecoder().wrap(body, at, length, version).clOrdId();
          default -> null;
        };
    if (clOrdId != null) {
      requests
          .computeIfAbsent(EntityKey.id(entry.entity()), a -> new LinkedHashSet<>())
          .add(clOrdId);
    }
  }

  @Override
  public void onGranted(final long entity, final long epoch, final long logPosition) {
    owners++;
    if (epochs.getOrDefault(entity, 0L) >= epoch) {
      violations.add(EntityKey.toString(entity) + ": epoch " + epoch + " was granted twice");
    }
    epochs.put(entity, epoch);
  }

  @Override
  public void toSession(
      final int index,
      final long sessionKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID,
          OrderCancelRejectDecoder.TEMPLATE_ID,
          OrderMassActionReportDecoder.TEMPLATE_ID ->
          noteReport(buffer, offset, header.templateId());
      default -> {
        // Not numbered.
      }
    }
  }

  private void noteReport(final DirectBuffer buffer, final int offset, final int templateId) {
    if (header.schemaId() != ExecutionReportDecoder.SCHEMA_ID) {
      return;
    }
    final int at = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    // Every report begins with its account and its number.
    final long account = buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
    final long reportNo = buffer.getLong(at + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    if (reportNo == 0) {
      return;
    }
    final UnsafeBuffer block = ReportBlocks.of(buffer, at, templateId);
    final UnsafeBuffer before =
        reports.computeIfAbsent(account, a -> new TreeMap<>()).putIfAbsent(reportNo, block);
    if (before != null && !before.equals(block)) {
      violations.add("account " + account + " decided two reports " + reportNo);
    }
  }

  List<String> violations() {
    return violations;
  }

  /** Entries of all entities. */
  long entries() {
    return entries;
  }

  /** How often an entity got an owner. */
  long owners() {
    return owners;
  }

  /** Numbered reports that an account decided, each with its template behind. */
  SortedMap<Long, UnsafeBuffer> reports(final long account) {
    return reports.getOrDefault(account, new TreeMap<>());
  }

  /** ClOrdIDs of everything that an account was asked, in the log's order, each once. */
  Set<String> requests(final long account) {
    return requests.getOrDefault(account, Set.of());
  }

  /** The book of an instrument as it answers now. */
  SortedMap<Long, BookOrder> book(final long securityId) {
    final BookBuilder builder = new BookBuilder(new MarketDataListener() {});
    final MessageHeaderEncoder encoder = new MessageHeaderEncoder();
    final UnsafeBuffer query =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + FullRefreshQueryEncoder.BLOCK_LENGTH]);
    new FullRefreshQueryEncoder()
        .wrapAndApplyHeader(query, 0, encoder)
        .byPrice(Bool.NO)
        .byOrder(Bool.YES);
    final ReplayedEntity instrument = entities.get(EntityKey.instrument(securityId));
    if (instrument == null) {
      return new TreeMap<>();
    }
    instrument.query(
        query,
        1,
        instrument.timeNanos(),
        (buffer, offset, length) -> {
          if (header.wrap(buffer, offset).templateId() == FullRefreshByOrderDecoder.TEMPLATE_ID) {
            builder.onFragment(buffer, offset, length, null);
          }
        });
    return builder.byOrder(securityId) == null
        ? new TreeMap<>()
        : BookFollower.orders(builder, securityId);
  }

  /** Proves hashes and ledger once more, from the snapshots and tails that the log has kept. */
  CutAudit.Result audit() {
    if (cut == null) {
      final List<LoadedEntity> loaded = new ArrayList<>();
      for (final EntityImage image : last.images()) {
        loaded.add(image.toLoadedEntity());
      }
      cut = new EventLog.Cut(position, loaded);
    }
    return CutAudit.of(cut, cores);
  }
}
