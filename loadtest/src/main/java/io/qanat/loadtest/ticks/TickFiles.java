package io.qanat.loadtest.ticks;

import io.qanat.codecs.value.Fixed8;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads tick files: a row is {@code milliseconds since midnight, bid, ask}, and times never fall.
 * Plain, gzipped, or zipped with one file inside. Errors name the file and the row.
 */
public final class TickFiles {
  /** Prices are told to the hub as steps of at most 31 bits. */
  static final long PRICE_MAX = Fixed8.ofUnits(1_000_000_000);

  private static final long MILLIS_MAX = 7L * 86_400_000;

  private TickFiles() {}

  /** Reads one source. */
  static List<Tick> read(final TickSource source, final int index) throws IOException {
    final Path file = source.file();
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException("cannot read " + file);
    }
    final List<Tick> ticks = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.US_ASCII))) {
      int row = 0;
      long before = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        row++;
        if (!line.isBlank()) {
          try {
            final Tick tick = tick(line, index, source.offsetMillis(), before);
            before = tick.millis() - source.offsetMillis();
            ticks.add(tick);
          } catch (final IllegalArgumentException | ArithmeticException e) {
            throw new IOException(file + " row " + row + ": " + e.getMessage(), e);
          }
        }
      }
    }
    if (ticks.isEmpty()) {
      throw new IOException(file + " has no rows");
    }
    return ticks;
  }

  private static Tick tick(
      final String line, final int index, final long offsetMillis, final long before) {
    final String[] fields = line.split(",", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException("needs milliseconds,bid,ask: " + line);
    }
    final long millis;
    try {
      millis = Long.parseLong(fields[0].trim());
    } catch (final NumberFormatException e) {
      throw new IllegalArgumentException("milliseconds is no whole number: " + fields[0], e);
    }
    if (millis < before || millis > MILLIS_MAX) {
      throw new IllegalArgumentException(
          "milliseconds must be in " + before + ".." + MILLIS_MAX + ": " + millis);
    }
    return new Tick(index, millis + offsetMillis, price("bid", fields[1]), price("ask", fields[2]));
  }

  private static long price(final String name, final String text) {
    final long price;
    try {
      price = Fixed8.parse(text.trim());
    } catch (final IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(name + " is no price: " + text, e);
    }
    if (Math.abs(price) > PRICE_MAX) {
      throw new IllegalArgumentException(name + " is too large: " + text);
    }
    return price;
  }

  private static InputStream open(final Path file) throws IOException {
    final BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    final int first = in.read();
    final int second = in.read();
    in.reset();
    if (first == 'P' && second == 'K') {
      final ZipInputStream zip = new ZipInputStream(in);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          return zip;
        }
      }
      throw new IOException(file + " has no file inside");
    }
    return first == 0x1f && second == 0x8b ? new GZIPInputStream(in) : in;
  }

  /**
   * Reads all sources as one sequence: by time, at equal times in the sources' order, of one source
   * in the file's.
   *
   * @throws IOException naming file and row
   */
  public static List<Tick> merged(final List<TickSource> sources) throws IOException {
    final List<List<Tick>> all = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < sources.size(); i++) {
      all.add(read(sources.get(i), i));
      count += all.get(i).size();
    }
    final int[] next = new int[all.size()];
    final List<Tick> merged = new ArrayList<>(count);
    while (merged.size() < count) {
      Tick first = null;
      for (int i = 0; i < next.length; i++) {
        if (next[i] < all.get(i).size()) {
          final Tick tick = all.get(i).get(next[i]);
          if (first == null || tick.millis() < first.millis()) {
            first = tick;
          }
        }
      }
      merged.add(first);
      next[first.source()]++;
    }
    return merged;
  }
}
