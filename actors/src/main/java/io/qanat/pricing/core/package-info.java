/**
 * Prices that the hub makes for its partners out of pools: who gets which, and how each comes
 * about. {@link io.qanat.pricing.core.PriceFormation} has the formulas, {@link
 * io.qanat.pricing.core.Pricing} what is defined, formed and published.
 *
 * <p>Deterministic like every core; see {@code decisions/0009-prices-and-execution.md}.
 */
package io.qanat.pricing.core;
