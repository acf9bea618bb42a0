package io.qanat.hub.gateway.http.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What waits for a client is in order, conflated where it may be, and bounded. */
class OutboxTest {
  private final List<String> heard = new ArrayList<>();
  private final StreamCounters counters = new StreamCounters();
  private final Outbox outbox =
      new Outbox(
          40,
          200,
          counters,
          new Outbox.Owner() {
            @Override
            public void onReady() {
              heard.add("ready");
            }

            @Override
            public void onOverflow() {
              heard.add("overflow");
            }
          });

  private static ByteString bytes(final String text) {
    return ByteString.fromString(text);
  }

  private List<String> drain() {
    final List<String> all = new ArrayList<>();
    for (ByteString next = outbox.poll(); next != null; next = outbox.poll()) {
      all.add(next.utf8String());
    }
    return all;
  }

  @Test
  void messagesKeepTheirOrderAndOnlyTheNewestPriceWaits() {
    outbox.offer(bytes("subscribed"));
    final Outbox.Slot slot = outbox.newSlot();
    outbox.offerLatest(slot, bytes("price 1"));
    outbox.offer(bytes("trade"));
    outbox.offerLatest(slot, bytes("price 2"));
    outbox.offerLatest(slot, bytes("price 3"));
    assertThat(drain()).containsExactly("subscribed", "trade", "price 3");
    assertThat(counters.conflated.value()).isEqualTo(2);
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void manyMessagesDoNotKeepPricesBack() {
    final Outbox.Slot slot = outbox.newSlot();
    for (int i = 0; i < 20; i++) {
      outbox.offer(bytes("m" + i));
    }
    outbox.offerLatest(slot, bytes("price"));
    assertThat(drain()).containsSubsequence("m15", "price", "m16", "m19").hasSize(21);
  }

  @Test
  void aPriceWaitsBehindTheConfirmationOfItsSubscription() {
    for (int i = 0; i < 20; i++) {
      outbox.offer(bytes("m" + i));
    }
    final Outbox.Slot slot = outbox.newSlot();
    outbox.offerLatest(slot, bytes("price"));
    assertThat(drain()).endsWith("m19", "price");
  }

  @Test
  void theOwnerHearsOnceAfterItFoundNothing() {
    outbox.offer(bytes("nobody waits for it"));
    assertThat(heard).isEmpty();
    drain();
    outbox.offer(bytes("a"));
    outbox.offer(bytes("b"));
    assertThat(heard).containsExactly("ready");
  }

  @Test
  void whatFindsNoRoomCutsOff() {
    outbox.offer(bytes("x".repeat(150)));
    assertThat(outbox.hasRoom()).isFalse();
    outbox.offer(bytes("x".repeat(51)));
    assertThat(heard).containsExactly("overflow");
    assertThat(counters.queuedBytes.value()).isZero();
    outbox.offer(bytes("too late"));
    outbox.offerLatest(outbox.newSlot(), bytes("too late"));
    assertThat(drain()).isEmpty();
    assertThat(heard).containsExactly("overflow");
  }

  @Test
  void theNumberOfMessagesIsBoundedToo() {
    for (int i = 0; i < 40; i++) {
      outbox.offer(bytes("1"));
    }
    assertThat(heard).isEmpty();
    outbox.offer(bytes("1"));
    assertThat(heard).containsExactly("overflow");
  }

  @Test
  void aSubscriptionThatEndsTakesItsPriceAlong() {
    final Outbox.Slot slot = outbox.newSlot();
    outbox.offerLatest(slot, bytes("price"));
    outbox.remove(slot);
    assertThat(drain()).isEmpty();
  }
}
