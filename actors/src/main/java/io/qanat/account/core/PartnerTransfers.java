package io.qanat.account.core;

import io.qanat.codecs.entity.AdminResult;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deposits and withdrawals that the partner's own clients ask for, each applied once by the key
 * that the client gave it.
 *
 * <p>The last {@value #KEPT_MAX} are remembered, and each for a day at least: the same again is
 * UNCHANGED and answered like the first time, other content under the same key is a CONFLICT. Who
 * wants more within a day has to wait. A refused transfer uses up no key.
 */
final class PartnerTransfers {
  /** Transfers that are remembered. */
  static final int KEPT_MAX = 1024;

  /** How long a key is remembered at least. */
  static final long KEPT_NANOS = 86_400_000_000_000L;

  /** Longest key. */
  static final int KEY_LENGTH_MAX = 64;

  private static final long MILLI = 1_000_000L;

  /** A transfer that was applied; {@code transferNo} from 1. */
  record Transfer(
      long transferNo, long timeNanos, long amount, String currency, String idempotencyKey) {}

  /**
   * How a request ended.
   *
   * @param transfer null unless DONE or UNCHANGED
   * @param retryAfterMillis 0: not unchanged
   */
  record Outcome(AdminResult result, Transfer transfer, long retryAfterMillis, String text) {
    static Outcome refused(final AdminResult result, final String text) {
      return new Outcome(result, null, 0, text);
    }
  }

  private final CashTransfers cash;
  private final TreeMap<Long, Transfer> kept = new TreeMap<>();
  private final TreeMap<String, Transfer> byKey = new TreeMap<>();
  private long lastTransferNo;

  PartnerTransfers(final CashTransfers cash) {
    this.cash = cash;
  }

  Outcome apply(
      final String idempotencyKey, final long amount, final String currency, final long nowNanos) {
    if (idempotencyKey.length() > KEY_LENGTH_MAX || !Names.isName(idempotencyKey)) {
      return Outcome.refused(
          AdminResult.INVALID,
          "idempotencyKey must be 1 to 64 printable ASCII characters without blanks");
    }
    final Transfer earlier = byKey.get(idempotencyKey);
    if (earlier != null) {
      return earlier.amount == amount && earlier.currency.equals(currency)
          ? new Outcome(AdminResult.UNCHANGED, earlier, 0, "")
          : Outcome.refused(
              AdminResult.CONFLICT, "the idempotencyKey was used for another transfer");
    }
    final String refusal = cash.refusal(amount, currency);
    if (refusal != null) {
      return Outcome.refused(AdminResult.INVALID, refusal);
    }
    if (kept.size() == KEPT_MAX) {
      final long waitNanos = kept.firstEntry().getValue().timeNanos + KEPT_NANOS - nowNanos;
      if (waitNanos > 0) {
        return new Outcome(
            AdminResult.INVALID,
            null,
            waitNanos / MILLI + 1,
            "there were " + KEPT_MAX + " transfers within a day");
      }
      byKey.remove(kept.pollFirstEntry().getValue().idempotencyKey);
    }
    cash.post(amount, currency);
    final Transfer transfer =
        new Transfer(lastTransferNo + 1, nowNanos, amount, currency, idempotencyKey);
    restore(transfer);
    return new Outcome(AdminResult.DONE, transfer, 0, "");
  }

  /** By number. */
  SortedMap<Long, Transfer> kept() {
    return kept;
  }

  /** Those before a number, 0 for all, newest first. */
  SortedMap<Long, Transfer> before(final long transferNo) {
    return transferNo == 0 ? kept.descendingMap() : kept.headMap(transferNo, false).descendingMap();
  }

  /** Remembers a transfer that is in the ledger. */
  void restore(final Transfer transfer) {
    lastTransferNo = transfer.transferNo;
    kept.put(transfer.transferNo, transfer);
    byKey.put(transfer.idempotencyKey, transfer);
  }
}
