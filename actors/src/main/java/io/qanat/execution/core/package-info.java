/**
 * Orders of partners against liquidity instead of the book, orders of the hub to providers, and who
 * holds what because of both.
 *
 * <p>{@link io.qanat.execution.core.Desk} takes clients' orders, {@link
 * io.qanat.execution.core.Covering} deals with providers, {@link io.qanat.execution.core.House}
 * keeps the house's own risk within its limits, {@link io.qanat.execution.core.Exposures} counts.
 *
 * <p>Deterministic like every core; see {@code decisions/0009-prices-and-execution.md}.
 */
package io.qanat.execution.core;
