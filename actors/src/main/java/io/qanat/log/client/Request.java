package io.qanat.log.client;

import io.qanat.codecs.log.AnswerPartDecoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.QueryKind;
import io.qanat.codecs.log.WakeUpDecoder;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.store.ImageReader;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Something asked of the log whose answer comes in parts, outside the egress. */
abstract class Request {
  private final long requestId;
  private final UnsafeBuffer records = new UnsafeBuffer(0, 0);
  private boolean isDue = true;
  private int attempts;
  private long progressNanos;
  private long logPosition = -1;
  private int nextIndex;

  Request(final long requestId) {
    this.requestId = requestId;
  }

  long requestId() {
    return requestId;
  }

  /** Whether it is to be sent. */
  boolean isDue() {
    return isDue;
  }

  int attempts() {
    return attempts;
  }

  void sent(final long nowNanos) {
    isDue = false;
    attempts++;
    progressNanos = nowNanos;
  }

  /** Asks again if nothing has come for so long. */
  void expire(final long nowNanos, final long timeoutNanos) {
    if (nowNanos - progressNanos > timeoutNanos) {
      isDue = true;
    }
  }

  void sendAgain() {
    isDue = true;
  }

  /**
   * Takes a part of an answer. Parts of an earlier answer than the one being read are ignored; the
   * first part of a later one starts anew.
   *
   * @return whether the answer is complete with it
   */
  boolean onPart(final AnswerPartDecoder part, final long nowNanos) {
    if (part.logPosition() < logPosition) {
      return false;
    }
    if (part.index() == 0) {
      logPosition = part.logPosition();
      nextIndex = 0;
      begin();
    }
    if (part.logPosition() != logPosition || part.index() != nextIndex) {
      return false;
    }
    nextIndex++;
    progressNanos = nowNanos;
    final boolean isLast = part.last() != 0;
    part.wrapRecords(records);
    int offset = 0;
    while (offset < records.capacity()) {
      final int length = records.getInt(offset, ByteOrder.LITTLE_ENDIAN);
      onRecord(records, offset + Integer.BYTES, length);
      offset += Integer.BYTES + length;
    }
    return isLast;
  }

  long logPosition() {
    return logPosition;
  }

  abstract void begin();

  abstract void onRecord(DirectBuffer buffer, int offset, int length);

  /** The answer is complete. */
  abstract void complete();

  /** A load of one entity. */
  static final class Load extends Request {
    private final EntityLink link;
    private final EventLog.Listener listener;
    private final long expectedEpoch;
    private final int refusals;
    private ImageReader reader;
    private LoadedEntity loaded;

    Load(
        final long requestId,
        final EntityLink link,
        final EventLog.Listener listener,
        final long expectedEpoch,
        final int refusals) {
      super(requestId);
      this.link = link;
      this.listener = listener;
      this.expectedEpoch = expectedEpoch;
      this.refusals = refusals;
    }

    EntityLink link() {
      return link;
    }

    EventLog.Listener listener() {
      return listener;
    }

    long expectedEpoch() {
      return expectedEpoch;
    }

    /** How often the log has said that the epoch is another one. */
    int refusals() {
      return refusals;
    }

    @Override
    void begin() {
      reader = new ImageReader(image -> loaded = image.toLoadedEntity());
    }

    @Override
    void onRecord(final DirectBuffer buffer, final int offset, final int length) {
      reader.onRecord(buffer, offset, length);
    }

    @Override
    void complete() {
      reader.finish();
      link.loaded(loaded.epoch());
      listener.onLoaded(loaded);
    }
  }

  /** A question to the whole log. */
  abstract static class Query extends Request {
    private final QueryKind kind;

    Query(final long requestId, final QueryKind kind) {
      super(requestId);
      this.kind = kind;
    }

    QueryKind kind() {
      return kind;
    }
  }

  /** Everything at one position. */
  static final class CutQuery extends Query {
    private final Consumer<EventLog.Cut> listener;
    private List<LoadedEntity> entities;
    private ImageReader reader;

    CutQuery(final long requestId, final Consumer<EventLog.Cut> listener) {
      super(requestId, QueryKind.CUT);
      this.listener = listener;
    }

    @Override
    void begin() {
      final List<LoadedEntity> found = new ArrayList<>();
      entities = found;
      reader = new ImageReader(image -> found.add(image.toLoadedEntity()));
    }

    @Override
    void onRecord(final DirectBuffer buffer, final int offset, final int length) {
      reader.onRecord(buffer, offset, length);
    }

    @Override
    void complete() {
      reader.finish();
      listener.accept(new EventLog.Cut(logPosition(), entities));
    }
  }

  /** Every entity that has a wake-up time. */
  static final class WakeableQuery extends Query {
    private final Consumer<List<EventLog.Wakeable>> listener;
    private final WakeUpDecoder decoder = new WakeUpDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private List<EventLog.Wakeable> found;

    WakeableQuery(final long requestId, final Consumer<List<EventLog.Wakeable>> listener) {
      super(requestId, QueryKind.WAKEABLE);
      this.listener = listener;
    }

    @Override
    void begin() {
      found = new ArrayList<>();
    }

    @Override
    void onRecord(final DirectBuffer buffer, final int offset, final int length) {
      decoder.wrapAndApplyHeader(buffer, offset, header);
      found.add(new EventLog.Wakeable(decoder.entity(), decoder.wakeAt()));
    }

    @Override
    void complete() {
      listener.accept(found);
    }
  }
}
