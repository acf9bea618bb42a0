package io.qanat.account.core;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.ReportType;
import io.qanat.codecs.entity.TradeAmendDecoder;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Proves that money and positions add up, at one consistent cut: all accounts, and the reports that
 * instruments have sent and the accounts not yet applied.
 *
 * <pre>
 * per account and currency : CASH + TRADE + FEES + EXTERNAL + CLEARING = 0
 * per currency             : CLEARING over all accounts + in flight + others   = 0
 * per instrument           : positions over all accounts + in flight + others  = 0
 * </pre>
 *
 * Others are the house and liquidity providers, who have no accounts: what instruments say that
 * they hold because of what accounts traded with them.
 *
 * <p>A trade in flight counts as what it will post to CLEARING, a bust as what it will take back, a
 * correction as both.
 */
public final class LedgerAudit {
  /** A report or amendment on its way: to this account, SBE bytes with their header. */
  public record InFlight(long account, DirectBuffer report) {}

  /**
   * What house and providers of an instrument hold together, exact.
   *
   * @param cash received and paid, in quote currency
   * @param delivered received and given in base currency
   * @param isCfd whether nothing is delivered
   */
  public record Others(
      long instrument,
      String baseCurrency,
      String quoteCurrency,
      boolean isCfd,
      BigInteger position,
      BigInteger cash,
      BigInteger delivered) {}

  /**
   * What was found. Sums are Fixed8, exact.
   *
   * @param bookSums per currency and book, over all accounts, such as {@code USD/CASH}
   * @param currencySums over all books of all accounts: zero each
   * @param clearingSums per currency, CLEARING over all accounts with what is in flight: zero each
   * @param positionSums per instrument, with what is in flight: zero each
   * @param mismatches readable, one line each; empty when everything adds up
   */
  public record Result(
      SortedMap<String, BigInteger> bookSums,
      SortedMap<String, BigInteger> currencySums,
      SortedMap<String, BigInteger> clearingSums,
      SortedMap<Long, BigInteger> positionSums,
      List<String> mismatches) {
    /** Whether everything adds up. */
    public boolean isBalanced() {
      return mismatches.isEmpty();
    }
  }

  private final TreeMap<String, BigInteger> bookSums = new TreeMap<>();
  private final TreeMap<String, BigInteger> currencySums = new TreeMap<>();
  private final TreeMap<String, BigInteger> clearingSums = new TreeMap<>();
  private final TreeMap<Long, BigInteger> positionSums = new TreeMap<>();
  private final List<String> mismatches = new ArrayList<>();

  private LedgerAudit() {}

  /** Audits a cut in which all trades were between accounts. */
  public static Result audit(
      final Collection<AccountCore> accounts, final Collection<InFlight> inFlight) {
    return audit(accounts, inFlight, List.of());
  }

  /**
   * Audits a cut.
   *
   * @param inFlight OrderReports; other messages and reports that are no trades are passed over
   */
  public static Result audit(
      final Collection<AccountCore> accounts,
      final Collection<InFlight> inFlight,
      final Collection<Others> others) {
    final LedgerAudit audit = new LedgerAudit();
    others.forEach(audit::add);
    final TreeMap<Long, AccountState> byNumber = new TreeMap<>();
    for (final AccountCore account : accounts) {
      byNumber.put(account.account(), account.state());
      audit.add(account.state());
    }
    inFlight.forEach(report -> audit.add(report, byNumber.get(report.account)));
    return audit.result();
  }

  /** What was paid to them, accounts have still in CLEARING; and the other way round. */
  private void add(final Others others) {
    positionSums.merge(others.instrument, others.position, BigInteger::add);
    clearingSums.merge(others.quoteCurrency, others.cash.negate(), BigInteger::add);
    if (!others.isCfd) {
      clearingSums.merge(others.baseCurrency, others.delivered.negate(), BigInteger::add);
    }
  }

  private void add(final AccountState account) {
    account.ledger.forEach(
        (key, amount) -> {
          bookSums.merge(key.currency() + "/" + key.book(), amount, BigInteger::add);
          currencySums.merge(key.currency(), amount, BigInteger::add);
          if (key.book() == Ledger.Book.CLEARING) {
            clearingSums.merge(key.currency(), amount, BigInteger::add);
          }
        });
    account
        .ledger
        .sums()
        .forEach((currency, sum) -> expectZero("account " + account.account, currency, sum));
    for (final Positions.Position position : account.positions.all()) {
      positionSums.merge(
          position.instrument(), BigInteger.valueOf(position.quantity()), BigInteger::add);
    }
  }

  private void add(final InFlight message, final AccountState account) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message.report, 0);
    if (header.schemaId() == TradeAmendDecoder.SCHEMA_ID
        && header.templateId() == TradeAmendDecoder.TEMPLATE_ID) {
      add(
          new TradeAmendDecoder().wrapAndApplyHeader(message.report, 0, header),
          message.account,
          account);
      return;
    }
    if (header.schemaId() != OrderReportDecoder.SCHEMA_ID
        || header.templateId() != OrderReportDecoder.TEMPLATE_ID) {
      return;
    }
    final OrderReportDecoder report =
        new OrderReportDecoder().wrapAndApplyHeader(message.report, 0, header);
    if (report.reportType() != ReportType.TRADED) {
      return;
    }
    final Order order = account == null ? null : account.orders.look(report.orderId());
    if (order == null) {
      mismatches.add(
          "a trade is in flight to account "
              + message.account
              + " for an order it does not have: "
              + report.orderId());
      return;
    }
    final InstrumentTerms terms = account.terms.instruments().get(order.securityId);
    final long sign = order.side == Side.BUY ? 1 : -1;
    expect(terms, sign * report.lastQty(), sign * report.notional());
  }

  private void add(final TradeAmendDecoder amend, final long number, final AccountState account) {
    final InstrumentTerms terms =
        account == null ? null : account.terms.instruments().get(amend.instrument());
    if (terms == null) {
      mismatches.add(
          "an amendment of trade "
              + amend.tradeId()
              + " is in flight to account "
              + number
              + ", which does not know instrument "
              + amend.instrument());
      return;
    }
    final long sign = amend.side() == Side.BUY ? 1 : -1;
    expect(terms, -sign * amend.oldQty(), -sign * amend.oldNotional());
    expect(terms, sign * amend.newQty(), sign * amend.newNotional());
  }

  /** A signed quantity and what is paid for it are still to be posted. */
  private void expect(final InstrumentTerms terms, final long quantity, final long paid) {
    positionSums.merge(terms.instrument(), BigInteger.valueOf(quantity), BigInteger::add);
    clearingSums.merge(terms.quoteCurrency(), BigInteger.valueOf(paid), BigInteger::add);
    if (!terms.isCfd()) {
      clearingSums.merge(
          terms.baseCurrency(), Settlement.delivery(terms, quantity).negate(), BigInteger::add);
    }
  }

  private Result result() {
    currencySums.forEach((currency, sum) -> expectZero("all accounts", currency, sum));
    clearingSums.forEach((currency, sum) -> expectZero("clearing with in flight", currency, sum));
    positionSums.forEach(
        (instrument, sum) -> expectZero("positions with in flight", "of " + instrument, sum));
    return new Result(bookSums, currencySums, clearingSums, positionSums, mismatches);
  }

  private void expectZero(final String what, final String unit, final BigInteger sum) {
    if (sum.signum() != 0) {
      mismatches.add(
          what + ": " + Fixed8.format(Exact.saturated(sum)) + " " + unit + " instead of 0");
    }
  }
}
