package io.qanat.entity.core;

/** A partner's session as one {@code long}: partner in the upper half, session in the lower. */
public final class SessionKey {
  /** No session. */
  public static final long NONE = 0;

  private SessionKey() {}

  /**
   * Packs a key.
   *
   * @param partner 0 to 2^31-1
   * @param session 0 to 2^32-1
   */
  public static long of(final long partner, final long session) {
    if (partner < 0 || partner > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("partner not in 0..2^31-1: " + partner);
    }
    if (session < 0 || session > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("session not in 0..2^32-1: " + session);
    }
    return partner << 32 | session;
  }

  public static long partner(final long key) {
    return key >>> 32;
  }

  public static long session(final long key) {
    return key & 0xFFFF_FFFFL;
  }
}
