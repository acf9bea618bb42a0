package io.qanat.loadtest.providers;

/**
 * How a simulated provider behaves. Rates are probabilities of an answer, drawn from its seed.
 *
 * @param provider its number
 * @param partner who speaks for it
 * @param halfSpread of its best prices, Fixed8
 * @param levelSize of each of its three levels, whole units; each is two half spreads further out
 * @param latencyNanos until it answers, doubled at most by chance
 * @param rejectRate it rejects
 * @param lastLookMove it rejects if its middle has moved by more since the order came, against it
 *     or, if it is symmetric, in either direction; 0: it does not look
 * @param symmetric see there
 * @param partialRate it fills half and cancels the rest
 * @param improveRate it fills a cent better than it quoted
 * @param duplicateRate it says it twice
 * @param loseRate it fills, and says nothing until it is asked
 * @param lateRate it fills, and says so when the hub has given it up
 */
public record ProviderModel(
    int provider,
    String name,
    long partner,
    long halfSpread,
    long levelSize,
    long latencyNanos,
    double rejectRate,
    long lastLookMove,
    boolean symmetric,
    double partialRate,
    double improveRate,
    double duplicateRate,
    double loseRate,
    double lateRate) {}
