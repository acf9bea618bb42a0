package io.qanat.session;

/**
 * What a session file says of itself.
 *
 * @param name of the span; empty: not named
 * @param logPosition of the cut it begins with
 * @param exportedAtNanos epoch nanoseconds
 * @param entityCount that the cut holds
 * @param build that recorded it; empty: not known
 * @param exporter build that wrote the file
 * @param selection what was kept of a larger session; empty: everything
 * @param configuration HOCON of the node that recorded, without secrets; empty: not known
 */
public record SessionHeader(
    String name,
    long logPosition,
    long exportedAtNanos,
    int entityCount,
    String build,
    String exporter,
    String selection,
    String configuration) {

  /** The same for a part of it. */
  SessionHeader cut(
      final long position, final int entities, final String newExporter, final String kept) {
    return new SessionHeader(
        name,
        position,
        exportedAtNanos,
        entities,
        build,
        newExporter,
        kept.isEmpty() ? selection : kept,
        configuration);
  }
}
