package io.qanat.codecs.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xml.sax.InputSource;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** A schema as the SBE tool itself understands it, as a tree. */
public record Schema(Ir ir, Map<Integer, Message> messages) {
  /** The schemas of this module, in {@code sbe/} on the class path. */
  public static final List<String> NAMES =
      List.of(
          "order-entry.xml",
          "market-data.xml",
          "liquidity.xml",
          "entity.xml",
          "log.xml",
          "session.xml");

  /** A message. */
  public record Message(String name, int id, int sinceVersion, Block block) {}

  /** A block of fixed fields and what follows it. */
  public record Block(int length, List<Field> fields, List<Group> groups, List<Data> data) {}

  /**
   * A fixed field.
   *
   * @param type everything about its encoding that must never change
   * @param codes the code set by name; empty if it has none
   */
  public record Field(
      String name,
      int id,
      int sinceVersion,
      int offset,
      int length,
      String type,
      Map<String, Code> codes) {}

  /** A value of a code set. */
  public record Code(long value, int sinceVersion) {}

  /** A repeating group. */
  public record Group(String name, int id, int sinceVersion, String dimensions, Block block) {}

  /** A variable part. */
  public record Data(String name, int id, int sinceVersion, String type) {}

  /** Reads a schema of this module. */
  public static Schema current(final String name) {
    return read("/sbe/" + name);
  }

  /** Reads a schema from the class path, if it is there. */
  public static Optional<Schema> find(final String resource) {
    return Schema.class.getResource(resource) == null
        ? Optional.empty()
        : Optional.of(read(resource));
  }

  private static Schema read(final String resource) {
    final var url = Schema.class.getResource(resource);
    if (url == null) {
      throw new IllegalArgumentException("not on the class path: " + resource);
    }
    return parse(new InputSource(url.toString()));
  }

  /** Parses a schema. */
  public static Schema parse(final InputSource source) {
    try {
      final ParserOptions options =
          ParserOptions.builder()
              .xIncludeAware(true)
              .stopOnError(true)
              .warningsFatal(true)
              .suppressOutput(true)
              .build();
      final Ir ir = new IrGenerator().generate(XmlSchemaParser.parse(source, options));
      final Map<Integer, Message> messages = new TreeMap<>();
      for (final List<Token> tokens : ir.messages()) {
        final Token head = tokens.get(0);
        messages.put(
            head.id(),
            new Message(
                head.name(),
                head.id(),
                head.version(),
                block(tokens, new int[] {1}, head.encodedLength())));
      }
      return new Schema(ir, messages);
    } catch (final Exception e) {
      throw new IllegalStateException("schema " + source.getSystemId(), e);
    }
  }

  private static Block block(final List<Token> tokens, final int[] at, final int length) {
    final Block block = new Block(length, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    while (true) {
      final Token token = tokens.get(at[0]);
      if (token.signal() == Signal.BEGIN_FIELD) {
        block.fields.add(field(tokens, at[0]));
        at[0] += token.componentTokenCount();
      } else if (token.signal() == Signal.BEGIN_GROUP) {
        final Token dimensions = tokens.get(at[0] + 1);
        final String types = encodings(tokens, at[0] + 1);
        at[0] += 1 + dimensions.componentTokenCount();
        final Block entry = block(tokens, at, token.encodedLength());
        block.groups.add(new Group(token.name(), token.id(), token.version(), types, entry));
        at[0]++;
      } else if (token.signal() == Signal.BEGIN_VAR_DATA) {
        block.data.add(
            new Data(token.name(), token.id(), token.version(), encodings(tokens, at[0] + 1)));
        at[0] += token.componentTokenCount();
      } else {
        return block;
      }
    }
  }

  private static Field field(final List<Token> tokens, final int at) {
    final Token field = tokens.get(at);
    final Token type = tokens.get(at + 1);
    final Map<String, Code> codes = new LinkedHashMap<>();
    for (int i = at + 2; tokens.get(i).signal() == Signal.VALID_VALUE; i++) {
      final Token code = tokens.get(i);
      codes.put(code.name(), new Code(code.encoding().constValue().longValue(), code.version()));
    }
    final boolean optional = type.isOptionalEncoding() || field.isOptionalEncoding();
    return new Field(
        field.name(),
        field.id(),
        field.version(),
        type.offset(),
        type.encodedLength(),
        type.signal()
            + " "
            + type.encoding().primitiveType()
            + "*"
            + type.arrayLength()
            + (optional ? " optional" : ""),
        codes);
  }

  private static String encodings(final List<Token> tokens, final int at) {
    final StringBuilder text = new StringBuilder();
    for (int i = at; tokens.get(i).signal() != Signal.END_COMPOSITE; i++) {
      final PrimitiveType type = tokens.get(i).encoding().primitiveType();
      text.append(tokens.get(i).name()).append(':').append(type).append(' ');
    }
    return text.toString();
  }
}
