package io.qanat.hub.gateway.http.ws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.gateway.http.EntitledInstrument;
import io.qanat.hub.gateway.http.OwnedAccount;
import io.qanat.hub.gateway.http.Problem;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * What one client subscribed to. Made on the client's thread, then the engine's, which alone
 * touches what is not final.
 */
final class Subscription {
  /** What there is to subscribe to. */
  enum Channel {
    PRICES,
    TRADES,
    STATUS,
    REPORTS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How it was asked for.
   *
   * @param requestId the client's name of the request; null: none
   * @param depth levels a side of prices
   * @param minIntervalNanos between prices
   * @param after last trade or report that the client has; -1: it begins with the next
   * @param recent trades of the past that are wanted, if it begins with the next
   */
  record Terms(String requestId, int depth, long minIntervalNanos, long after, int recent) {}

  private final Channel channel;
  private final String target;
  private final Terms terms;
  private final BiConsumer<Subscription, Problem> onRefused;
  private final Outbox outbox;
  private EntitledInstrument instrument;
  private OwnedAccount account;

  /** Next trade or report that the client is to have. */
  long next;

  /** Of prices. */
  Outbox.Slot slot;

  /** Version of the prices that were offered last; 0: none. */
  long version;

  /** When prices may be offered again. */
  long dueNanos;

  /** One more than the last report known; the client may be behind it. */
  long known;

  /** Whether there may be reports that were not heard of. */
  boolean doubtful;

  /** Whether an answer of the account is awaited, and when to ask again if one did not come. */
  boolean fetching;

  long fetchAtNanos;

  /** Whether the client was told that it is subscribed. */
  boolean confirmed;

  /**
   * A subscription that is not served yet.
   *
   * @param onRefused told, on the engine's thread, that it cannot be
   */
  Subscription(
      final Channel channel,
      final String target,
      final Terms terms,
      final BiConsumer<Subscription, Problem> onRefused,
      final Outbox outbox) {
    this.onRefused = onRefused;
    this.channel = channel;
    this.target = target;
    this.terms = terms;
    this.outbox = outbox;
  }

  Channel channel() {
    return channel;
  }

  /** As the client named it: a symbol, an id, an account. */
  String target() {
    return target;
  }

  Terms terms() {
    return terms;
  }

  Outbox outbox() {
    return outbox;
  }

  void resolved(final EntitledInstrument found) {
    instrument = found;
  }

  void resolved(final OwnedAccount found) {
    account = found;
  }

  /** Null unless it is one of market data that was found. */
  EntitledInstrument instrument() {
    return instrument;
  }

  /** Null unless it is one of reports, of an account that was found. */
  OwnedAccount account() {
    return account;
  }

  void onRefused(final Problem problem) {
    onRefused.accept(this, problem);
  }

  /** Writes what it is of, and the client's name of the request. */
  void describe(final ObjectNode node) {
    if (terms.requestId() != null) {
      node.put("requestId", terms.requestId());
    }
    node.put("channel", channel.word());
    if (instrument != null) {
      node.put("symbol", instrument.symbol()).put("securityId", instrument.securityId());
    } else if (account != null) {
      node.put("account", account.number());
    }
  }
}
