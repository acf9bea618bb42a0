package io.qanat.client;

import io.qanat.codecs.liquidity.ProviderOrdStatus;
import io.qanat.codecs.value.Fixed8;

/**
 * How an order of the hub to a provider stands, in the provider's words. Prices and quantities are
 * {@link Fixed8}.
 *
 * @param lastPx of the fill that is reported; {@link Fixed8#NULL}: none is
 * @param cumQty filled so far: what the hub goes by
 * @param avgPx of all that is filled; {@link Fixed8#NULL}: nothing is
 * @param transactTimeNanos by the provider's clock, epoch nanoseconds
 */
public record ProviderReport(
    long securityId,
    long providerOrderId,
    int provider,
    ProviderOrdStatus ordStatus,
    long lastPx,
    long lastQty,
    long cumQty,
    long avgPx,
    long transactTimeNanos) {}
