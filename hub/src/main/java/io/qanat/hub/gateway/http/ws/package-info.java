/**
 * Streams over WebSocket: prices, trades, instruments' status, and an account's own reports, as
 * JSON. {@code hub/README.md} is the protocol.
 *
 * <p>{@link io.qanat.hub.gateway.http.ws.StreamStage} speaks RFC 6455 for one client, {@link
 * io.qanat.hub.gateway.http.ws.StreamConnection} its messages, {@link
 * io.qanat.hub.gateway.http.ws.StreamEngine} is the one thread that feeds all of them through their
 * {@link io.qanat.hub.gateway.http.ws.Outbox}es. Nobody waits for a client.
 */
package io.qanat.hub.gateway.http.ws;
