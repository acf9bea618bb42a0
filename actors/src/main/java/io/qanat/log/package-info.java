/**
 * The replicated log: what every entity was told, in order, durable before anything leaves.
 *
 * <p>{@link io.qanat.log.EventLog} is what the runtime sees. The engine behind it is Aeron Cluster.
 */
package io.qanat.log;
