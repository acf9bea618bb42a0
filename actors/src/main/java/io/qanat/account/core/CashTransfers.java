package io.qanat.account.core;

import io.qanat.account.core.Ledger.Book;
import io.qanat.account.core.Ledger.Posting;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.CashTransferDecoder;
import io.qanat.codecs.value.Fixed8;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deposits and withdrawals, each applied once.
 *
 * <p>TransferIds of one account must increase. The last {@value #KEPT_MAX} are remembered with
 * their content: the same again is UNCHANGED, other content under the same id is a CONFLICT, and so
 * is an id below the highest that is not remembered. A refused transfer uses up no id.
 */
final class CashTransfers {
  /** Transfers that are remembered. */
  static final int KEPT_MAX = 1024;

  /** What an id stood for. */
  record Transfer(long amount, String currency) {}

  /** How a transfer ended. */
  record Outcome(AdminResult result, String text) {}

  private final Ledger ledger;
  private final Margin margin;
  private final TreeMap<Long, Transfer> kept = new TreeMap<>();
  private long highestId;

  CashTransfers(final Ledger ledger, final Margin margin) {
    this.ledger = ledger;
    this.margin = margin;
  }

  Outcome apply(final CashTransferDecoder message) {
    final long id = message.transferId();
    final Transfer transfer = new Transfer(message.amount(), message.currency());
    if (id <= 0) {
      return new Outcome(AdminResult.INVALID, "transferId must be above 0: " + id);
    }
    final String nonsense = nonsense(transfer.amount, transfer.currency);
    if (nonsense != null) {
      return new Outcome(AdminResult.INVALID, nonsense);
    }
    if (id <= highestId) {
      return known(id, transfer);
    }
    final String refusal = refusal(transfer.amount, transfer.currency);
    if (refusal != null) {
      return new Outcome(AdminResult.INVALID, refusal);
    }
    post(transfer.amount, transfer.currency);
    restore(id, transfer);
    return new Outcome(AdminResult.DONE, "");
  }

  private static String nonsense(final long amount, final String currency) {
    if (amount == 0 || amount == Fixed8.NULL) {
      return "amount must not be 0 or absent";
    }
    return Names.isName(currency)
        ? null
        : "currency must be printable ASCII without blanks: '" + currency + "'";
  }

  /** Why this cannot be deposited (above 0) or withdrawn; null if it can. */
  String refusal(final long amount, final String currency) {
    final String nonsense = nonsense(amount, currency);
    if (nonsense != null || amount > 0) {
      return nonsense;
    }
    final BigInteger withdrawable = margin.withdrawable(currency);
    return withdrawable.add(BigInteger.valueOf(amount)).signum() >= 0
        ? null
        : "amount is beyond the "
            + Fixed8.format(Exact.saturated(withdrawable.max(BigInteger.ZERO)))
            + " "
            + currency
            + " that can be withdrawn";
  }

  /** Moves what is not refused. */
  void post(final long amount, final String currency) {
    ledger.post(
        new Posting().move(currency, BigInteger.valueOf(amount), Book.EXTERNAL, 0, Book.CASH, 0));
  }

  private Outcome known(final long id, final Transfer transfer) {
    final Transfer earlier = kept.get(id);
    if (transfer.equals(earlier)) {
      return new Outcome(AdminResult.UNCHANGED, "");
    }
    return new Outcome(
        AdminResult.CONFLICT,
        earlier == null
            ? "transferId must increase: " + id + " is below the highest, " + highestId
            : "transferId " + id + " was used for another transfer");
  }

  SortedMap<Long, Transfer> kept() {
    return kept;
  }

  long highestId() {
    return highestId;
  }

  /** Remembers a transfer that is in the ledger. */
  void restore(final long id, final Transfer transfer) {
    highestId = id;
    kept.put(id, transfer);
    if (kept.size() > KEPT_MAX) {
      kept.pollFirstEntry();
    }
  }
}
