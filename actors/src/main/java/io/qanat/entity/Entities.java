package io.qanat.entity;

import org.agrona.DirectBuffer;

/** How the edge of a node reaches entities, wherever they live. Thread-safe, never blocks. */
public interface Entities {
  /**
   * Sends an input: an encoded ClientInput or AdminInput, copied before the call returns. If it is
   * not taken, {@link Edge#onRefused} says so.
   */
  void tell(long entity, DirectBuffer input, int offset, int length);

  /**
   * Asks a core. Answers arrive at {@link Edge#onReply} from committed state: behind everything the
   * entity had applied when it was asked.
   *
   * @param body an SBE message of the entity schema, 80-99; copied before the call returns
   */
  void query(long entity, long requestId, DirectBuffer body, int offset, int length);
}
