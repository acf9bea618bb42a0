/**
 * A whole hub in virtual time: {@link io.qanat.sim.Simulation} with gateways, market data and
 * clients around it, agents that trade, faults, and what must hold whatever happens.
 *
 * <p>The gateway is the hub's own ({@link io.qanat.hub.gateway.OrderEntrySession}), the clients are
 * the client library's. Agents use floating point and seeded chance; they are outside the hub.
 */
package io.qanat.loadtest.simulate;
