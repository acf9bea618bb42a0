package io.qanat.sim;

import java.util.Map;
import java.util.TreeMap;

/** Which node every entity lives on, as all nodes believe at the same time. */
final class Sharding {
  /** Who sits in for each node: itself, unless it is gone. */
  private final int[] seats;

  /** Entities that have moved. */
  private final Map<Long, Integer> moved = new TreeMap<>();

  Sharding(final int nodes) {
    seats = new int[nodes];
    for (int i = 0; i < nodes; i++) {
      seats[i] = i;
    }
  }

  int owner(final long entity) {
    final Integer elsewhere = moved.get(entity);
    if (elsewhere != null) {
      return elsewhere;
    }
    return seats[(int) Long.remainderUnsigned(entity * 0x9E37_79B9_7F4A_7C15L, seats.length)];
  }

  void move(final long entity, final int node) {
    moved.put(entity, node);
  }

  /** Everything of a node that is gone is another's. */
  void replace(final int lost, final int by) {
    for (int i = 0; i < seats.length; i++) {
      if (seats[i] == lost) {
        seats[i] = by;
      }
    }
    moved.replaceAll((entity, node) -> node == lost ? by : node);
  }

  /** A node is back and takes its own seat again. */
  void sitDown(final int node) {
    seats[node] = node;
  }
}
