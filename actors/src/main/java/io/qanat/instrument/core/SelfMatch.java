package io.qanat.instrument.core;

import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;

/** Whether an arriving order may trade with a resting one. The arriving order's word holds. */
final class SelfMatch {
  private SelfMatch() {}

  static boolean isPrevented(final Order incoming, final Order resting) {
    final SpecialTerms special = incoming.special;
    if (special == null || special.selfMatch == SelfMatchPreventionInstruction.NONE) {
      return false;
    }
    return special.selfMatchScope == SelfMatchPreventionScope.PARTNER
        ? incoming.owner.partner == resting.owner.partner
        : incoming.owner == resting.owner;
  }
}
