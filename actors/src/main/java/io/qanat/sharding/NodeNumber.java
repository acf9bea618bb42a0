package io.qanat.sharding;

import java.util.OptionalInt;

/**
 * The number of a node within its cluster, and how ids carry it: in their lowest byte, so that
 * whoever answers a request, or hears of a gateway, knows the node without asking anybody.
 */
public final class NodeNumber {
  /** Nodes are numbered below this; ids of one node are this far apart. */
  public static final int STRIDE = 256;

  private static final String ROLE_PREFIX = "node-";

  private NodeNumber() {}

  /** The greatest id of a node that is not above {@code limit}. */
  public static long idBelow(final long limit, final int node) {
    final long id = (limit & -STRIDE) | node;
    return id <= limit ? id : id - STRIDE;
  }

  /** Whose id it is. */
  public static int of(final long id) {
    return (int) (id & (STRIDE - 1));
  }

  /** The role by which a member of the cluster tells its number. */
  public static String role(final int node) {
    return ROLE_PREFIX + node;
  }

  /** The number that a member with these roles tells; empty if it tells none. */
  static OptionalInt ofRoles(final Iterable<String> roles) {
    for (final String role : roles) {
      if (role.startsWith(ROLE_PREFIX)) {
        return OptionalInt.of(Integer.parseInt(role.substring(ROLE_PREFIX.length())));
      }
    }
    return OptionalInt.empty();
  }
}
