package io.qanat.codecs.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/**
 * Released schemas lie frozen in {@code released/vN/}: never edit them. To release a version, copy
 * the schema and what it includes into the folder of its version.
 */
class CompatibilityTest {
  /** Versions are released without gaps, so this many are looked for. */
  private static final int VERSIONS_MAX = 256;

  static Stream<Arguments> released() {
    return Stream.iterate(0, v -> v < VERSIONS_MAX, v -> v + 1)
        .flatMap(v -> Schema.NAMES.stream().map(name -> Arguments.of(name, v)))
        .filter(a -> Schema.find(resource((String) a.get()[0], (int) a.get()[1])).isPresent());
  }

  private static String resource(final String name, final int version) {
    return "/released/v" + version + "/" + name;
  }

  private static Schema releasedSchema(final String name, final int version) {
    return Schema.find(resource(name, version)).orElseThrow();
  }

  @Test
  void thePublicSchemasAreReleased() {
    assertThat(released().map(a -> a.get()[0] + " v" + a.get()[1]))
        .contains("order-entry.xml v0", "market-data.xml v0");
  }

  @ParameterizedTest
  @MethodSource("released")
  void aReleasedSchemaOnlyGrew(final String name, final int version) {
    final Schema released = releasedSchema(name, version);
    assertThat(released.ir().version()).isEqualTo(version);
    assertThat(SchemaChanges.violations(released, Schema.current(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("released")
  void oldAndNewReadEachOther(final String name, final int version) {
    final Schema released = releasedSchema(name, version);
    final Schema current = Schema.current(name);
    assertReadEachOther(released, current);
    final GeneratedDecoders decoders = new GeneratedDecoders(current);
    final RandomFrames frames = new RandomFrames(released, new Random(version));
    for (final Schema.Message message : released.messages().values()) {
      final String text = decoders.decode(new UnsafeBuffer(frames.next(message)));
      assertThat(text).as(message.name()).contains(message.name());
    }
  }

  private static void assertReadEachOther(final Schema released, final Schema current) {
    final SchemaValues oldReader = new SchemaValues(released);
    final SchemaValues newReader = new SchemaValues(current);
    for (final long seed : new long[] {1, 7, 42}) {
      final RandomFrames oldFrames = new RandomFrames(released, new Random(seed));
      final RandomFrames newFrames = new RandomFrames(current, new Random(seed));
      for (final Schema.Message message : released.messages().values()) {
        final Set<String> known = oldReader.names(message.id());
        for (int i = 0; i < 20; i++) {
          final byte[] old = oldFrames.next(message);
          assertThat(known(newReader.read(old), known))
              .as("seed %d: new reads old %s", seed, message.name())
              .isEqualTo(oldReader.read(old));
          final byte[] fresh = newFrames.next(current.messages().get(message.id()));
          assertThat(oldReader.read(fresh))
              .as("seed %d: old reads new %s", seed, message.name())
              .isEqualTo(known(newReader.read(fresh), known));
        }
      }
    }
  }

  private static List<String> known(final List<String> values, final Set<String> names) {
    return values.stream()
        .filter(value -> names.contains(value.substring(0, value.indexOf('='))))
        .toList();
  }

  private static Schema edited(final String... fromTo) {
    final String resource = resource("market-data.xml", 0);
    final String orderEntry = resource("order-entry.xml", 0);
    try (var in = CompatibilityTest.class.getResourceAsStream(orderEntry)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (int i = 0; i < fromTo.length; i += 2) {
        assertThat(text).as("the edit has something to replace").contains(fromTo[i]);
        text = text.replace(fromTo[i], fromTo[i + 1]);
      }
      final InputSource source = new InputSource(new StringReader(text));
      source.setSystemId(CompatibilityTest.class.getResource(resource).toString());
      return Schema.parse(source);
    } catch (final IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> violationsOf(final String... fromTo) {
    return SchemaChanges.violations(releasedSchema("order-entry.xml", 0), edited(fromTo));
  }

  private static final String VERSION_0 = "version=\"0\"";
  private static final String VERSION_1 = "version=\"1\"";
  private static final String ACK_END = "<field name=\"throughReportNo\" id=\"3\" type=\"int64\"/>";

  @Test
  void growingAtTheEndIsAllowed() {
    final String[] growth = {
      VERSION_0,
      VERSION_1,
      ACK_END,
      ACK_END + "<field name=\"more\" id=\"4\" type=\"int64\" sinceVersion=\"1\"/>",
      "<data name=\"text\" id=\"26\" type=\"varTextEncoding\"/>",
      "<data name=\"text\" id=\"26\" type=\"varTextEncoding\"/>"
          + "<data name=\"more\" id=\"27\" type=\"varTextEncoding\" sinceVersion=\"1\"/>",
      "<validValue name=\"LOGON_TIMEOUT\">14</validValue>",
      "<validValue name=\"LOGON_TIMEOUT\">14</validValue>"
          + "<validValue name=\"MORE\" sinceVersion=\"1\">15</validValue>",
      "<!-- Application layer, client to hub -->",
      "<sbe:message name=\"More\" id=\"19\" sinceVersion=\"1\">"
          + "<field name=\"seqNum\" id=\"1\" type=\"int64\" sinceVersion=\"1\"/></sbe:message>",
    };
    assertThat(violationsOf(growth)).isEmpty();
    assertReadEachOther(releasedSchema("order-entry.xml", 0), edited(growth));
  }

  @Test
  void everythingElseIsNoticed() {
    assertThat(violationsOf("id=\"101\"", "id=\"105\""))
        .containsExactly("schema id changed from 101 to 105");
    assertThat(violationsOf("name=\"ReportAck\" id=\"15\"", "name=\"ReportAck\" id=\"17\""))
        .containsExactly("ReportAck: gone", "ReportAck: added with sinceVersion 0, released is 0");
    assertThat(violationsOf("name=\"ReportAck\"", "name=\"Renamed\""))
        .containsExactly("ReportAck: name changed from ReportAck to Renamed");
    assertThat(violationsOf(ACK_END, "")).containsExactly("ReportAck.throughReportNo: gone");
    assertThat(violationsOf(ACK_END, ACK_END.replace("int64", "uint32")))
        .contains("ReportAck.throughReportNo: length changed from 8 to 4");
    assertThat(violationsOf(ACK_END, ACK_END.replace("id=\"3\"", "id=\"4\"")))
        .containsExactly("ReportAck.throughReportNo: id changed from 3 to 4");
    assertThat(violationsOf(ACK_END, ACK_END.replace("/>", " presence=\"optional\"/>"))).hasSize(1);
    assertThat(violationsOf(ACK_END, "<field name=\"first\" id=\"4\" type=\"int64\"/>" + ACK_END))
        .contains("ReportAck.throughReportNo: name changed from throughReportNo to first");
    assertThat(violationsOf(ACK_END, ACK_END + "<field name=\"more\" id=\"4\" type=\"int64\"/>"))
        .containsExactly("ReportAck.more: added with sinceVersion 0, released is 0");
    assertThat(violationsOf(">14</validValue>", ">15</validValue>")).hasSize(1);
    assertThat(violationsOf("<data name=\"text\" id=\"26\" type=\"varTextEncoding\"/>", ""))
        .containsExactly("ExecutionReport.text: gone, moved or changed");
  }
}
