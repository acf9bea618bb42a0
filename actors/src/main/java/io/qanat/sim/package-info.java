/**
 * A deterministic simulator: nodes with the runners of their entities, the log's client and
 * service, and the messages between all of them under one seeded scheduler with virtual time and
 * faults. Equal seeds give equal runs.
 *
 * <p>What runs is the real code: {@link io.qanat.entity.EntityRunner}, {@link
 * io.qanat.log.client.SteppedLogClient}, {@link io.qanat.log.node.LogRequests}. Only what carries
 * bytes and time is simulated. Tests and tools use it; a node does not.
 */
package io.qanat.sim;
