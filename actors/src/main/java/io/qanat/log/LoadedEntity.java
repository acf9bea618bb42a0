package io.qanat.log;

import java.util.List;

/**
 * What the log knows of an entity: the answer to a load.
 *
 * @param epoch the ownership just granted; every older one is fenced
 * @param snapshot the latest, or null when there is none
 * @param tail the entries after the snapshot, in order
 */
public record LoadedEntity(long entity, long epoch, EntitySnapshot snapshot, List<LogEntry> tail) {}
