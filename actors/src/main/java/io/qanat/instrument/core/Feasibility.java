package io.qanat.instrument.core;

import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.Side;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Whether an arriving order would execute so much, before anything of it is executed. What it would
 * not trade with does not count: own orders under self-match prevention, the second order of an OCO
 * pair, what exceeds the position of an order that only reduces.
 */
final class Feasibility {
  /** What is left of a resting order in the course of a rehearsal. */
  private static final class Rest {
    private final Order order;
    private long quantity;

    private Rest(final Order order) {
      this.order = order;
      this.quantity = order.leavesQty;
    }
  }

  private Feasibility() {}

  /** By the sums of the levels: for orders of which every one trades with every other. */
  static boolean bySums(final PriceLevels opposite, final long limitPrice, final long needed) {
    long missing = needed;
    for (PriceLevel level = opposite.best();
        level != null && opposite.isReachedBy(limitPrice, level);
        level = level.worse) {
      missing -= level.quantity;
      if (missing <= 0) {
        return true;
      }
      missing -= level.hiddenQuantity;
      if (missing <= 0) {
        return true;
      }
    }
    return false;
  }

  /** By going through the queues as the order would. */
  static boolean byRehearsal(
      final PriceLevels opposite, final Order incoming, final long limitPrice, final long needed) {
    final IdentityHashMap<AccountOrders, Long> positions = new IdentityHashMap<>();
    final Set<Long> ended = new HashSet<>();
    long missing = needed;
    long room = incoming.leavesQty;
    for (PriceLevel level = opposite.best();
        missing > 0 && level != null && opposite.isReachedBy(limitPrice, level);
        level = level.worse) {
      final ArrayDeque<Rest> shown = new ArrayDeque<>();
      final ArrayDeque<Rest> hidden = new ArrayDeque<>();
      for (Order order = level.first; order != null; order = order.next) {
        final boolean isHidden = order.special != null && order.special.isHidden();
        (isHidden ? hidden : shown).add(new Rest(order));
      }
      while (missing > 0 && !(shown.isEmpty() && hidden.isEmpty())) {
        final Rest rest = shown.isEmpty() ? hidden.poll() : shown.poll();
        if (ended.contains(rest.order.orderId)) {
          continue;
        }
        if (SelfMatch.isPrevented(incoming, rest.order)) {
          switch (incoming.special.selfMatch) {
            case CANCEL_PASSIVE -> {
              continue;
            }
            case DECREMENT -> {
              room -= rest.quantity;
              if (room <= 0) {
                return false;
              }
              continue;
            }
            default -> {
              return false;
            }
          }
        }
        final long traded = tradable(rest, incoming, Math.min(room, missing), positions);
        if (traded > 0) {
          missing -= traded;
          room -= traded;
          if (room == 0) {
            return missing <= 0;
          }
          rest.quantity -= traded;
          trade(positions, incoming, traded);
          trade(positions, rest.order, traded);
          if (rest.order.special != null && rest.order.special.linked != null) {
            ended.add(rest.order.special.linked.orderId);
          }
          // What would exceed a position ends there, though the position may grow again.
          if (rest.quantity > 0
              && !(isReduceOnly(rest.order) && allowed(positions, rest.order) == 0)) {
            shown.add(rest);
          }
        } else if (isReduceOnly(incoming) && allowed(positions, incoming) == 0) {
          return false;
        }
      }
    }
    return missing <= 0;
  }

  private static long tradable(
      final Rest rest,
      final Order incoming,
      final long missing,
      final IdentityHashMap<AccountOrders, Long> positions) {
    final SpecialTerms special = rest.order.special;
    long most = Math.min(missing, rest.quantity);
    if (special != null && special.isIceberg()) {
      // Its first turn is what is shown now, each later one a whole part.
      final boolean first = rest.quantity == rest.order.leavesQty;
      most = Math.min(most, first ? special.shownQty : special.displayQty);
    }
    if (isReduceOnly(rest.order)) {
      most = Math.min(most, allowed(positions, rest.order));
    }
    return isReduceOnly(incoming) ? Math.min(most, allowed(positions, incoming)) : most;
  }

  private static boolean isReduceOnly(final Order order) {
    return order.special != null && order.special.isReduceOnly();
  }

  private static long allowed(
      final IdentityHashMap<AccountOrders, Long> positions, final Order order) {
    final long position = positions.getOrDefault(order.owner, order.owner.position);
    return Math.max(0, order.side == Side.BUY ? -position : position);
  }

  private static void trade(
      final IdentityHashMap<AccountOrders, Long> positions, final Order order, final long traded) {
    final long position = positions.getOrDefault(order.owner, order.owner.position);
    positions.put(order.owner, order.side == Side.BUY ? position + traded : position - traded);
  }

  /** Whether sums are not enough for this order. */
  static boolean needsRehearsal(final Order incoming) {
    final SpecialTerms special = incoming.special;
    return special != null
        && (special.selfMatch != SelfMatchPreventionInstruction.NONE || special.isReduceOnly());
  }
}
