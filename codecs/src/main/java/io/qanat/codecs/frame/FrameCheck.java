package io.qanat.codecs.frame;

/** What {@link FrameChecker} found. */
public enum FrameCheck {
  /** A whole message; every field, group and text of it can be read. */
  OK,
  /** Fewer bytes than an SBE message header. */
  TOO_SHORT,
  /** The header names another schema. */
  UNKNOWN_SCHEMA,
  /** The header names a message that this version of the schema does not have. */
  UNKNOWN_TEMPLATE,
  /** A block (of the message or of a group) is shorter than the fields of its version. */
  BLOCK_TOO_SHORT,
  /** The message, a group or a text runs past the end of the frame. */
  TRUNCATED,
  /** Bytes follow a message of a version whose whole length is known. */
  TRAILING_BYTES,
  /** Whole and safe to read, but a required code set carries a value it does not have. */
  UNKNOWN_VALUE;

  /** Whether every part of the frame can be read without running out of it. */
  public boolean isDecodable() {
    return this == OK || this == UNKNOWN_VALUE;
  }
}
