/**
 * Where outputs of entities reach the outside of a node: {@link io.qanat.hub.edge.EdgeRouter} takes
 * them on entity threads and puts them into bounded queues; gateways and the market-data publisher
 * empty those on their own threads.
 *
 * <p>Knows no transport and no session: gateways depend on it, not the other way round.
 */
package io.qanat.hub.edge;
