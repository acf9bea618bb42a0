/**
 * The account: what a client may order, what it can afford, what it owns, what it was told.
 *
 * <p>{@link io.qanat.account.core.AccountCore} hands each input to the part whose job it is: {@code
 * OrderEntry} decides requests, {@code Executions} follows the instruments' reports, {@code
 * Settlement} moves money and positions, {@code Margin} knows what is reserved, {@code ReportFlow}
 * numbers and keeps what the client is told, {@code SessionClaims} who it is told to.
 *
 * <p>Limits: one partner per account; no prices of the market, so open profit neither adds to nor
 * takes from the funds available; money is exact in 128 bits. Like every core it sees only the JDK,
 * Agrona's buffers, the codecs and {@code io.qanat.entity.core}.
 */
package io.qanat.account.core;
