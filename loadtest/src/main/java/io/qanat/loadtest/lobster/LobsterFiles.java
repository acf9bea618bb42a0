package io.qanat.loadtest.lobster;

import io.qanat.codecs.fix.Side;
import io.qanat.loadtest.lobster.BookRow.Level;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads LOBSTER files, plain or gzipped. Errors name the file and the row. */
public final class LobsterFiles {
  /** LOBSTER pads missing levels with this price, negative on the bid side. */
  private static final long NO_LEVEL = 9_999_999_999L;

  private LobsterFiles() {}

  /** The rows of a message file. */
  public static List<LobsterMessage> readMessages(final Path file) throws IOException {
    final List<LobsterMessage> messages = new ArrayList<>();
    forEachRow(file, (row, fields) -> messages.add(message(row, fields)));
    return messages;
  }

  static List<BookRow> readBook(final Path file) throws IOException {
    final List<BookRow> rows = new ArrayList<>();
    forEachRow(file, (row, fields) -> rows.add(bookRow(fields)));
    return rows;
  }

  private static LobsterMessage message(final int row, final String[] fields) {
    requireFields(fields.length >= 6, "at least 6 columns", fields.length);
    final long timeNanos = new BigDecimal(fields[0].trim()).movePointRight(9).longValue();
    final LobsterMessage.Type type =
        switch (fields[1].trim()) {
          case "1" -> LobsterMessage.Type.NEW;
          case "2" -> LobsterMessage.Type.PARTIAL_CANCEL;
          case "3" -> LobsterMessage.Type.DELETE;
          case "4" -> LobsterMessage.Type.EXECUTION;
          case "5", "6", "7" -> LobsterMessage.Type.NO_CHANGE;
          default -> throw new IllegalArgumentException("type not in 1..7: " + fields[1]);
        };
    final Side side =
        switch (fields[5].trim()) {
          case "1" -> Side.BUY;
          case "-1" -> Side.SELL;
          default -> throw new IllegalArgumentException("direction not 1 or -1: " + fields[5]);
        };
    final long size = Long.parseLong(fields[3].trim());
    if (type != LobsterMessage.Type.NO_CHANGE && size <= 0) {
      throw new IllegalArgumentException("size not positive: " + size);
    }
    return new LobsterMessage(
        row,
        timeNanos,
        type,
        Long.parseLong(fields[2].trim()),
        size,
        Long.parseLong(fields[4].trim()),
        side);
  }

  private static BookRow bookRow(final String[] fields) {
    requireFields(fields.length >= 4 && fields.length % 4 == 0, "4 columns a level", fields.length);
    final List<Level> bids = new ArrayList<>();
    final List<Level> asks = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 4) {
      addOccupied(asks, fields[i], fields[i + 1]);
      addOccupied(bids, fields[i + 2], fields[i + 3]);
    }
    return new BookRow(List.copyOf(bids), List.copyOf(asks));
  }

  private static void addOccupied(final List<Level> levels, final String price, final String size) {
    final Level level = new Level(Long.parseLong(price.trim()), Long.parseLong(size.trim()));
    if (Math.abs(level.price()) != NO_LEVEL) {
      levels.add(level);
    }
  }

  private static void requireFields(final boolean ok, final String wanted, final int found) {
    if (!ok) {
      throw new IllegalArgumentException("needs " + wanted + ", found " + found);
    }
  }

  private interface RowReader {
    void read(int row, String[] fields);
  }

  private static void forEachRow(final Path file, final RowReader reader) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("cannot read " + file);
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.US_ASCII))) {
      int row = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          try {
            reader.read(row, line.split(",", -1));
          } catch (IllegalArgumentException e) {
            throw new IOException(file + " row " + row + ": " + e.getMessage(), e);
          }
          row++;
        }
      }
      if (row == 0) {
        throw new IOException(file + " has no rows");
      }
    }
  }

  private static InputStream open(final Path file) throws IOException {
    final BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    final boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzipped ? new GZIPInputStream(in) : in;
  }
}
