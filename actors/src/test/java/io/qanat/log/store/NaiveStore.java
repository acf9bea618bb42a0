package io.qanat.log.store;

import io.qanat.codecs.log.AppendResult;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the store must do, said without regard to speed or memory: every entry is kept. */
final class NaiveStore {
  private static final class Entity {
    long epoch;
    String loadedBy;
    final List<LogEntry> entries = new ArrayList<>();
    EntitySnapshot snapshot;
  }

  private final Map<Long, Entity> entities = new TreeMap<>();

  boolean load(final String request, final long entity, final long expectedEpoch) {
    final Entity known = entities.get(entity);
    if (known != null && request.equals(known.loadedBy)) {
      return true;
    }
    if ((known == null ? 0 : known.epoch) != expectedEpoch) {
      return false;
    }
    final Entity granted = entities.computeIfAbsent(entity, key -> new Entity());
    granted.epoch++;
    granted.loadedBy = request;
    return true;
  }

  long epoch(final long entity) {
    return entities.containsKey(entity) ? entities.get(entity).epoch : 0;
  }

  long seqNr(final long entity) {
    return entities.containsKey(entity) ? entities.get(entity).entries.size() : 0;
  }

  AppendResult append(final LogEntry entry) {
    final Entity entity = entities.get(entry.entity());
    if (entity == null || entity.epoch != entry.epoch()) {
      return AppendResult.FENCED;
    }
    if (isStored(entry.entity(), entry.epoch(), entry.seqNr())) {
      return AppendResult.STORED;
    }
    if (entry.seqNr() != entity.entries.size() + 1) {
      return AppendResult.GAP;
    }
    final LogEntry.Cause cause = entry.cause();
    if (cause.entity() != 0 && !isStored(cause.entity(), cause.epoch(), cause.seqNr())) {
      return AppendResult.CAUSE_MISSING;
    }
    entity.entries.add(entry);
    return AppendResult.STORED;
  }

  private boolean isStored(final long entity, final long epoch, final long seqNr) {
    return seqNr >= 1
        && seqNr <= seqNr(entity)
        && entities.get(entity).entries.get((int) seqNr - 1).epoch() == epoch;
  }

  /** Whether it was stored, now or before. */
  boolean save(final EntitySnapshot snapshot) {
    final Entity entity = entities.get(snapshot.entity());
    if (entity == null
        || entity.epoch != snapshot.epoch()
        || snapshot.seqNr() > entity.entries.size()) {
      return false;
    }
    if (entity.snapshot != null && entity.snapshot.seqNr() >= snapshot.seqNr()) {
      return entity.snapshot.seqNr() == snapshot.seqNr();
    }
    entity.snapshot = snapshot;
    return true;
  }

  List<LoadedEntity> all() {
    final List<LoadedEntity> all = new ArrayList<>();
    entities.forEach(
        (key, entity) -> {
          final int from = entity.snapshot == null ? 0 : (int) entity.snapshot.seqNr();
          all.add(
              new LoadedEntity(
                  key,
                  entity.epoch,
                  entity.snapshot,
                  List.copyOf(entity.entries.subList(from, entity.entries.size()))));
        });
    return all;
  }
}
