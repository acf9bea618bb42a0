/**
 * Order entry over Aeron: UDP with response channels, and IPC for clients on the hub's own media
 * driver. One agent on one thread polls every client, runs their {@link
 * io.qanat.hub.gateway.OrderEntrySession}s and empties the queue of the entities' reports.
 *
 * <p>UDP is neither encrypted nor, beyond logon, authenticated.
 */
package io.qanat.hub.gateway.aeron;
