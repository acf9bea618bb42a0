package io.qanat.loadtest.ticks;

/**
 * A recorded quote.
 *
 * @param source which of the sources it is of, from 0
 * @param millis since midnight, the source's offset added; midnight does not wrap
 * @param bidPx scaled by 10^8
 * @param offerPx scaled by 10^8
 */
public record Tick(int source, long millis, long bidPx, long offerPx) {}
