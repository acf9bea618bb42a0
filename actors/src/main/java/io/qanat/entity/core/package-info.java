/**
 * What every deterministic core is made of: its inputs, its outputs, its address.
 *
 * <p>Like every {@code core} package it sees only the JDK, Agrona's buffers and collections, the
 * {@code codecs} module and other cores: no Pekko, no Aeron, no clock, no thread, no logging.
 */
package io.qanat.entity.core;
