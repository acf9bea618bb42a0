/**
 * A partner's side of the wire: {@link io.qanat.client.OrderEntryClient} logs on, sends orders and
 * sees every execution report once and in order; {@link io.qanat.client.MarketDataClient} keeps
 * books from the feeds. Neither has threads of its own: the caller polls, and listeners are called
 * from within.
 *
 * <p>Depends on the JDK, Agrona, the Aeron client and this module's codecs only.
 */
package io.qanat.client;
