package io.qanat.loadtest.chaos;

import java.util.List;

/** Every node at a loopback address of its own; nothing between them can be disturbed. */
final class LoopbackNetwork implements Network {
  @Override
  public String address(final int node) {
    return "127.0.0." + node;
  }

  @Override
  public String localAddress() {
    return "127.0.0.1";
  }

  @Override
  public List<String> commandPrefix(final int node) {
    return List.of();
  }

  @Override
  public boolean canPartition() {
    return false;
  }

  @Override
  public void cutOff(final int node) {
    throw new UnsupportedOperationException("nodes at loopback addresses cannot be cut off");
  }

  @Override
  public void reconnect(final int node) {
    throw new UnsupportedOperationException("nodes at loopback addresses cannot be cut off");
  }

  @Override
  public String description() {
    return "loopback addresses; partitions are left out, because there are no user namespaces here";
  }

  @Override
  public void close() {
    // Nothing was made.
  }
}
