/**
 * What the log keeps of every entity, and how it is written down: pure, deterministic state without
 * Aeron, threads or a clock.
 *
 * <p>Everything handed out (an {@link io.qanat.log.store.EntityImage}) is immutable and may be read
 * by another thread while the store goes on. The package sees the JDK, Agrona's buffers and
 * collections and the log schema's codecs.
 */
package io.qanat.log.store;
