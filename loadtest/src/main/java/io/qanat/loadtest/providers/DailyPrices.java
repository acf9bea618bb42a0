package io.qanat.loadtest.providers;

import io.qanat.codecs.value.Fixed8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Daily prices of a file of lines {@code DATE,PRICE}, and ticks between them. */
final class DailyPrices {
  private DailyPrices() {}

  /**
   * Prices of the days from..to, both included; Fixed8.
   *
   * @throws IOException naming file and line
   */
  static List<Long> read(final Path file, final LocalDate from, final LocalDate to)
      throws IOException {
    final List<Long> prices = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                    StandardCharsets.US_ASCII))) {
      int number = 1;
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        final String[] parts = line.split(",", -1);
        try {
          final LocalDate day = LocalDate.parse(parts[0]);
          if (!day.isBefore(from) && !day.isAfter(to)) {
            prices.add(Fixed8.parse(parts[1]));
          }
        } catch (final DateTimeParseException
            | IllegalArgumentException
            | ArrayIndexOutOfBoundsException e) {
          throw new IOException(file + " line " + number + " is not DATE,PRICE: " + line, e);
        }
      }
    }
    if (prices.size() < 2) {
      throw new IOException(file + " has fewer than two days from " + from + " to " + to);
    }
    return prices;
  }

  /**
   * Ticks that go through every day's price: a random walk from each to the next, drawn straight (a
   * Brownian bridge, by the usual construction {@code W(t) − t × (W(1) − target)}).
   *
   * @param perDay ticks from one day to the next
   * @param noise standard deviation of a tick's own move, Fixed8
   */
  static List<Long> ticks(
      final List<Long> days, final int perDay, final long noise, final long seed) {
    final Random random = new Random(seed);
    final List<Long> ticks = new ArrayList<>();
    ticks.add(days.get(0));
    for (int day = 1; day < days.size(); day++) {
      final double[] walk = new double[perDay + 1];
      for (int i = 1; i <= perDay; i++) {
        walk[i] = walk[i - 1] + random.nextGaussian() * noise;
      }
      final double from = days.get(day - 1);
      final double to = days.get(day);
      for (int i = 1; i < perDay; i++) {
        final double part = (double) i / perDay;
        ticks.add(Math.round(from + (to - from) * part + walk[i] - part * walk[perDay]));
      }
      ticks.add(days.get(day));
    }
    return ticks;
  }
}
