package io.qanat.administration.core;

import io.qanat.codecs.entity.ApprovalRule;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who may do what, and what takes two: the standard of {@link Acts}, and what was put over it. */
final class Rules {
  private final TreeMap<Integer, Rule> put = new TreeMap<>();

  Rule of(final Acts.Kind kind) {
    return put.getOrDefault(kind.template(), kind.standard());
  }

  /** Whether a second person has to approve the act. */
  boolean takesTwo(final Acts.Kind kind, final Act act) {
    final Rule rule = of(kind);
    return switch (rule.approval()) {
      case ALWAYS -> true;
      case ABOVE -> isAbove(kind.amount().applyAsLong(act.buffer()), rule.threshold());
      case RELEASE -> kind.releases().test(act.buffer());
      default -> false;
    };
  }

  /** The lowest amount there is has no opposite. */
  private static boolean isAbove(final long amount, final long threshold) {
    return amount == Long.MIN_VALUE || Math.abs(amount) > threshold;
  }

  /** What is wrong with a rule, or null. */
  static String fault(final Acts.Kind kind, final Rule rule) {
    if (!Roles.isValid(rule.roles())) {
      return "roles must be some of " + Roles.names(Roles.ALL);
    }
    return switch (rule.approval()) {
      case NEVER, ALWAYS -> rule.threshold() == 0 ? null : "threshold goes with ABOVE";
      case ABOVE -> {
        if (kind.amount() == null) {
          yield kind.name() + " has no amount, so it cannot be ABOVE a threshold";
        }
        yield rule.threshold() < 0 ? "threshold must not be negative" : null;
      }
      case RELEASE -> {
        if (kind.releases() == null) {
          yield kind.name() + " releases nothing, so RELEASE says nothing of it";
        }
        yield rule.threshold() == 0 ? null : "threshold goes with ABOVE";
      }
      default -> "approval must be one of NEVER, ALWAYS, ABOVE, RELEASE";
    };
  }

  void put(final int template, final Rule rule) {
    put.put(template, rule);
  }

  SortedMap<Integer, Rule> all() {
    return put;
  }

  static ApprovalRule approval(final short raw) {
    for (final ApprovalRule rule : ApprovalRule.values()) {
      if (rule.value() == raw && rule != ApprovalRule.NULL_VAL) {
        return rule;
      }
    }
    return ApprovalRule.NULL_VAL;
  }
}
