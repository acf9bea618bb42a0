package io.qanat.loadtest.chaos;

import io.qanat.loadtest.report.ReportBlocks;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * Everything one client asked and was told, of one account; kept, and written to a file line by
 * line. What contradicts itself is noted at once.
 */
final class ClientHistory implements AutoCloseable {
  private final long account;
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final SortedMap<Long, UnsafeBuffer> reports = new TreeMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private final BufferedWriter file;
  private int repeated;
  private int unanswered;

  ClientHistory(final long account, final Path file) throws IOException {
    this.account = account;
    this.file = Files.newBufferedWriter(file);
  }

  long account() {
    return account;
  }

  void asked(final Request request) {
    requests.put(request.clOrdId, request);
    unanswered++;
    write(request.line());
  }

  /** Requests by ClOrdID, in the order asked. */
  Collection<Request> requests() {
    return requests.values();
  }

  /** The request of this ClOrdID, or null. */
  Request request(final String clOrdId) {
    return requests.get(clOrdId);
  }

  /** How many requests nobody has answered yet. */
  int unanswered() {
    return unanswered;
  }

  /** A request was answered; the first time counts. */
  void answered(final String clOrdId, final String how, final long nowNanos) {
    final Request request = requests.get(clOrdId);
    if (request != null && request.answered(nowNanos)) {
      unanswered--;
      write("answered " + nowNanos + " " + clOrdId + " " + how);
    }
  }

  /** A numbered report reached the application. */
  void reported(final long reportNo, final MessageDecoderFlyweight report, final long nowNanos) {
    if (reportNo == 0) {
      return;
    }
    final UnsafeBuffer block =
        ReportBlocks.of(report.buffer(), report.offset(), report.sbeTemplateId());
    final UnsafeBuffer before = reports.putIfAbsent(reportNo, block);
    if (before == null) {
      write("report " + nowNanos + " " + reportNo);
      return;
    }
    repeated++;
    if (!before.equals(block)) {
      contradiction("report " + reportNo + " came again with other content");
    }
  }

  void contradiction(final String what) {
    contradictions.add("account " + account + ": " + what);
    write("CONTRADICTION " + what);
  }

  List<String> contradictions() {
    return contradictions;
  }

  /** Reports by number, each with its template behind. */
  SortedMap<Long, UnsafeBuffer> reports() {
    return reports;
  }

  /** Reports that came more than once. */
  int repeated() {
    return repeated;
  }

  /** For people: something that happened to the client. */
  void note(final String what, final long nowNanos) {
    write("note " + nowNanos + " " + what);
    try {
      file.flush();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(final String line) {
    try {
      file.write(line);
      file.newLine();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
