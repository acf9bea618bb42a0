package io.qanat.loadtest.lobster;

import io.qanat.codecs.fix.Side;
import io.qanat.loadtest.lobster.BookRow.Level;
import io.qanat.loadtest.lobster.Operation.Cancel;
import io.qanat.loadtest.lobster.Operation.Execute;
import io.qanat.loadtest.lobster.Operation.Place;
import io.qanat.loadtest.lobster.Operation.Reduce;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Plans the operations that make a book follow a recorded one.
 *
 * <p>With a book file, the rules are those under which the recording is complete within its window
 * of levels: the first row's levels begin as anonymous quantity at the front of their queues;
 * messages that name an unknown order concern that quantity; levels that fall out of the window are
 * forgotten; a level that appears at the bottom of a full window is loaded from the book file. The
 * plan never corrects anything else: a book that goes astray stays astray, and is counted.
 *
 * <p>Without a book file, messages that name an unknown order are dropped and counted.
 */
final class LobsterReplay {
  private final int windowLevels;
  private final Map<Long, ReplayOrder> byRecordedId = new HashMap<>();
  private final NavigableMap<Long, Deque<ReplayOrder>> bids =
      new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Long, Deque<ReplayOrder>> asks = new TreeMap<>();
  private int anonymousOrders;
  private int levelsLoaded;
  private int dropped;

  /**
   * A replay that begins with an empty book.
   *
   * @param windowLevels levels of the book file; 0: there is none
   */
  LobsterReplay(final int windowLevels) {
    this.windowLevels = windowLevels;
  }

  /** Levels taken from the book file because they appeared at the bottom of the window. */
  int levelsLoaded() {
    return levelsLoaded;
  }

  /** Messages that could not be played because they name an order nobody knows. */
  int dropped() {
    return dropped;
  }

  /** Orders now believed to rest. */
  int liveOrders() {
    return byRecordedId.size();
  }

  /** Makes the first row: its own message's order at the back of its level, the rest anonymous. */
  List<Operation> seed(final LobsterMessage first, final BookRow row) {
    final List<Operation> plan = new ArrayList<>();
    for (final Side side : List.of(Side.BUY, Side.SELL)) {
      for (final Level level : row.levels(side)) {
        final boolean own =
            first.type() == LobsterMessage.Type.NEW
                && first.side() == side
                && first.price() == level.price();
        final long anonymous = level.size() - (own ? first.size() : 0);
        if (anonymous > 0) {
          plan.add(placeAnonymous(side, level.price(), anonymous));
        }
        if (own) {
          plan.add(place(first));
        }
      }
    }
    return plan;
  }

  /** Plays one message; {@code after} is the recorded book behind it, null without a book file. */
  List<Operation> next(final LobsterMessage message, final BookRow after) {
    final List<Operation> plan = new ArrayList<>();
    switch (message.type()) {
      case NEW -> {
        if (byRecordedId.containsKey(message.orderId())) {
          dropped++;
        } else {
          plan.add(place(message));
        }
      }
      case PARTIAL_CANCEL, DELETE -> {
        final ReplayOrder order = find(message);
        if (order == null) {
          dropped++;
        } else {
          plan.add(reduce(order, message.size()));
        }
      }
      case EXECUTION -> {
        final ReplayOrder order = find(message);
        if (order == null) {
          dropped++;
        } else {
          plan.add(execute(order, message.size()));
        }
      }
      case NO_CHANGE -> {}
    }
    if (after != null) {
      for (final Side side : List.of(Side.BUY, Side.SELL)) {
        loadRevealedLevel(side, after, plan);
        forgetBeyondWindow(side, plan);
      }
    }
    return plan;
  }

  private ReplayOrder find(final LobsterMessage message) {
    final ReplayOrder known = byRecordedId.get(message.orderId());
    if (known != null) {
      return known;
    }
    final Deque<ReplayOrder> level = side(message.side()).get(message.price());
    if (level == null) {
      return null;
    }
    return level.stream().filter(ReplayOrder::anonymous).findFirst().orElse(null);
  }

  private Operation place(final LobsterMessage message) {
    final ReplayOrder order =
        new ReplayOrder(
            "L" + message.orderId(), message.side(), message.price(), message.size(), false);
    byRecordedId.put(message.orderId(), order);
    return rest(order);
  }

  private Operation placeAnonymous(final Side side, final long price, final long qty) {
    return rest(new ReplayOrder("A" + ++anonymousOrders, side, price, qty, true));
  }

  private Operation rest(final ReplayOrder order) {
    side(order.side()).computeIfAbsent(order.price(), p -> new ArrayDeque<>()).addLast(order);
    return new Place(order);
  }

  private Operation reduce(final ReplayOrder order, final long qty) {
    if (qty >= order.leavesQty()) {
      remove(order);
      return new Cancel(order);
    }
    final long newOrderQty = order.orderQty() - qty;
    order.reduceTo(newOrderQty);
    return new Reduce(order, newOrderQty);
  }

  private Operation execute(final ReplayOrder order, final long size) {
    final long qty = Math.min(size, order.leavesQty());
    order.execute(qty);
    if (order.leavesQty() == 0) {
      remove(order);
    }
    return new Execute(order.side() == Side.BUY ? Side.SELL : Side.BUY, order.price(), qty, order);
  }

  private void remove(final ReplayOrder order) {
    final NavigableMap<Long, Deque<ReplayOrder>> side = side(order.side());
    final Deque<ReplayOrder> level = side.get(order.price());
    level.remove(order);
    if (level.isEmpty()) {
      side.remove(order.price());
    }
    if (!order.anonymous()) {
      byRecordedId.remove(Long.parseLong(order.name().substring(1)));
    }
  }

  private void loadRevealedLevel(final Side side, final BookRow after, final List<Operation> plan) {
    final List<Level> recorded = after.levels(side);
    final NavigableMap<Long, Deque<ReplayOrder>> levels = side(side);
    if (recorded.size() != windowLevels || levels.size() != windowLevels - 1) {
      return;
    }
    final Level deepest = recorded.get(windowLevels - 1);
    final boolean below =
        levels.isEmpty()
            || (side == Side.BUY
                ? deepest.price() < levels.lastKey()
                : deepest.price() > levels.lastKey());
    if (below) {
      levelsLoaded++;
      plan.add(placeAnonymous(side, deepest.price(), deepest.size()));
    }
  }

  private void forgetBeyondWindow(final Side side, final List<Operation> plan) {
    final NavigableMap<Long, Deque<ReplayOrder>> levels = side(side);
    while (levels.size() > windowLevels) {
      for (final ReplayOrder order : List.copyOf(levels.lastEntry().getValue())) {
        remove(order);
        plan.add(new Cancel(order));
      }
    }
  }

  private NavigableMap<Long, Deque<ReplayOrder>> side(final Side side) {
    return side == Side.BUY ? bids : asks;
  }
}
