package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.OrderRequest;
import io.qanat.loadtest.conform.Trader;
import java.util.List;

/** Orders that wait for a price, alone and in pairs. */
final class StopCases {
  private static final String TYPES = "order-types";
  private static final String TRIGGERED = "TRIGGERED_OR_ACTIVATED_BY_SYSTEM NEW ";

  private StopCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "STOP-01",
            "A stop order waits for a trade at its price, then takes what is there",
            TYPES,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              tradeAt(trader, 0, "p");
              trader.sell("s", 1, 2, TimeInForce.DAY);
              trader.expect("s", "NEW NEW 1@2 leaves 1 cum 0");
              trader.submit(
                  desk.unpriced("b", Side.BUY, OrdType.STOP, 1),
                  order -> order.stopPx(desk.ticks(1)));
              trader.expect("b", "NEW NEW 1@market leaves 1 cum 0 waiting");
              tradeAt(trader, 1, "q");
              trader.expect("b", TRIGGERED + "1@market leaves 1 cum 0");
              trader.expect("b", "TRADE FILLED 1@2 REMOVED leaves 0 cum 1");
              trader.expect("s", "TRADE FILLED 1@2 ADDED leaves 0 cum 1");
              trader.expectNothingElse();
            }),
        wire(
            "STOP-02",
            "A stop-limit order rests at its limit once it is triggered",
            TYPES,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              tradeAt(trader, 0, "p");
              final OrderRequest stop =
                  trader.submit(
                      desk.stopLimit("s", Side.SELL, 1, 1), order -> order.stopPx(desk.ticks(-1)));
              trader.expect("s", "NEW NEW 1@1 leaves 1 cum 0 waiting");
              trader.status(stop, 0);
              trader.expect("s", "ORDER_STATUS NEW 1@1 leaves 1 cum 0 waiting unnumbered");
              tradeAt(trader, -1, "q");
              trader.expect("s", TRIGGERED + "1@1 leaves 1 cum 0");
              trader.status(stop, 0);
              trader.expect("s", "ORDER_STATUS NEW 1@1 leaves 1 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "STOP-03",
            "A stop order that watches the best bid or offer is triggered without a trade",
            TYPES,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              trader.submit(
                  desk.stopLimit("b", Side.BUY, 1, -3),
                  order ->
                      order.stopPx(desk.ticks(-1)).triggerPriceType(TriggerPriceType.BEST_BID));
              trader.expect("b", "NEW NEW 1@-3 leaves 1 cum 0 waiting");
              trader.submit(
                  desk.stopLimit("s", Side.SELL, 1, 3),
                  order ->
                      order.stopPx(desk.ticks(1)).triggerPriceType(TriggerPriceType.BEST_OFFER));
              trader.expect("s", "NEW NEW 1@3 leaves 1 cum 0 waiting");
              trader.buy("p", 1, -1, TimeInForce.DAY);
              trader.expect("p", "NEW NEW 1@-1 leaves 1 cum 0");
              trader.expect("b", TRIGGERED + "1@-3 leaves 1 cum 0");
              trader.sell("q", 1, 1, TimeInForce.DAY);
              trader.expect("q", "NEW NEW 1@1 leaves 1 cum 0");
              trader.expect("s", TRIGGERED + "1@3 leaves 1 cum 0");
              trader.expectNothingElse();
            }),
        wire(
            "STOP-04",
            "A stop order whose price is reached already is triggered at once",
            TYPES,
            desk -> {
              desk.requireEmptyBook();
              final Trader trader = desk.trader();
              tradeAt(trader, 0, "p");
              trader.submit(
                  desk.stopLimit("b", Side.BUY, 1, -3), order -> order.stopPx(desk.ticks(-1)));
              trader.expect("b", "NEW NEW 1@-3 leaves 1 cum 0 waiting");
              trader.expect("b", TRIGGERED + "1@-3 leaves 1 cum 0");
              trader.expectNothingElse();
            }),
        wire(
            "STOP-05",
            "A stop order on the mark price waits, and is replaced and cancelled while it waits",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest stop =
                  trader.submit(
                      desk.stopLimit("a", Side.BUY, 1, 5),
                      order -> order.stopPx(desk.ticks(9)).triggerPriceType(TriggerPriceType.MARK));
              trader.expect("a", "NEW NEW 1@5 leaves 1 cum 0 waiting");
              trader.replace(
                  "r",
                  stop,
                  desk.units(2),
                  desk.ticks(6),
                  replace -> replace.stopPx(desk.ticks(8)));
              final ExecutionReportDecoder moved =
                  trader.expect("r", "REPLACED NEW 2@6 leaves 2 cum 0 waiting of a").execution();
              CaseFailure.unlessEqual("stopPx", desk.ticks(8), moved.stopPx());
              trader.cancel("x", desk.limit("r", Side.BUY, 2, 6, TimeInForce.DAY));
              trader.expectRefused("x", "CANCELED CANCELED 2@6 leaves 0 cum 0 of r");
              trader.expectNothingElse();
            }),
        wire(
            "STOP-06",
            "A stop order that makes no sense is refused",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(desk.unpriced("a", Side.BUY, OrdType.STOP, 1), order -> {});
              trader.expectRefused("a", "not taken INVALID_FIELD");
              trader.submit(
                  desk.limit("b", Side.BUY, 1, -5, TimeInForce.DAY),
                  order -> order.stopPx(desk.ticks(1)));
              trader.expectRefused("b", "REJECTED REJECTED UNSUPPORTED_ORDER_CHARACTERISTIC");
              trader.submit(
                  desk.unpriced("c", Side.BUY, OrdType.STOP, 1),
                  order ->
                      order.stopPx(
                          desk.instrument().highestPrice() + desk.instrument().tickSize()));
              trader.expectRefused("c", "REJECTED REJECTED PRICE_EXCEEDS_BAND");
              trader.submit(
                  desk.unpriced("d", Side.BUY, OrdType.STOP, 1),
                  order -> order.stopPx(Skips.offTick(desk.instrument(), desk.ticks(1))));
              trader.expectRefused("d", "REJECTED REJECTED INVALID_PRICE_INCREMENT");
              trader.expectNothingElse();
            }),
        wire(
            "OCO-01",
            "A trade of one order ends the other of its pair",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              pair(desk, trader);
              trader.sell("s", 1, 0, TimeInForce.IMMEDIATE_OR_CANCEL);
              trader.expect("s", "NEW NEW 1@0 leaves 1 cum 0");
              trader.expect("s", "TRADE FILLED 1@0 REMOVED leaves 0 cum 1");
              trader.expect("a", "TRADE FILLED 1@0 ADDED leaves 0 cum 1");
              trader.expectUnasked(
                  "b", "CANCELED CANCELED 1@-1 leaves 0 cum 0", ExecRestatementReason.LINKED_ORDER);
              trader.expectNothingElse();
            }),
        wire(
            "OCO-02",
            "When one order of a pair is cancelled the other goes on alone",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              final OrderRequest other = pair(desk, trader);
              trader.cancel("x", desk.limit("a", Side.BUY, 1, 0, TimeInForce.DAY));
              trader.expect("x", "CANCELED CANCELED 1@0 leaves 0 cum 0 of a");
              trader.status(other, 0);
              trader.expect("b", "ORDER_STATUS NEW 1@-1 leaves 1 cum 0 unnumbered");
              trader.expectNothingElse();
            }),
        wire(
            "OCO-03",
            "A pair with what is not there, or has traded, is refused",
            TYPES,
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(
                  desk.limit("b", Side.BUY, 1, -1, TimeInForce.DAY),
                  order -> order.clOrdLinkId(desk.clOrdIdOf("nobody")));
              trader.expectRefused("b", "REJECTED REJECTED UNKNOWN_ORDER");
              tradeAt(trader, 0, "p");
              trader.submit(
                  desk.limit("c", Side.BUY, 1, -1, TimeInForce.DAY),
                  order -> order.clOrdLinkId(desk.clOrdIdOf("pb")));
              trader.expectRefused("c", "REJECTED REJECTED UNKNOWN_ORDER");
              trader.expectNothingElse();
            }));
  }

  /** Bids a (at 0) and b (below) of one account. */
  private static OrderRequest pair(final Desk desk, final Trader trader) {
    trader.buy("a", 1, 0, TimeInForce.DAY);
    trader.expect("a", "NEW NEW 1@0 leaves 1 cum 0");
    final OrderRequest other =
        trader.submit(
            desk.limit("b", Side.BUY, 1, -1, TimeInForce.DAY),
            order -> order.clOrdLinkId(desk.clOrdIdOf("a")));
    trader.expect("b", "NEW NEW 1@-1 leaves 1 cum 0");
    return other;
  }

  /** The one account sells one to the other. */
  private static void tradeAt(final Trader trader, final int ticks, final String prefix) {
    trader.sell(prefix + "s", 1, ticks, TimeInForce.DAY);
    trader.expect(prefix + "s", "NEW NEW 1@" + ticks + " leaves 1 cum 0");
    trader.buy(prefix + "b", 1, ticks, TimeInForce.IMMEDIATE_OR_CANCEL);
    trader.expect(prefix + "b", "NEW NEW 1@" + ticks + " leaves 1 cum 0");
    trader.expect(prefix + "b", "TRADE FILLED 1@" + ticks + " REMOVED leaves 0 cum 1");
    trader.expect(prefix + "s", "TRADE FILLED 1@" + ticks + " ADDED leaves 0 cum 1");
  }
}
