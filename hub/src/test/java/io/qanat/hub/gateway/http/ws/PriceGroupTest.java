package io.qanat.hub.gateway.http.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Prices are encoded once per change and interval, and offered to each when it is due. */
class PriceGroupTest {
  private final Subscriptions client = new Subscriptions();
  private String book;
  private int encoded;
  private final PriceGroup group =
      new PriceGroup(
          100,
          () -> {
            if (book == null) {
              return null;
            }
            encoded++;
            return ByteString.fromString(book);
          },
          1_000);

  @Test
  void nothingIsOfferedUntilTheBookIsKnown() {
    group.add(client.prices(0), 1_000);
    assertThat(group.flush(1_000)).isZero();
    book = "1";
    assertThat(group.flush(1_001)).isEqualTo(1);
    assertThat(client.taken()).containsExactly("1");
  }

  @Test
  void changesWithinTheIntervalAreOneMessage() {
    book = "1";
    group.add(client.prices(0), 1_000);
    group.flush(1_000);
    book = "2";
    group.changed();
    assertThat(group.flush(1_050)).isZero();
    book = "3";
    group.changed();
    assertThat(group.flush(1_100)).isEqualTo(1);
    assertThat(client.taken()).containsExactly("3");
    assertThat(encoded).isEqualTo(2);
    assertThat(group.flush(2_000)).as("nothing has changed").isZero();
  }

  @Test
  void aSlowerSubscriptionGetsTheNewestWhenItIsDue() {
    book = "1";
    final Subscriptions slow = new Subscriptions();
    group.add(client.prices(0), 1_000);
    group.add(slow.prices(500), 1_000);
    assertThat(group.flush(1_000)).isEqualTo(2);
    assertThat(slow.taken()).containsExactly("1");
    for (int i = 2; i <= 4; i++) {
      book = Integer.toString(i);
      group.changed();
      assertThat(group.flush(1_000 + i * 100)).isEqualTo(1);
    }
    assertThat(slow.taken()).isEmpty();
    assertThat(group.flush(1_499)).isZero();
    assertThat(group.flush(1_500)).isEqualTo(1);
    assertThat(slow.taken()).containsExactly("4");
  }

  @Test
  void whoComesLaterGetsWhatIsThere() {
    book = "1";
    group.add(client.prices(0), 1_000);
    group.flush(1_000);
    final Subscriptions later = new Subscriptions();
    final Subscription subscription = later.prices(0);
    group.add(subscription, 1_010);
    assertThat(group.flush(1_010)).isEqualTo(1);
    assertThat(later.taken()).containsExactly("1");
    assertThat(group.remove(subscription)).isTrue();
    assertThat(group.remove(subscription)).isFalse();
    assertThat(group.isEmpty()).isFalse();
  }
}
