package io.qanat.administration.core;

import io.qanat.entity.core.EntityKey;

/** Which entities there can be: one that cannot be made must never be sent anything. */
final class Targets {
  private static final long ACCOUNT_LIMIT = 1L << 24;

  private Targets() {}

  static boolean isPossible(final Acts.Kind kind, final long target) {
    final long id = EntityKey.id(target);
    if (target < 0 || EntityKey.kind(target) != kind.targetKind() || id < 1) {
      return false;
    }
    return switch (kind.targetKind()) {
      case EntityKey.ACCOUNT -> id < ACCOUNT_LIMIT;
      case EntityKey.ADMINISTRATION -> target == EntityKey.THE_ADMINISTRATION;
      default -> id <= Integer.MAX_VALUE;
    };
  }
}
