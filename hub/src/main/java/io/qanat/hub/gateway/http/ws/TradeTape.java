package io.qanat.hub.gateway.http.ws;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.pekko.util.ByteString;

/**
 * The last trades of one instrument, consecutive by their ids, and the subscriptions that follow
 * them. It begins with what the instrument keeps, goes on with what is published, and asks the
 * instrument again for what it missed.
 */
final class TradeTape {
  /**
   * One trade.
   *
   * @param message as it is sent
   */
  record Trade(long tradeId, long transactTime, String aggressorSide, ByteString message) {}

  /** Makes what else is said on the tape. */
  interface Words {
    ByteString subscribed(Subscription subscription);

    /** These trades are no longer held. */
    ByteString gap(Subscription subscription, long fromTradeId, long throughTradeId);
  }

  /** Trades that an instrument keeps, and so does this. */
  static final int KEPT_MAX = 500;

  /** Trades that are held while others before them are missing. */
  private static final int EARLY_MAX = 4 * KEPT_MAX;

  private final Words words;
  private final ArrayDeque<Trade> kept = new ArrayDeque<>();
  private final TreeMap<Long, Trade> early = new TreeMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private long next;
  private boolean started;
  private boolean fillWanted = true;

  TradeTape(final Words words) {
    this.words = words;
  }

  /** Whether the instrument should be asked for its last trades. */
  boolean isFillWanted() {
    return fillWanted && !subscriptions.isEmpty();
  }

  void fillAsked() {
    fillWanted = false;
  }

  /** Something may have been missed. */
  void wantFill() {
    fillWanted = true;
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  void add(final Subscription subscription) {
    subscriptions.add(subscription);
    if (started) {
      begin(subscription);
    }
  }

  boolean remove(final Subscription subscription) {
    final boolean removed = subscriptions.remove(subscription);
    if (subscriptions.isEmpty()) {
      // Nobody follows any more: it would grow old unnoticed.
      started = false;
      fillWanted = true;
      kept.clear();
      early.clear();
    }
    return removed;
  }

  /** A trade was published. */
  void onTrade(final Trade trade) {
    if (started && trade.tradeId() == next) {
      append(trade);
      appendEarly();
    } else if (!started || trade.tradeId() > next) {
      early.put(trade.tradeId(), trade);
      if (early.size() > EARLY_MAX) {
        early.pollFirstEntry();
      }
      fillWanted = true;
    }
  }

  /**
   * A trade was busted or corrected.
   *
   * @param message tells it to those who have the trade
   * @param amended makes the trade as it stands now, for those who ask for it later
   */
  void onAmended(final long tradeId, final ByteString message, final UnaryOperator<Trade> amended) {
    final List<Trade> all = List.copyOf(kept);
    kept.clear();
    all.forEach(trade -> kept.add(trade.tradeId() == tradeId ? amended.apply(trade) : trade));
    for (final Subscription subscription : subscriptions) {
      if (started && tradeId < subscription.next) {
        subscription.outbox().offer(message);
      }
    }
  }

  /** The instrument's last trades, oldest first. */
  void onFill(final List<Trade> trades) {
    if (!started) {
      next = trades.isEmpty() ? 1 : trades.get(0).tradeId();
    }
    for (final Trade trade : trades) {
      if (trade.tradeId() >= next) {
        skipTo(trade.tradeId());
        append(trade);
      }
    }
    appendEarly();
    if (!started) {
      started = true;
      subscriptions.forEach(this::begin);
    }
    // What is still early is ahead of the answer: the next one has what lies between.
    fillWanted |= !early.isEmpty();
  }

  private void skipTo(final long tradeId) {
    if (tradeId > next) {
      kept.clear();
      next = tradeId;
    }
  }

  private void appendEarly() {
    early.headMap(next).clear();
    while (!early.isEmpty() && early.firstKey() == next) {
      append(early.pollFirstEntry().getValue());
    }
  }

  private void append(final Trade trade) {
    kept.add(trade);
    if (kept.size() > KEPT_MAX) {
      kept.remove();
    }
    next = trade.tradeId() + 1;
    if (started) {
      subscriptions.forEach(subscription -> send(subscription, trade));
    }
  }

  private void begin(final Subscription subscription) {
    final Subscription.Terms terms = subscription.terms();
    subscription.next =
        terms.after() >= 0 ? terms.after() + 1 : next - Math.min(terms.recent(), kept.size());
    subscription.outbox().offer(words.subscribed(subscription));
    for (final Trade trade : kept) {
      send(subscription, trade);
    }
  }

  private void send(final Subscription subscription, final Trade trade) {
    if (trade.tradeId() < subscription.next) {
      return;
    }
    if (trade.tradeId() > subscription.next) {
      subscription.outbox().offer(words.gap(subscription, subscription.next, trade.tradeId() - 1));
    }
    subscription.next = trade.tradeId() + 1;
    subscription.outbox().offer(trade.message());
  }

  /** Id of the next trade. */
  long next() {
    return next;
  }
}
