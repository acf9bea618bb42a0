package io.qanat.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.schema.Schema;
import io.qanat.codecs.schema.Schema.Block;
import io.qanat.codecs.schema.Schema.Message;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;

/** Holds the protocol document (README.md) against the schemas, the codecs and the example. */
class ProtocolDocumentTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
  private static final long NOW = 1_800_000_000_000_000_000L;

  private final String document = read("README.md");

  private static String read(final String file) {
    try {
      return Files.readString(MODULE.resolve(file));
    } catch (final IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Message> publicMessages() {
    return Stream.of("order-entry.xml", "market-data.xml")
        .flatMap(name -> Schema.current(name).messages().values().stream());
  }

  @ParameterizedTest
  @MethodSource("publicMessages")
  void everyMessageAndFieldIsDescribed(final Message message) {
    final String section = section("### " + message.name() + " · " + message.id() + "\n", "\n##");
    assertThat(section).contains("Block of " + message.block().length() + " bytes.");
    assertBlock(section, message.block());
    for (final Schema.Group group : message.block().groups()) {
      final String title = "Group `" + group.name() + "`, " + group.block().length() + " bytes";
      assertThat(section).contains(title);
      final String rest = section.substring(section.indexOf(title) + title.length());
      final int end = rest.indexOf("Group `");
      assertBlock(end < 0 ? rest : rest.substring(0, end), group.block());
    }
  }

  private static void assertBlock(final String text, final Block block) {
    for (final Schema.Field field : block.fields()) {
      final boolean optionalCode = !field.codes().isEmpty() && field.type().endsWith("optional");
      assertThat(text.lines())
          .as(field.name())
          .anyMatch(
              line ->
                  line.startsWith("| " + field.offset() + " | `" + field.name() + "` | ")
                      && line.contains("? |") == optionalCode);
    }
    for (final Schema.Data data : block.data()) {
      assertThat(text).contains("| behind | `" + data.name() + "` | ");
    }
  }

  private String section(final String from, final String to) {
    assertThat(document).contains(from);
    final int start = document.indexOf(from) + from.length();
    final int end = document.indexOf(to, start);
    return document.substring(start, end < 0 ? document.length() : end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-entry.xml", "market-data.xml"})
  void everyCodeIsDescribed(final String schema) {
    for (final List<Token> tokens : Schema.current(schema).ir().types()) {
      if (tokens.get(0).signal() == Signal.BEGIN_ENUM) {
        final String table = section("**" + tokens.get(0).name() + "** (", "**");
        for (final Token code : tokens) {
          if (code.signal() == Signal.VALID_VALUE) {
            final long value = code.encoding().constValue().longValue();
            final boolean isChar = code.encoding().primitiveType() == PrimitiveType.CHAR;
            assertThat(table)
                .contains(
                    "| %s | %s |"
                        .formatted(isChar ? Character.toString((int) value) : value, code.name()));
          }
        }
      }
    }
  }

  @Test
  void theTransportIsDescribed() {
    assertThat(document)
        .contains(
            Integer.toString(AeronChannels.ORDER_ENTRY_PORT),
            Integer.toString(AeronChannels.ORDER_ENTRY_CONTROL_PORT),
            Integer.toString(AeronChannels.MARKET_DATA_CONTROL_PORT),
            Integer.toString(AeronChannels.ORDER_ENTRY_REQUEST_STREAM),
            Integer.toString(AeronChannels.ORDER_ENTRY_RESPONSE_STREAM),
            AeronChannels.TOP_STREAM + " top of book",
            AeronChannels.BY_PRICE_STREAM + " by price",
            AeronChannels.BY_ORDER_STREAM + " by order",
            AeronChannels.FULL_REFRESH_BY_PRICE_STREAM + " full refresh by price",
            AeronChannels.FULL_REFRESH_BY_ORDER_STREAM + " full refresh by order",
            AeronChannels.DEFINITIONS_STREAM + " definitions",
            String.format(Locale.ROOT, "%,d bytes", AeronChannels.CLIENT_FRAME_LENGTH_MAX),
            AeronChannels.orderEntryResponse("HUB", 1)
                .replace(":1", ":CONTROL_PORT")
                .replace("|", "\\|"),
            AeronChannels.orderEntryResponseIpc());
  }

  @Test
  void theBytesOfTheWorkedSessionAreReal() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    final byte[] secret = "open sesame".getBytes(StandardCharsets.US_ASCII);
    final byte[] proof =
        LogonProof.proof(
            KeyDerivation.standard("sandbox-1").saltedKey(secret), 7, 1, NOW, NOW, "sandbox-1");
    final int negotiate =
        new NegotiateEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .partner(7)
            .session(1)
            .incarnation(NOW)
            .requestTimestamp(NOW)
            .accessKeyId("sandbox-1")
            .putProof(proof, 0, proof.length)
            .encodedLength();
    assertDumped(buffer, negotiate);
    final int order =
        OrderDefaults.plain(
                new NewOrderSingleEncoder()
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()))
            .seqNum(2)
            .account(42)
            .securityId(1)
            .price(Fixed8.parse("1.085"))
            .orderQty(Fixed8.parse("1000"))
            .sendingTime(NOW + 5_000_000)
            .clOrdId("order-1")
            .side(Side.BUY)
            .ordType(OrdType.LIMIT)
            .timeInForce(TimeInForce.DAY)
            .encodedLength();
    assertDumped(buffer, order);
  }

  private void assertDumped(final UnsafeBuffer buffer, final int encodedLength) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
    assertThat(FrameChecker.ORDER_ENTRY.check(buffer, 0, length)).isEqualTo(FrameCheck.OK);
    final StringBuilder dump = new StringBuilder();
    for (int at = 0; at < length; at++) {
      if (at % 16 == 0) {
        dump.append(at == 0 ? "```\n" : "\n").append(String.format("%04x ", at));
      }
      dump.append(String.format(" %02x", buffer.getByte(at) & 0xFF));
    }
    assertThat(document).contains(dump.append("\n```\n"));
  }

  @Test
  void theExampleIsTheFile() {
    final String example = read("src/main/java/io/qanat/client/example/SixtyLines.java");
    assertThat(document).contains("```java\n" + example + "```\n");
  }
}
