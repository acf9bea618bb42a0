package io.qanat.hub.edge;

import io.qanat.entity.Entities;
import org.agrona.DirectBuffer;

/** Counts what this node tells and asks entities, wherever they live. */
public final class CountedEntities implements Entities {
  /** What is counted. */
  public static final class EntityCounters extends Counters {
    final Counter inputs = counter("entities_inputs", "inputs", "Inputs told to entities");
    final Counter inputBytes = counter("entities_input_bytes", "bytes", "Bytes of these inputs");
    final Counter queries = counter("entities_queries", "queries", "Questions asked of entities");
  }

  private final Entities entities;
  private final EntityCounters counters;

  /** Counts on the way to these. */
  public CountedEntities(final Entities entities, final EntityCounters counters) {
    this.entities = entities;
    this.counters = counters;
  }

  @Override
  public void tell(
      final long entity, final DirectBuffer input, final int offset, final int length) {
    counters.inputs.increment();
    counters.inputBytes.add(length);
    entities.tell(entity, input, offset, length);
  }

  @Override
  public void query(
      final long entity,
      final long requestId,
      final DirectBuffer body,
      final int offset,
      final int length) {
    counters.queries.increment();
    entities.query(entity, requestId, body, offset, length);
  }
}
