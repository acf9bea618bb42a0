package io.qanat.hub.gateway.http.ws;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Subscriptions of a client that takes what it is offered when a test looks. */
final class Subscriptions {
  private final List<String> owner = new ArrayList<>();
  private final Outbox outbox;

  Subscriptions() {
    this(1_000);
  }

  Subscriptions(final int messagesMax) {
    outbox =
        new Outbox(
            messagesMax,
            1 << 20,
            new StreamCounters(),
            new Outbox.Owner() {
              @Override
              public void onReady() {
                owner.add("ready");
              }

              @Override
              public void onOverflow() {
                owner.add("overflow");
              }
            });
  }

  Subscription prices(final long minIntervalNanos) {
    return subscription(
        Subscription.Channel.PRICES, new Subscription.Terms(null, 1, minIntervalNanos, -1, 0));
  }

  Subscription trades(final long after, final int recent) {
    return subscription(
        Subscription.Channel.TRADES, new Subscription.Terms(null, 0, 0, after, recent));
  }

  Subscription reports(final long after) {
    return subscription(Subscription.Channel.REPORTS, new Subscription.Terms("r", 0, 0, after, 0));
  }

  private Subscription subscription(
      final Subscription.Channel channel, final Subscription.Terms terms) {
    return new Subscription(
        channel, "target", terms, (s, problem) -> owner.add(problem.getMessage()), outbox);
  }

  Outbox outbox() {
    return outbox;
  }

  List<String> taken() {
    final List<String> taken = new ArrayList<>();
    for (ByteString next = outbox.poll(); next != null; next = outbox.poll()) {
      taken.add(next.utf8String());
    }
    return taken;
  }
}
