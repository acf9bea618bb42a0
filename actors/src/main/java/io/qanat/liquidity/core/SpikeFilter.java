package io.qanat.liquidity.core;

import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Hash64;

/**
 * Marks quotes whose middle jumps. Deviation is from the last middle that counted:
 *
 * <pre>
 *   deviation &lt;= soft band                 counts, and is the new reference
 *   soft band &lt; deviation &lt;= hard band     SPIKE_SOFT, until n further quotes within a soft band of
 *                                          the one before have confirmed it; then it counts
 *   hard band &lt; deviation                  SPIKE_HARD, however often it is repeated
 * </pre>
 *
 * <p>What lies behind the hard band is believed again when it is back within it, when the provider
 * withdraws everything and begins anew, or when an operator defines the filter anew. A quote with
 * one side only has no middle and is not judged. Middles are kept twice as large: {@code bid +
 * offer}, which is exact.
 */
final class SpikeFilter {
  private long reference = Fixed8.NULL;
  private long candidate;
  private int seen;

  /** The mark of a quote, 0 if it counts. */
  int judge(final ProviderTerms terms, final long bidPx, final long offerPx) {
    if (terms.spikeSoftBand() == 0 && terms.spikeHardBand() == 0) {
      return 0;
    }
    final long sum = bidPx + offerPx;
    if (reference == Fixed8.NULL) {
      accept(sum);
      return 0;
    }
    if (isBeyond(sum, reference, terms.spikeHardBand())) {
      seen = 0;
      return Marks.SPIKE_HARD;
    }
    if (!isBeyond(sum, reference, terms.spikeSoftBand())) {
      accept(sum);
      return 0;
    }
    seen = seen > 0 && !isBeyond(sum, candidate, terms.spikeSoftBand()) ? seen + 1 : 1;
    candidate = sum;
    if (seen > terms.spikeConfirmations()) {
      accept(sum);
      return 0;
    }
    return Marks.SPIKE_SOFT;
  }

  /** A sum has at most twice the bits of a price: the difference of two may not fit. */
  private static boolean isBeyond(final long sum, final long from, final long band) {
    if (band == 0) {
      return false;
    }
    final long difference = sum - from;
    final boolean overflows = ((sum ^ from) & (sum ^ difference)) < 0;
    return overflows || Math.abs(difference) > 2 * band;
  }

  private void accept(final long sum) {
    reference = sum;
    candidate = 0;
    seen = 0;
  }

  /** Begins anew. */
  void reset() {
    accept(Fixed8.NULL);
  }

  void restore(final long newReference, final long newCandidate, final int newSeen) {
    reference = newReference;
    candidate = newCandidate;
    seen = newSeen;
  }

  long reference() {
    return reference;
  }

  long candidate() {
    return candidate;
  }

  int seen() {
    return seen;
  }

  long hash(final long seed) {
    return Hash64.mix(Hash64.mix(Hash64.mix(seed, reference), candidate), seen);
  }
}
