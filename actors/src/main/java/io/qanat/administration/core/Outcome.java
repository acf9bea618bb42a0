package io.qanat.administration.core;

import io.qanat.codecs.entity.ActStatus;
import io.qanat.codecs.entity.AdminResult;

/**
 * How an act ended, or where it stands.
 *
 * @param before what it is about, as a message that would define it; empty: nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Outcome(ActStatus status, AdminResult result, String text, byte[] before, byte[] after) {
  private static final byte[] NOTHING = {};

  static Outcome of(final ActStatus status, final AdminResult result, final String text) {
    return new Outcome(status, result, text, NOTHING, NOTHING);
  }

  static Outcome refused(final AdminResult result, final String text) {
    return of(ActStatus.REFUSED, result, text);
  }

  static Outcome invalid(final String text) {
    return refused(AdminResult.INVALID, text);
  }

  static Outcome forbidden(final String text) {
    return of(ActStatus.FORBIDDEN, AdminResult.INVALID, text);
  }

  /** What the target's result means. */
  static Outcome of(
      final AdminResult result, final String text, final byte[] before, final byte[] after) {
    final ActStatus status =
        switch (result) {
          case DONE -> ActStatus.APPLIED;
          case UNCHANGED -> ActStatus.UNCHANGED;
          default -> ActStatus.REFUSED;
        };
    return new Outcome(status, result, text, before, after);
  }
}
