package io.qanat.hub.gateway.http.ws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/**
 * The subscriptions to prices of one instrument at one depth. A change is encoded once for all of
 * them, at most once per interval; each is offered the newest when it is due.
 */
final class PriceGroup {
  private final long intervalNanos;
  private final Supplier<ByteString> encoder;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private ByteString current;
  private long version;
  private long encodedAtNanos;
  private boolean dirty = true;
  private boolean someBehind;

  /**
   * An empty group.
   *
   * @param intervalNanos least time between two encodings
   * @param encoder makes the message of now; null while nothing is known
   */
  PriceGroup(final long intervalNanos, final Supplier<ByteString> encoder, final long nowNanos) {
    this.intervalNanos = intervalNanos;
    this.encoder = encoder;
    encodedAtNanos = nowNanos - intervalNanos;
  }

  void add(final Subscription subscription, final long nowNanos) {
    subscription.slot = subscription.outbox().newSlot();
    subscription.dueNanos = nowNanos;
    subscriptions.add(subscription);
    someBehind = true;
  }

  boolean remove(final Subscription subscription) {
    final boolean removed = subscriptions.remove(subscription);
    if (removed) {
      subscription.outbox().remove(subscription.slot);
    }
    return removed;
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  /** Prices have changed. */
  void changed() {
    dirty = true;
  }

  /** Offers what is due; returns to how many. */
  int flush(final long nowNanos) {
    if (dirty && nowNanos - encodedAtNanos >= intervalNanos) {
      final ByteString encoded = encoder.get();
      if (encoded != null) {
        dirty = false;
        encodedAtNanos = nowNanos;
        current = encoded;
        version++;
        someBehind = true;
      }
    }
    if (!someBehind || current == null) {
      return 0;
    }
    someBehind = false;
    int offered = 0;
    for (final Subscription subscription : subscriptions) {
      if (subscription.version == version) {
        continue;
      }
      if (nowNanos - subscription.dueNanos >= 0) {
        subscription.version = version;
        subscription.dueNanos = nowNanos + subscription.terms().minIntervalNanos();
        subscription.outbox().offerLatest(subscription.slot, current);
        offered++;
      } else {
        someBehind = true;
      }
    }
    return offered;
  }
}
