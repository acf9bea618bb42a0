package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.OrderReplaceEncoder;
import io.qanat.codecs.entity.OrderSubmitEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An instrument and what specifications do with it, in decimals: each action returns the whole list
 * of outputs. Account 21 belongs to partner 2. Order 11/3 is the third order of account 11.
 */
final class InstrumentDesk {
  static final long INSTRUMENT = 5;
  static final long START_NANOS = 1_770_000_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  /** Gold: no price at or below zero. */
  static final InstrumentTerms GOLD =
      terms("XAUUSD", "100", "0.5", "1", "1", "100", "1", "1000", Bool.NO);

  /** Crude oil, whose price has been below zero. */
  static final InstrumentTerms OIL =
      terms("WTI", "1000", "0.01", "1", "1", "100", "-100", "100", Bool.YES);

  InstrumentCore core = new InstrumentCore(INSTRUMENT);
  final RenderedOutputs outputs = new RenderedOutputs();
  final InstrumentInputs inputs = new InstrumentInputs();
  long nowNanos = START_NANOS;

  static InstrumentDesk trading(final InstrumentTerms terms) {
    final InstrumentDesk desk = new InstrumentDesk();
    desk.define(terms);
    return desk;
  }

  static InstrumentTerms terms(
      final String symbol,
      final String contractSize,
      final String tickSize,
      final String lotSize,
      final String minQty,
      final String maxQty,
      final String lowLimitPrice,
      final String highLimitPrice,
      final Bool nonPositivePricesAllowed) {
    return new InstrumentTerms(
        Fixed8.parse(contractSize),
        Fixed8.parse(tickSize),
        Fixed8.parse(lotSize),
        Fixed8.parse(minQty),
        Fixed8.parse(maxQty),
        Fixed8.parse(lowLimitPrice),
        Fixed8.parse(highLimitPrice),
        0,
        symbol,
        symbol,
        "USD",
        ContractType.CFD,
        nonPositivePricesAllowed);
  }

  List<String> define(final InstrumentTerms terms) {
    core.apply(inputs.define(nowNanos, terms), outputs);
    return outputs.take();
  }

  /** Widths and reference in decimals; a reference of null is none. */
  static TradingRules rules(
      final String reference,
      final String staticBand,
      final String dynamicBand,
      final int auctionSeconds,
      final int tradesRememberedMax) {
    return new TradingRules(
        reference == null ? Fixed8.NULL : Fixed8.parse(reference),
        Fixed8.parse(staticBand),
        Fixed8.parse(dynamicBand),
        auctionSeconds * SECOND,
        tradesRememberedMax);
  }

  List<String> define(final InstrumentTerms terms, final TradingRules rules) {
    core.apply(inputs.define(nowNanos, terms, rules), outputs);
    return outputs.take();
  }

  /** Pairs of seconds since the start and the phase that begins then. */
  List<String> schedule(final Object... transitions) {
    final Object[] instants = transitions.clone();
    for (int i = 0; i < instants.length; i += 2) {
      instants[i] = START_NANOS + (Integer) instants[i] * SECOND;
    }
    core.apply(inputs.schedule(nowNanos, instants), outputs);
    return outputs.take();
  }

  /** The phase from now on; an auction of 0 seconds does not end itself. */
  List<String> phase(final TradingPhase phase, final int auctionSeconds) {
    core.apply(inputs.phaseChange(nowNanos, phase, auctionSeconds * SECOND), outputs);
    return outputs.take();
  }

  List<String> phase(final TradingPhase phase) {
    return phase(phase, 0);
  }

  List<String> bust(final long tradeId) {
    core.apply(inputs.bust(nowNanos, tradeId), outputs);
    return outputs.take();
  }

  List<String> correct(final long tradeId, final String qty, final String price) {
    core.apply(inputs.correct(nowNanos, tradeId, Fixed8.parse(price), Fixed8.parse(qty)), outputs);
    return outputs.take();
  }

  /** So many seconds after the start the instrument is woken. */
  List<String> wakeAt(final int seconds) {
    return wake(START_NANOS + seconds * SECOND);
  }

  /** Seconds from the start to when the instrument wants to be woken. */
  long wantsWakeAt() {
    return (core.wakeAtNanos() - START_NANOS) / SECOND;
  }

  /** The instrument goes on from its snapshot, which must be the whole of it. */
  void reload() {
    final InstrumentCore restored = new InstrumentCore(INSTRUMENT);
    core.writeSnapshot(
        (buffer, offset, length) -> {
          final byte[] record = new byte[length];
          buffer.getBytes(offset, record);
          restored.readSnapshotRecord(new UnsafeBuffer(record), 0, length);
        });
    assertThat(restored.stateHash()).isEqualTo(core.stateHash());
    assertThat(restored.wakeAtNanos()).isEqualTo(core.wakeAtNanos());
    core = restored;
  }

  List<String> status(final SecurityTradingStatus status) {
    core.apply(inputs.statusChange(nowNanos, status), outputs);
    return outputs.take();
  }

  /** A good-till-cancel limit order. */
  List<String> limit(
      final int account, final int number, final Side side, final String qty, final String price) {
    return limit(account, number, side, qty, price, TimeInForce.GOOD_TILL_CANCEL);
  }

  List<String> limit(
      final int account,
      final int number,
      final Side side,
      final String qty,
      final String price,
      final TimeInForce timeInForce) {
    return submit(
        account, number, side, OrdType.LIMIT, timeInForce, Fixed8.parse(qty), Fixed8.parse(price));
  }

  List<String> market(
      final int account,
      final int number,
      final Side side,
      final String qty,
      final TimeInForce timeInForce) {
    return submit(
        account, number, side, OrdType.MARKET, timeInForce, Fixed8.parse(qty), Fixed8.NULL);
  }

  List<String> submit(
      final int account,
      final int number,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long qty,
      final long price) {
    return submitAs(account, account, number, side, ordType, timeInForce, qty, price);
  }

  /** An order in which something is special; price null: no limit. */
  List<String> special(
      final int account,
      final int number,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final String qty,
      final String price,
      final Consumer<OrderSubmitEncoder> special) {
    core.apply(
        inputs.submit(
            nowNanos,
            EntityKey.account(account),
            orderId(account, number),
            account,
            account / 10,
            side,
            ordType,
            timeInForce,
            price == null ? Fixed8.NULL : Fixed8.parse(price),
            Fixed8.parse(qty),
            special),
        outputs);
    return outputs.take();
  }

  /** A good-till-cancel limit order in which something is special. */
  List<String> special(
      final int account,
      final int number,
      final Side side,
      final String qty,
      final String price,
      final Consumer<OrderSubmitEncoder> special) {
    return special(
        account, number, side, OrdType.LIMIT, TimeInForce.GOOD_TILL_CANCEL, qty, price, special);
  }

  /** A replace of more than price and quantity; price null: none. */
  List<String> change(
      final int account,
      final int number,
      final String qty,
      final String price,
      final Consumer<OrderReplaceEncoder> special) {
    core.apply(
        inputs.replace(
            nowNanos,
            account,
            orderId(account, number),
            8,
            price == null ? Fixed8.NULL : Fixed8.parse(price),
            Fixed8.parse(qty),
            special),
        outputs);
    return outputs.take();
  }

  List<String> mark(final String price) {
    core.apply(inputs.markPrice(nowNanos, Fixed8.parse(price)), outputs);
    return outputs.take();
  }

  List<String> submitAs(
      final int sender,
      final int account,
      final int number,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long qty,
      final long price) {
    core.apply(
        inputs.submit(
            nowNanos,
            EntityKey.account(sender),
            orderId(account, number),
            account,
            account / 10,
            side,
            ordType,
            timeInForce,
            price,
            qty),
        outputs);
    return outputs.take();
  }

  List<String> cancel(final int account, final int owner, final int number) {
    core.apply(inputs.cancel(nowNanos, account, orderId(owner, number), 7), outputs);
    return outputs.take();
  }

  List<String> replace(
      final int account, final int owner, final int number, final String qty, final String price) {
    core.apply(
        inputs.replace(
            nowNanos, account, orderId(owner, number), 8, Fixed8.parse(price), Fixed8.parse(qty)),
        outputs);
    return outputs.take();
  }

  List<String> cancelAccount(final int sender, final int account) {
    core.apply(inputs.massCancel(nowNanos, sender, account, 9), outputs);
    return outputs.take();
  }

  /** Partner 0 is everybody. */
  List<String> cancelPartner(final int partner) {
    core.apply(inputs.instrumentMassCancel(nowNanos, partner), outputs);
    return outputs.take();
  }

  List<String> wake(final long atNanos) {
    nowNanos = atNanos;
    core.apply(inputs.wake(nowNanos), outputs);
    return outputs.take();
  }

  List<String> fullRefresh(final boolean byPrice, final boolean byOrder) {
    core.query(inputs.fullRefresh(nowNanos, byPrice, byOrder), outputs);
    return outputs.take();
  }

  static long orderId(final int account, final int number) {
    return (long) account << 39 | number;
  }
}
