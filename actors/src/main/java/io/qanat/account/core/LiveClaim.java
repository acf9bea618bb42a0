package io.qanat.account.core;

/**
 * A session that receives an account's reports.
 *
 * @param sessionKey {@link io.qanat.entity.core.SessionKey}
 * @param incarnation of the session
 * @param gateway incarnation of the gateway that hosts it
 * @param cancelOnDisconnect whether losing it cancels its orders
 */
public record LiveClaim(
    long sessionKey, long incarnation, long gateway, boolean cancelOnDisconnect) {}
