package io.qanat.hub.gateway;

/**
 * What one session may cost the hub.
 *
 * @param frameBytesMax longest frame of a client, header included
 * @param logonTimeoutNanos from connection to establishment
 * @param requestTimeoutNanos until a question to an entity counts as unanswered
 * @param requestsMax questions (claims, retransmissions, order status) in flight at once
 * @param accountsMax accounts claimed at once
 * @param retransmitReportsMax reports sent again per request; the client asks again for more
 * @param floodMultiple a client is cut off that sends more than this many times its published rate
 * @param busyRetryMillis what a client is told to wait when the hub itself has no room
 * @param unconfirmedBytesMax inputs kept for one account until it has committed them, a power of
 *     two; 0: none is kept, because no account runs on another node
 */
public record SessionLimits(
    int frameBytesMax,
    long logonTimeoutNanos,
    long requestTimeoutNanos,
    int requestsMax,
    int accountsMax,
    int retransmitReportsMax,
    int floodMultiple,
    int busyRetryMillis,
    int unconfirmedBytesMax) {
  /** The same without anything kept. */
  public SessionLimits withoutUnconfirmed() {
    return new SessionLimits(
        frameBytesMax,
        logonTimeoutNanos,
        requestTimeoutNanos,
        requestsMax,
        accountsMax,
        retransmitReportsMax,
        floodMultiple,
        busyRetryMillis,
        0);
  }
}
