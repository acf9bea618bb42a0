package io.qanat.hub.gateway;

/**
 * Who a negotiated session is.
 *
 * @param gateway incarnation of the gateway that hosts it
 */
record SessionIdentity(long partner, long session, long incarnation, long gateway) {}
