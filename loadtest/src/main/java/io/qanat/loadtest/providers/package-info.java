/**
 * Simulated liquidity providers, over the interface that a real one's adapter uses, and what is
 * shown with them.
 */
package io.qanat.loadtest.providers;
