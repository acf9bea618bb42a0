package io.qanat.instrument.core;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import java.util.ArrayList;
import java.util.List;

/**
 * Every open order of a book and where it is: at its level, behind a trigger, before an auction. It
 * puts orders there and takes them away, whatever may be the reason; {@link Matcher}, {@link
 * Triggers} and {@link Uncrossing} decide which.
 *
 * <p>Orders are pooled. What may end other orders than the one that is meant (pairs, and positions
 * that only reduce) is kept here too.
 */
final class OpenOrders {
  final PriceLevels bids = new PriceLevels(Side.BUY);
  final PriceLevels offers = new PriceLevels(Side.SELL);
  final OrderIndex index = new OrderIndex();
  final Accounts accounts = new Accounts();
  final StopOrders stops = new StopOrders();
  final AuctionOrders auctions = new AuctionOrders();
  final Expiries expiries = new Expiries();

  private final OrderBookListener listener;

  /** Accounts with orders that only reduce, whose position changed since they were looked at. */
  private final List<AccountOrders> moved = new ArrayList<>();

  private Order freeOrders;
  int hiddenOrders;
  int pairs;
  int reduceOnlyOrders;
  long lastMdOrderId;
  long lastMdOrderPriority;
  long lastTradeId;

  OpenOrders(final OrderBookListener listener) {
    this.listener = listener;
  }

  /** An order from the pool, to be given special terms or not, then submitted. */
  Order newOrder(
      final long orderId,
      final long account,
      final long partner,
      final Side side,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    Order order = freeOrders;
    if (order == null) {
      order = new Order();
    } else {
      freeOrders = order.next;
      order.next = null;
    }
    order.orderId = orderId;
    order.mdOrderPriority = 0;
    order.owner = accounts.of(account, partner);
    order.side = side;
    order.timeInForce = timeInForce;
    order.price = price;
    order.orderQty = orderQty;
    order.leavesQty = orderQty;
    return order;
  }

  /** From now on the order can be found. */
  void open(final Order order) {
    index.add(order);
    order.owner.add(order);
    order.isOpen = true;
    if (order.special != null) {
      if (order.special.expireTime != 0) {
        expiries.add(order);
      }
      if (order.special.isReduceOnly()) {
        reduceOnlyOrders++;
        order.owner.reduceOnlyOrders++;
      }
    }
  }

  /** From now on it cannot, and its pair, if it had one, is none any more. */
  void close(final Order order) {
    if (order.special != null) {
      unlink(order);
    }
    if (!order.isOpen) {
      return;
    }
    order.isOpen = false;
    index.remove(order.orderId);
    order.owner.remove(order);
    if (order.special != null) {
      if (order.special.expireTime != 0) {
        expiries.remove(order);
      }
      if (order.special.isReduceOnly()) {
        reduceOnlyOrders--;
        order.owner.reduceOnlyOrders--;
      }
    }
  }

  void unlink(final Order order) {
    final Order linked = order.special.linked;
    if (linked != null) {
      linked.special.linked = null;
      order.special.linked = null;
      pairs--;
    }
  }

  void rest(final Order order) {
    if (!order.isOpen) {
      open(order);
    }
    if (order.special != null) {
      order.special.show(order.leavesQty);
      hiddenOrders += order.special.isHidden() ? 1 : 0;
    }
    order.mdOrderPriority = ++lastMdOrderPriority;
    levels(order.side).findOrAdd(order.price).append(order);
    listener.onRested(order);
  }

  void replenish(final Order order) {
    final PriceLevel level = order.level;
    level.unlink(order);
    order.special.show(order.leavesQty);
    order.mdOrderPriority = ++lastMdOrderPriority;
    level.append(order);
    listener.onReplenished(order);
  }

  void leavePlace(final Order order) {
    if (order.level != null) {
      leaveLevel(order);
    } else if (order.special != null && order.special.isWaiting()) {
      if (order.special.isForAuction()) {
        auctions.remove(order);
      } else {
        stops.remove(order);
      }
    }
  }

  void leaveLevel(final Order order) {
    final PriceLevel level = order.level;
    hiddenOrders -= order.isHidden() ? 1 : 0;
    level.unlink(order);
    if (level.first == null) {
      levels(order.side).remove(level);
    }
  }

  void expire(final Order order) {
    leavePlace(order);
    close(order);
    listener.onExpired(order);
    release(order);
  }

  void end(final Order order, final ExecRestatementReason reason) {
    leavePlace(order);
    close(order);
    listener.onCanceled(order, reason);
    release(order);
  }

  void release(final Order order) {
    order.owner = null;
    order.special = null;
    order.next = freeOrders;
    freeOrders = order;
  }

  void count(final Order one, final Order other, final long price, final long lastQty) {
    lastTradeId++;
    one.owner.traded(one.side, lastQty);
    other.owner.traded(other.side, lastQty);
    if (stops.size() > 0) {
      stops.onTrade(price);
    }
    if (reduceOnlyOrders > 0) {
      noteMove(one.owner);
      noteMove(other.owner);
    }
  }

  /** How much of the order may trade now. */
  static long mostOf(final Order order) {
    return order.special != null && order.special.isReduceOnly()
        ? Math.min(order.leavesQty, order.owner.reducible(order.side))
        : order.leavesQty;
  }

  private void noteMove(final AccountOrders owner) {
    if (owner.reduceOnlyOrders > 0) {
      moved.add(owner);
    }
  }

  /** An operator takes back so much that an account traded, or of a correction part of it. */
  void takeBack(final long account, final long partner, final Side side, final long quantity) {
    final AccountOrders owner = accounts.of(account, partner);
    owner.traded(side == Side.BUY ? Side.SELL : Side.BUY, quantity);
    noteMove(owner);
  }

  /** Ends, by arrival, the orders that only reduce and whose position is gone. */
  void endWhatWouldIncrease() {
    if (moved.isEmpty()) {
      return;
    }
    for (final AccountOrders owner : moved) {
      if (owner.reduceOnlyOrders > 0) {
        for (final Order order : accounts.ordersOf(owner.account)) {
          if (mostOf(order) == 0) {
            end(order, ExecRestatementReason.WOULD_INCREASE_POSITION);
          }
        }
      }
    }
    moved.clear();
  }

  /**
   * Puts back an order of {@link #newOrder} that was read from a snapshot with its names and
   * quantities, behind those of its price put back before. The listener is not told.
   *
   * @param linkOrderId the other order of its pair, put back before or later; 0: none
   */
  void restore(final Order order, final long linkOrderId) {
    open(order);
    final SpecialTerms special = order.special;
    final Order linked = linkOrderId == 0 ? null : index.get(linkOrderId);
    if (linked != null) {
      special.linked = linked;
      linked.special.linked = order;
      pairs++;
    }
    if (special == null || special.place == SpecialTerms.Place.BOOK) {
      levels(order.side).findOrAdd(order.price).append(order);
      hiddenOrders += order.isHidden() ? 1 : 0;
    } else if (special.isForAuction()) {
      auctions.add(order);
    } else {
      stops.add(order);
    }
  }

  /** Sets the counters of an empty book that is being read from a snapshot. */
  void restoreCounters(
      final long lastMdOrderId, final long lastMdOrderPriority, final long lastTradeId) {
    this.lastMdOrderId = lastMdOrderId;
    this.lastMdOrderPriority = lastMdOrderPriority;
    this.lastTradeId = lastTradeId;
  }

  PriceLevels levels(final Side side) {
    return side == Side.BUY ? bids : offers;
  }

  PriceLevels opposite(final Side side) {
    return side == Side.BUY ? offers : bids;
  }
}
