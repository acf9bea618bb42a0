/** Recorded quotes of liquidity providers through a hub, held against independent arithmetic. */
package io.qanat.loadtest.ticks;
