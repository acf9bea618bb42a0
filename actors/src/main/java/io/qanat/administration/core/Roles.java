package io.qanat.administration.core;

import java.util.ArrayList;
import java.util.List;

/** What operators may do, as bits of the schema's {@code Roles}. */
public final class Roles {
  /** Sees everything, changes nothing. Every other role sees as much. */
  public static final int VIEWER = 1;

  /** Runs the hub: partners, keys, accounts, instruments, transfers. */
  public static final int OPERATOR = 1 << 1;

  /** Watches it: kill switch, halts, cancels, credit, the rules themselves. */
  public static final int RISK = 1 << 2;

  /** Approves what others propose. */
  public static final int APPROVER = 1 << 3;

  /** Every role there is. */
  public static final int ALL = VIEWER | OPERATOR | RISK | APPROVER;

  private static final List<String> NAMES = List.of("VIEWER", "OPERATOR", "RISK", "APPROVER");

  private Roles() {}

  /** Names in the order of the bits. */
  public static List<String> names(final int roles) {
    final List<String> names = new ArrayList<>();
    for (int bit = 0; bit < NAMES.size(); bit++) {
      if ((roles & 1 << bit) != 0) {
        names.add(NAMES.get(bit));
      }
    }
    return names;
  }

  /** The bit of a name; 0: there is no such role. */
  public static int of(final String name) {
    return NAMES.contains(name) ? 1 << NAMES.indexOf(name) : 0;
  }

  /** Whether there is at least one role, and none that does not exist. */
  static boolean isValid(final int roles) {
    return roles != 0 && (roles & ~ALL) == 0;
  }
}
