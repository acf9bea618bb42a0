/**
 * The session layer that every order-entry gateway shares: FIXP's state machine, throttling, claims
 * of accounts, and the translation of client frames into inputs of entities and back.
 *
 * <p>{@link io.qanat.hub.gateway.OrderEntrySession} takes bytes and time and calls {@link
 * io.qanat.hub.gateway.SessionActions}: no transport, clock, thread or lock in here. It decides who
 * may speak and how fast; what an order means is decided by cores alone.
 */
package io.qanat.hub.gateway;
