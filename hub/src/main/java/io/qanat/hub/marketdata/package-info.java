/**
 * Market data over Aeron: increments as they come, full refreshes and definitions again and again,
 * so that subscribers may join late and recover what they lost.
 *
 * <p>Nobody is waited for: the channel has no flow control by receivers, and what does not fit is
 * dropped and counted.
 */
package io.qanat.hub.marketdata;
