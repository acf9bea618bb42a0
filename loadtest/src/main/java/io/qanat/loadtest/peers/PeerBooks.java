package io.qanat.loadtest.peers;

import java.util.List;

/** The engines of the comparison, by name. */
final class PeerBooks {
  static final String QANAT = "qanat";
  static final String EXCHANGE_CORE = "exchange-core";
  static final String PARITY = "parity";

  private PeerBooks() {}

  /** All of them, ours first. */
  static List<String> names() {
    return List.of(QANAT, EXCHANGE_CORE, PARITY);
  }

  /**
   * An empty book.
   *
   * @param priceScale units of {@code Fixed8} in a price unit of the stream; the others take the
   *     stream's units as they are
   */
  static PeerBook create(final String name, final long priceScale) {
    return switch (name) {
      case QANAT -> new QanatBook(priceScale);
      case EXCHANGE_CORE -> new ExchangeCoreBook();
      case PARITY -> new ParityBook(new ParityBook.Reader());
      default ->
          throw new IllegalArgumentException(
              "unknown engine " + name + ": must be one of " + String.join(", ", names()));
    };
  }
}
