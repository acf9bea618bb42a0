package io.qanat.session;

import io.qanat.log.LogEntry;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Where a recorded history does not repeat itself first, with what stands around it. Bytes are SBE
 * messages, for whoever can name their fields.
 *
 * @param entry the input, with the hash of outputs that history has
 * @param what in one line: hashes differ, another core version, an exception
 * @param actualHash of the outputs now; 0 if there are none
 * @param actual what the core emits now, in order
 * @param recorded what history shows of the outputs then: those that became inputs of others
 * @param stateBefore the entity's state before the input
 * @param stateHashBefore hash over it
 */
public record Divergence(
    LogEntry entry,
    String what,
    long actualHash,
    List<Output> actual,
    List<Recorded> recorded,
    List<DirectBuffer> stateBefore,
    long stateHashBefore) {
  /**
   * An output.
   *
   * @param to kind and address, for people
   */
  public record Output(int index, String to, DirectBuffer message) {}

  /**
   * An output that another entity has received.
   *
   * @param receiver its key
   */
  public record Recorded(int index, long receiver, DirectBuffer message) {}
}
