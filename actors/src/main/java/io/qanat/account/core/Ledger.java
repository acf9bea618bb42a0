package io.qanat.account.core;

import io.qanat.codecs.value.Fixed8;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Double entry. A posting is a list of entries that sum to zero in each currency; one that does not
 * is a bug and throws before anything is changed.
 *
 * <p>Amounts are Fixed8, sums of them exact in 128 bits.
 */
final class Ledger {
  /** The books that an account keeps, with the number that snapshots know them by. */
  enum Book {
    /** Money of the client. */
    CASH(0),
    /** CFDs at cost, per instrument: negative when long at positive prices. */
    TRADE(1),
    /** Income of the house. */
    FEES(2),
    /** The world outside the hub. */
    EXTERNAL(3),
    /** The other side of every trade, per instrument. */
    CLEARING(4);

    private final int code;

    Book(final int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Book of(final int code) {
      for (final Book book : values()) {
        if (book.code == code) {
          return book;
        }
      }
      throw new IllegalArgumentException("not a book of the ledger: " + code);
    }
  }

  /**
   * An account of the ledger.
   *
   * @param instrument 0 for books that are not per instrument
   */
  record Key(Book book, long instrument, String currency) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::book)
            .thenComparingLong(Key::instrument)
            .thenComparing(Key::currency);

    @Override
    public int compareTo(final Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Entry(Key key, BigInteger amount) {}

  /** Entries that become one posting. */
  static final class Posting {
    private final List<Entry> entries = new ArrayList<>();

    Posting add(
        final Book book, final long instrument, final String currency, final BigInteger amount) {
      entries.add(new Entry(new Key(book, instrument, currency), amount));
      return this;
    }

    /** {@code amount} leaves one book and enters the other. */
    Posting move(
        final String currency,
        final BigInteger amount,
        final Book from,
        final long fromInstrument,
        final Book to,
        final long toInstrument) {
      add(from, fromInstrument, currency, amount.negate());
      return add(to, toInstrument, currency, amount);
    }
  }

  private final TreeMap<Key, BigInteger> balances = new TreeMap<>();

  /**
   * Posts all entries or none.
   *
   * @throws IllegalStateException if they do not sum to zero in each currency
   */
  void post(final Posting posting) {
    final TreeMap<String, BigInteger> sums = new TreeMap<>();
    for (final Entry entry : posting.entries) {
      sums.merge(entry.key.currency, entry.amount, BigInteger::add);
    }
    sums.forEach(
        (currency, sum) -> {
          if (sum.signum() != 0) {
            throw new IllegalStateException(
                "a posting is out of balance by "
                    + Fixed8.format(Exact.saturated(sum))
                    + " "
                    + currency);
          }
        });
    for (final Entry entry : posting.entries) {
      if (entry.amount.signum() != 0) {
        balances.merge(entry.key, entry.amount, Ledger::addOrDrop);
      }
    }
  }

  /** Empty balances are not kept, so that equal states look equal. */
  private static BigInteger addOrDrop(final BigInteger a, final BigInteger b) {
    final BigInteger sum = a.add(b);
    return sum.signum() == 0 ? null : sum;
  }

  BigInteger balance(final Book book, final long instrument, final String currency) {
    return balances.getOrDefault(new Key(book, instrument, currency), BigInteger.ZERO);
  }

  BigInteger cash(final String currency) {
    return balance(Book.CASH, 0, currency);
  }

  /** Sum over all books, per currency: zero each. */
  SortedMap<String, BigInteger> sums() {
    final TreeMap<String, BigInteger> sums = new TreeMap<>();
    balances.forEach((key, amount) -> sums.merge(key.currency, amount, BigInteger::add));
    return sums;
  }

  void forEach(final BiConsumer<Key, BigInteger> consumer) {
    balances.forEach(consumer);
  }

  /** From a snapshot. */
  void restore(final Key key, final BigInteger amount) {
    balances.put(key, amount);
  }
}
