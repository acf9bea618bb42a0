package io.qanat.hub.gateway.http.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Each trade comes once and in order, whatever was lost on the way; what is gone is named. */
class TradeTapeTest {
  private final Subscriptions client = new Subscriptions();
  private final TradeTape tape =
      new TradeTape(
          new TradeTape.Words() {
            @Override
            public ByteString subscribed(final Subscription subscription) {
              return ByteString.fromString("subscribed, next " + tape().next());
            }

            @Override
            public ByteString gap(
                final Subscription subscription, final long from, final long through) {
              return ByteString.fromString("gap " + from + ".." + through);
            }
          });

  private TradeTape tape() {
    return tape;
  }

  private static TradeTape.Trade trade(final long id) {
    return new TradeTape.Trade(id, 0, "BUY", ByteString.fromString("trade " + id));
  }

  private static List<TradeTape.Trade> trades(final long from, final long through) {
    final List<TradeTape.Trade> trades = new ArrayList<>();
    for (long id = from; id <= through; id++) {
      trades.add(trade(id));
    }
    return trades;
  }

  @Test
  void itBeginsWithWhatTheInstrumentKeeps() {
    tape.add(client.trades(-1, 2));
    assertThat(tape.isFillWanted()).isTrue();
    tape.fillAsked();
    // Published before the answer came.
    tape.onTrade(trade(13));
    tape.onFill(trades(10, 12));
    tape.onTrade(trade(14));
    assertThat(client.taken())
        .containsExactly("subscribed, next 14", "trade 12", "trade 13", "trade 14");
  }

  @Test
  void whoHasOneGoesOnBehindIt() {
    tape.add(client.trades(10, 0));
    tape.onFill(trades(5, 12));
    assertThat(client.taken()).containsExactly("subscribed, next 13", "trade 11", "trade 12");
  }

  @Test
  void whatIsNoLongerHeldIsNamed() {
    tape.add(client.trades(3, 0));
    tape.onFill(trades(10, 11));
    assertThat(client.taken())
        .containsExactly("subscribed, next 12", "gap 4..9", "trade 10", "trade 11");
  }

  @Test
  void whatWasLostOnTheWayIsAskedFor() {
    tape.add(client.trades(-1, 0));
    tape.fillAsked();
    tape.onFill(trades(1, 2));
    tape.onTrade(trade(5));
    assertThat(client.taken()).containsExactly("subscribed, next 3");
    assertThat(tape.isFillWanted()).isTrue();
    tape.fillAsked();
    tape.onTrade(trade(6));
    tape.onTrade(trade(5));
    tape.onFill(trades(1, 5));
    assertThat(client.taken()).containsExactly("trade 3", "trade 4", "trade 5", "trade 6");
  }

  @Test
  void moreWasLostThanTheInstrumentKeeps() {
    tape.add(client.trades(-1, 0));
    tape.onFill(trades(1, 2));
    tape.onTrade(trade(20));
    tape.onFill(trades(15, 19));
    assertThat(client.taken())
        .containsExactly(
            "subscribed, next 3",
            "gap 3..14",
            "trade 15",
            "trade 16",
            "trade 17",
            "trade 18",
            "trade 19",
            "trade 20");
  }

  @Test
  void whatIsAmendedIsToldToThoseWhoHaveItAndKeptForTheOthers() {
    tape.add(client.trades(-1, 0));
    tape.onFill(trades(1, 2));
    final Subscriptions ahead = new Subscriptions();
    tape.onTrade(trade(3));
    client.taken();
    tape.onAmended(
        2,
        ByteString.fromString("amended 2"),
        was -> new TradeTape.Trade(2, 0, was.aggressorSide(), ByteString.fromString("better 2")));
    assertThat(client.taken()).containsExactly("amended 2");
    tape.add(ahead.trades(1, 0));
    assertThat(ahead.taken()).containsExactly("subscribed, next 4", "better 2", "trade 3");
  }

  @Test
  void itForgetsWhenNobodyFollows() {
    final Subscription subscription = client.trades(-1, 0);
    tape.add(subscription);
    tape.fillAsked();
    tape.onFill(trades(1, 2));
    assertThat(tape.remove(subscription)).isTrue();
    assertThat(tape.remove(subscription)).isFalse();
    client.taken();
    tape.add(client.trades(-1, 5));
    assertThat(tape.isFillWanted()).isTrue();
    tape.onFill(trades(40, 41));
    assertThat(client.taken()).containsExactly("subscribed, next 42", "trade 40", "trade 41");
  }

  @Test
  void itHoldsTheLastFiveHundred() {
    tape.add(client.trades(-1, 0));
    tape.onFill(List.of());
    for (long id = 1; id <= 600; id++) {
      tape.onTrade(trade(id));
    }
    client.taken();
    tape.add(client.trades(0, 0));
    assertThat(client.taken())
        .hasSize(502)
        .startsWith("subscribed, next 601", "gap 1..100", "trade 101")
        .endsWith("trade 600");
  }
}
