package io.qanat.loadtest.conform;

import io.qanat.loadtest.conform.CaseResult.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results for people, as a table, and for build servers, as JUnit XML. */
public final class ConformReport {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String ROW = "%-9s %-4s %7s  %s%n";

  private ConformReport() {}

  /** The table's head. */
  public static void head(final PrintStream out) {
    out.printf(Locale.ROOT, ROW, "case", "", "seconds", "what the protocol says");
  }

  /** One row; a reason follows on a line of its own, with where the protocol says it. */
  public static void row(final PrintStream out, final CaseResult result) {
    out.printf(
        Locale.ROOT,
        ROW,
        result.conformCase().id(),
        result.outcome(),
        seconds(result.nanos()),
        result.conformCase().title());
    if (!result.reason().isEmpty()) {
      out.printf(Locale.ROOT, "%24s%s%n", "", result.reason());
    }
    if (result.outcome() == Outcome.FAIL) {
      out.printf(Locale.ROOT, "%24ssee %s%n", "", result.conformCase().section());
    }
  }

  /** The last line. */
  public static void total(final PrintStream out, final List<CaseResult> results) {
    out.printf(
        Locale.ROOT,
        "%s: %d passed, %d failed, %d skipped in %s s%n",
        count(results, Outcome.FAIL) == 0 ? "conforms" : "DOES NOT CONFORM",
        count(results, Outcome.PASS),
        count(results, Outcome.FAIL),
        count(results, Outcome.SKIP),
        seconds(results.stream().mapToLong(CaseResult::nanos).sum()));
  }

  /** How many ended so. */
  public static long count(final List<CaseResult> results, final Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).count();
  }

  /** Writes one test suite, a test case for each; the format that Ant's JUnit task began. */
  public static void junit(final Path file, final List<CaseResult> results) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      final XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "qanat-conform");
      xml.writeAttribute("tests", Integer.toString(results.size()));
      xml.writeAttribute("failures", Long.toString(count(results, Outcome.FAIL)));
      xml.writeAttribute("errors", "0");
      xml.writeAttribute("skipped", Long.toString(count(results, Outcome.SKIP)));
      xml.writeAttribute("time", seconds(results.stream().mapToLong(CaseResult::nanos).sum()));
      for (final CaseResult result : results) {
        write(xml, result);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (final XMLStreamException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(final XMLStreamWriter xml, final CaseResult result)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "conform." + result.conformCase().group());
    xml.writeAttribute("name", result.conformCase().id() + " " + result.conformCase().title());
    xml.writeAttribute("time", seconds(result.nanos()));
    if (result.outcome() == Outcome.FAIL) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", result.reason());
      xml.writeCharacters("see " + result.conformCase().section());
      xml.writeEndElement();
    } else if (result.outcome() == Outcome.SKIP) {
      xml.writeEmptyElement("skipped");
      xml.writeAttribute("message", result.reason());
    }
    xml.writeEndElement();
  }

  private static String seconds(final long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
  }
}
