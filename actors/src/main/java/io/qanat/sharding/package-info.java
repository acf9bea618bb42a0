/**
 * Puts entities on the nodes of a cluster: Pekko's cluster sharding, and what messages look like
 * between nodes.
 *
 * <p>Sharding locates an entity and starts it; it promises no delivery. It is used by the hub and
 * seen by no core.
 */
package io.qanat.sharding;
