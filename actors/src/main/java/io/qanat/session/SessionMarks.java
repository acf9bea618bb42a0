package io.qanat.session;

import io.qanat.administration.core.AdministrationCore;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory;
import io.qanat.log.store.EntityImage;
import io.qanat.log.store.EntityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The named spans of a log: marks are acts on the administration, so its own core says which of
 * them were taken.
 */
public final class SessionMarks implements LogHistory.Visitor {
  /**
   * A named span.
   *
   * @param fromPosition log position before its first mark
   * @param toPosition behind its last mark; {@link Long#MAX_VALUE}: it has not ended
   * @param endedAtNanos epoch nanoseconds; 0: it has not ended
   */
  public record Span(
      String name, long fromPosition, long toPosition, long beganAtNanos, long endedAtNanos) {}

  private static final long ADMINISTRATION = EntityKey.THE_ADMINISTRATION;

  private final Core.Factory cores;
  private final List<Span> ended = new ArrayList<>();
  private final Map<String, Span> open = new TreeMap<>();
  private ReplayedEntity administration;
  private long position;

  private SessionMarks(final Core.Factory cores) {
    this.cores = cores;
  }

  /** Every span whose beginning the log still has, in the order in which they began. */
  public static List<Span> of(final LogHistory history, final Core.Factory cores) {
    final SessionMarks marks = new SessionMarks(cores);
    history.visit(history.bases().get(0), marks);
    final List<Span> spans = new ArrayList<>(marks.ended);
    marks.open.values().stream().filter(span -> span.toPosition() != 0).forEach(spans::add);
    spans.sort(java.util.Comparator.comparingLong(Span::fromPosition));
    return spans;
  }

  /**
   * The latest span of a name.
   *
   * @throws SessionException if there is none
   */
  public static Span named(final LogHistory history, final Core.Factory cores, final String name) {
    final List<Span> spans = of(history, cores);
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).name().equals(name)) {
        return spans.get(i);
      }
    }
    throw new SessionException(
        "no session " + name + " in this log; it has " + spans.stream().map(Span::name).toList());
  }

  @Override
  public boolean onPosition(final long logPosition, final EntityStore store) {
    position = logPosition;
    if (administration == null) {
      begin(store);
    }
    return true;
  }

  private void begin(final EntityStore store) {
    final EntityImage image = store.image(ADMINISTRATION);
    final LoadedEntity loaded = image == null ? null : image.toLoadedEntity();
    final EntitySnapshot snapshot = loaded == null ? null : loaded.snapshot();
    administration = ReplayedEntity.of(ADMINISTRATION, snapshot, cores);
    if (loaded != null) {
      loaded.tail().forEach(this::apply);
    }
    // Their beginnings lie before what is left of the log.
    core().openSessions().forEach((name, at) -> open.put(name, new Span(name, 0, 0, at, 0)));
  }

  @Override
  public void onEntry(final LogEntry entry, final long logPosition) {
    if (entry.entity() != ADMINISTRATION) {
      return;
    }
    apply(entry);
    final Map<String, Long> now = core().openSessions();
    now.forEach(
        (name, at) ->
            open.computeIfAbsent(name, n -> new Span(n, position, Long.MAX_VALUE, at, 0)));
    open.values()
        .removeIf(
            span -> {
              if (now.containsKey(span.name())) {
                return false;
              }
              if (span.toPosition() != 0) {
                ended.add(
                    new Span(
                        span.name(),
                        span.fromPosition(),
                        logPosition,
                        span.beganAtNanos(),
                        entry.timeNanos()));
              }
              return true;
            });
  }

  private void apply(final LogEntry entry) {
    administration.apply(entry.input(), entry.timeNanos(), entry.epoch());
  }

  private AdministrationCore core() {
    return (AdministrationCore) administration.core();
  }

  @Override
  public void onGranted(final long entity, final long epoch, final long logPosition) {}
}
