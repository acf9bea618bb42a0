/**
 * A node's way to the log: one thread, one cluster session, everything bounded.
 *
 * <p>{@link io.qanat.log.client.LogClient} is the {@link io.qanat.log.EventLog} of a node. What has
 * not been acknowledged is kept and sent again, in order, after the session or the leader changed.
 */
package io.qanat.log.client;
