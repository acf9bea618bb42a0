package io.qanat.codecs.frame;

import java.util.List;

/**
 * How the bytes of a message, or of one entry of a group, are laid out: a block of fixed length,
 * then groups, then variable parts.
 */
record BlockLayout(
    List<FixedField> fields, List<GroupLayout> groups, List<DataLayout> data, int declaredLength) {

  /** A group and the version it came with. */
  record GroupLayout(String name, BlockLayout entry, int sinceVersion) {}

  /** A variable part and the version it came with. */
  record DataLayout(String name, int sinceVersion) {}

  /**
   * A field of the block.
   *
   * @param codes raw values of its code set; empty if any value is good
   */
  record FixedField(String name, int offset, int length, int sinceVersion, List<Long> codes) {}

  /** Bytes that a block of this version has at least. */
  int lengthOf(final int version) {
    int end = 0;
    for (final FixedField field : fields) {
      if (field.sinceVersion() <= version) {
        end = Math.max(end, field.offset() + field.length());
      }
    }
    return version == 0 ? Math.max(end, declaredLength) : end;
  }
}
