package io.qanat.log.store;

import org.agrona.DirectBuffer;

/** A stream of records, pulled one by one, so that its reader decides when to go on. */
public interface Records {
  /**
   * Steps to the next record.
   *
   * @return false at the end
   */
  boolean next();

  /** Holds the record at offset 0, until the next step. */
  DirectBuffer buffer();

  /** Length of the record in bytes, SBE header included. */
  int length();
}
