/**
 * The instrument: a book with price-time priority, and the core that lets accounts and operators at
 * it and tells accounts and subscribers what happened.
 *
 * <p>{@link io.qanat.instrument.core.OrderBook} matches and knows nothing of messages; {@link
 * io.qanat.instrument.core.InstrumentCore} checks and translates and never matches. In steady state
 * neither allocates per input.
 *
 * <p>Like every {@code core} package it sees only the JDK, Agrona's buffers and collections, the
 * {@code codecs} module and other cores: no Pekko, no Aeron, no clock, no thread, no logging.
 */
package io.qanat.instrument.core;
