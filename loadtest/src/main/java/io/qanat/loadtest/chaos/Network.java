package io.qanat.loadtest.chaos;

import java.util.List;

/** Where nodes are, and what can be done to the network between them. */
interface Network extends AutoCloseable {
  /** A node's address. */
  String address(int node);

  /** Our own address towards the nodes. */
  String localAddress();

  /** What has to be put before a command for it to run at a node's address. */
  List<String> commandPrefix(int node);

  /** Whether nodes can be cut off. */
  boolean canPartition();

  /** Cuts a node off from everybody, clients included. */
  void cutOff(int node);

  /** Ends that. */
  void reconnect(int node);

  /** For people. */
  String description();

  @Override
  void close();
}
