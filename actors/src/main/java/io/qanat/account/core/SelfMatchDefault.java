package io.qanat.account.core;

import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;

/**
 * Self-match prevention of a partner's orders that ask for none themselves.
 *
 * @param scope whose orders are one's own; {@code ACCOUNT} where nothing is prevented
 */
public record SelfMatchDefault(
    SelfMatchPreventionInstruction instruction, SelfMatchPreventionScope scope) {

  /** Nothing is prevented that an order does not ask for. */
  public static final SelfMatchDefault NONE =
      new SelfMatchDefault(SelfMatchPreventionInstruction.NONE, SelfMatchPreventionScope.ACCOUNT);

  /** What a message says; one that does not know of it says nothing. */
  public static SelfMatchDefault of(
      final SelfMatchPreventionInstruction instruction, final SelfMatchPreventionScope scope) {
    return switch (instruction) {
      case CANCEL_AGGRESSIVE, CANCEL_PASSIVE, CANCEL_AGGRESSIVE_AND_PASSIVE, DECREMENT ->
          new SelfMatchDefault(
              instruction,
              scope == SelfMatchPreventionScope.PARTNER
                  ? SelfMatchPreventionScope.PARTNER
                  : SelfMatchPreventionScope.ACCOUNT);
      case NONE, SBE_UNKNOWN, NULL_VAL -> NONE;
    };
  }

  /** Gives it to an order that asks for nothing. */
  void applyTo(final Order order) {
    if (order.selfMatch == SelfMatchPreventionInstruction.NONE) {
      order.selfMatch = instruction;
      order.selfMatchScope = scope;
    }
  }
}
