package io.qanat.entity.core;

/**
 * The address of an entity: its kind in the highest byte, its number in the other seven.
 *
 * <p>A plain {@code long}, so that maps, channels and log entries carry it without an object.
 */
public final class EntityKey {
  public static final int PARTNER = 1;
  public static final int ACCOUNT = 2;
  public static final int INSTRUMENT = 3;
  public static final int ADMINISTRATION = 4;

  /** The one administration. */
  public static final long THE_ADMINISTRATION = of(ADMINISTRATION, 1);

  /** No entity: the outside world, as the cause of an input. */
  public static final long NONE = 0;

  private static final long ID_MASK = (1L << 56) - 1;

  private EntityKey() {}

  public static long partner(final long partner) {
    return of(PARTNER, partner);
  }

  public static long account(final long account) {
    return of(ACCOUNT, account);
  }

  public static long instrument(final long instrument) {
    return of(INSTRUMENT, instrument);
  }

  /**
   * Packs a key.
   *
   * @param kind 1 to 127
   * @param id 0 to 2^56-1
   * @throws IllegalArgumentException if one is outside its range
   */
  public static long of(final int kind, final long id) {
    if (kind < 1 || kind > 127) {
      throw new IllegalArgumentException("entity kind not in 1..127: " + kind);
    }
    if ((id & ~ID_MASK) != 0) {
      throw new IllegalArgumentException("entity id not in 0..2^56-1: " + id);
    }
    return (long) kind << 56 | id;
  }

  /** Whether these bits are a key that {@link #of} can make. */
  public static boolean isValid(final long key) {
    return key > ID_MASK;
  }

  public static int kind(final long key) {
    return (int) (key >>> 56);
  }

  public static long id(final long key) {
    return key & ID_MASK;
  }

  /** For people: {@code account-17}. */
  public static String toString(final long key) {
    final String kind =
        switch (kind(key)) {
          case 0 -> "none";
          case PARTNER -> "partner";
          case ACCOUNT -> "account";
          case INSTRUMENT -> "instrument";
          case ADMINISTRATION -> "administration";
          default -> "kind" + kind(key);
        };
    return kind + "-" + id(key);
  }
}
