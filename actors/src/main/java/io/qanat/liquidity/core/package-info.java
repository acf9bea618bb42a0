/**
 * Liquidity of an instrument that is not in its book: what providers quote, what the filters say of
 * it, and the pools that are made of it.
 *
 * <p>Filters mark and do not forget: a quote stands until its provider replaces or withdraws it,
 * and each pool says which marks it minds. Rounding is against whoever takes: what buyers pay is
 * rounded up, what sellers get is rounded down, on either side of zero.
 *
 * <p>Deterministic like every core; see {@code decisions/0008-liquidity-pools.md}.
 */
package io.qanat.liquidity.core;
