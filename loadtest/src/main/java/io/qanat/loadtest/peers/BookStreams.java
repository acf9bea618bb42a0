package io.qanat.loadtest.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The streams of the comparison, by name. The same name always gives the same operations. */
final class BookStreams {
  /** The recorded hour of order flow. */
  static final String AAPL = "aapl";

  /** Where that hour is, unless the user says otherwise. */
  static final String AAPL_FILE = "AAPL_92k_message.csv.gz";

  private static final int OPERATIONS = 1 << 18;

  /** Cents as {@code Fixed8}. */
  private static final long CENTS = 1_000_000;

  /** LOBSTER's dollars × 10,000 as {@code Fixed8}. */
  private static final long LOBSTER_UNITS = 10_000;

  private BookStreams() {}

  /** All of them, in the order of the table. */
  static List<String> names() {
    return List.of(
        "mixed",
        "narrow",
        "swings-25",
        "swings-40",
        "wide",
        "moves",
        "flash-crash",
        "million",
        AAPL);
  }

  /** What a stream is, in a line. */
  static String description(final String name) {
    return switch (name) {
      case "mixed" -> "limits, cancels, replacements, market orders within 20 ticks of the touch";
      case "narrow" -> "the same within 5 ticks, the mid never moves";
      case "swings-25" -> "the mid jumps by 25 ticks every 500 operations";
      case "swings-40" -> "the mid jumps by 40 ticks every 500 operations";
      case "wide" -> "10,000 orders over 4,000 prices";
      case "moves" -> "70% replacements, most by a few ticks";
      case "flash-crash" -> "market orders sweep up to 400 levels, which are quoted again";
      case "million" -> "a million resting orders, any of which is cancelled or moved";
      case AAPL -> "AAPL on NASDAQ, 2012-06-21 09:30-10:30 (LOBSTER)";
      default -> throw new IllegalArgumentException(unknown(name));
    };
  }

  /** Units of {@code Fixed8} in a price unit of the stream. */
  static long priceScale(final String name) {
    return AAPL.equals(name) ? LOBSTER_UNITS : CENTS;
  }

  /** Whether a stream can be had; only recorded ones need a file. */
  static boolean isAvailable(final String name, final Path lobsterFolder) {
    return !AAPL.equals(name) || Files.isReadable(lobsterFolder.resolve(AAPL_FILE));
  }

  /**
   * Draws a stream up.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static BookStream create(final String name, final Path lobsterFolder) throws IOException {
    return switch (name) {
      case "mixed" -> random(new RandomStream.Market(20, 2, 1_000, 0, 0, 20, 5, 5));
      case "narrow" -> random(new RandomStream.Market(5, 1, 500, 0, 0, 20, 5, 5));
      case "swings-25" -> random(new RandomStream.Market(20, 2, 1_000, 25, 500, 20, 5, 5));
      case "swings-40" -> random(new RandomStream.Market(20, 2, 1_000, 40, 500, 20, 5, 5));
      case "wide" -> random(new RandomStream.Market(2_000, 2, 10_000, 0, 0, 20, 5, 2));
      case "moves" -> random(new RandomStream.Market(20, 1, 1_000, 0, 0, 65, 5, 2));
      case "flash-crash" -> FlashCrashStream.create(OPERATIONS);
      case "million" -> MillionStream.create();
      case AAPL -> LobsterStream.read(lobsterFolder.resolve(AAPL_FILE)).stream();
      default -> throw new IllegalArgumentException(unknown(name));
    };
  }

  private static BookStream random(final RandomStream.Market market) {
    return RandomStream.create(market, OPERATIONS);
  }

  private static String unknown(final String name) {
    return "unknown stream " + name + ": must be one of " + String.join(", ", names());
  }
}
