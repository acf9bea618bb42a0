package io.qanat.hub.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Verdicts as the XML that build servers read. */
final class JUnitReport {
  private JUnitReport() {}

  static void write(final Path file, final List<SessionTest.Verdict> verdicts) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      final XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "sessions");
      xml.writeAttribute("tests", Integer.toString(verdicts.size()));
      xml.writeAttribute(
          "failures",
          Long.toString(verdicts.stream().filter(verdict -> !verdict.passed()).count()));
      for (final SessionTest.Verdict verdict : verdicts) {
        write(xml, verdict);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (final XMLStreamException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(final XMLStreamWriter xml, final SessionTest.Verdict verdict)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "session");
    xml.writeAttribute("name", verdict.name());
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", verdict.seconds()));
    if (!verdict.passed()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", verdict.differences().get(0));
      xml.writeCharacters(String.join("\n", verdict.differences()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }
}
