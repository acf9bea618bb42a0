package io.qanat.hub.administration;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.frame.FrameChecker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.agrona.DirectBuffer;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Names, types and places of everything in a schema's messages, read from its XML. */
final class SchemaLayouts {
  /** What a field's bytes are. */
  enum Kind {
    INTEGER,
    CHARS,
    BYTES,
    CODE,
    BITS
  }

  /**
   * A field of a block.
   *
   * @param type the schema's name of its type, such as {@code Fixed8}
   * @param length in bytes, all elements
   * @param codes names by code, or by bit; empty for other kinds
   */
  record Field(
      String name,
      String type,
      Kind kind,
      int offset,
      int length,
      boolean signed,
      int sinceVersion,
      Map<Long, String> codes) {}

  /** A variable part; text or a message. */
  record Data(String name, boolean isText, int sinceVersion) {}

  /** A repeating group. */
  record Group(String name, Block block, int sinceVersion) {}

  /** Fixed fields and what follows them. */
  record Block(List<Field> fields, List<Group> groups, List<Data> data, int length) {}

  /** A message. */
  record Message(String name, int template, Block block) {}

  /** The schema of entities. */
  static final SchemaLayouts ENTITY =
      new SchemaLayouts("entity.xml", MessageHeaderDecoder.SCHEMA_ID, FrameChecker.ENTITY);

  private static final List<SchemaLayouts> ALL =
      List.of(
          ENTITY,
          new SchemaLayouts(
              "order-entry.xml",
              io.qanat.codecs.orderentry.MessageHeaderDecoder.SCHEMA_ID,
              FrameChecker.ORDER_ENTRY),
          new SchemaLayouts(
              "market-data.xml",
              io.qanat.codecs.marketdata.MessageHeaderDecoder.SCHEMA_ID,
              FrameChecker.MARKET_DATA),
          new SchemaLayouts(
              "liquidity.xml",
              io.qanat.codecs.liquidity.MessageHeaderDecoder.SCHEMA_ID,
              FrameChecker.LIQUIDITY));

  private record Type(
      String name, Kind kind, int length, boolean signed, Map<Long, String> codes) {}

  private final Map<String, Type> types = new HashMap<>();
  private final Map<Integer, Message> byTemplate = new HashMap<>();
  private final Map<String, Message> byName = new HashMap<>();

  private final int schemaId;
  private final FrameChecker checker;

  private SchemaLayouts(final String resource, final int schemaId, final FrameChecker checker) {
    this.schemaId = schemaId;
    this.checker = checker;
    for (final Element child : children(parse(resource))) {
      switch (child.getLocalName()) {
        case "include" -> readTypes(parse(child.getAttribute("href")));
        case "types" -> readTypes(child);
        default -> {
          final Message message =
              new Message(child.getAttribute("name"), number(child, "id"), readBlock(child));
          byTemplate.put(message.template, message);
          byName.put(message.name, message);
        }
      }
    }
  }

  /** The layouts of a whole message's schema; null: it is not whole, or of none of them. */
  static SchemaLayouts of(final DirectBuffer message) {
    if (message.capacity() < MessageHeaderDecoder.ENCODED_LENGTH) {
      return null;
    }
    final int schemaId = new MessageHeaderDecoder().wrap(message, 0).schemaId();
    for (final SchemaLayouts layouts : ALL) {
      if (layouts.schemaId == schemaId) {
        return layouts.checker.check(message, 0, message.capacity()).isDecodable() ? layouts : null;
      }
    }
    return null;
  }

  /** The message with this template; null: there is none. */
  Message message(final int template) {
    return byTemplate.get(template);
  }

  /**
   * The message of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Message message(final String name) {
    final Message message = byName.get(name);
    if (message == null) {
      throw new IllegalArgumentException("no message " + name);
    }
    return message;
  }

  private static Element parse(final String resource) {
    try (InputStream in = SchemaLayouts.class.getResourceAsStream("/sbe/" + resource)) {
      final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    } catch (final ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("schema cannot be read: sbe/" + resource, e);
    }
  }

  private void readTypes(final Element parent) {
    for (final Element element : children(parent)) {
      final String name = element.getAttribute("name");
      switch (element.getLocalName()) {
        case "type" -> {
          final String primitive = element.getAttribute("primitiveType");
          final int count = Math.max(1, number(element, "length"));
          final Kind kind =
              primitive.equals("char") ? Kind.CHARS : count > 1 ? Kind.BYTES : Kind.INTEGER;
          types.put(
              name,
              new Type(name, kind, count * size(primitive), primitive.startsWith("i"), Map.of()));
        }
        case "enum", "set" -> {
          final boolean set = element.getLocalName().equals("set");
          final String encoding = element.getAttribute("encodingType");
          final Map<Long, String> codes = new LinkedHashMap<>();
          for (final Element value : children(element)) {
            final String text = value.getTextContent().trim();
            codes.put(
                encoding.equals("char") ? (long) text.charAt(0) : Long.parseLong(text),
                value.getAttribute("name"));
          }
          types.put(
              name, new Type(name, set ? Kind.BITS : Kind.CODE, size(encoding), false, codes));
        }
        default -> {
          // Composites are headers of messages, groups and variable parts: not of fields here.
        }
      }
    }
  }

  private Block readBlock(final Element parent) {
    final List<Field> fields = new ArrayList<>();
    final List<Group> groups = new ArrayList<>();
    final List<Data> data = new ArrayList<>();
    int offset = 0;
    for (final Element child : children(parent)) {
      final String name = child.getAttribute("name");
      final int since = number(child, "sinceVersion");
      switch (child.getLocalName()) {
        case "field" -> {
          final String typeName = child.getAttribute("type");
          final Type type =
              types.getOrDefault(
                  typeName,
                  new Type(
                      typeName,
                      Kind.INTEGER,
                      types.containsKey(typeName) ? 0 : size(typeName),
                      typeName.startsWith("i"),
                      Map.of()));
          fields.add(
              new Field(
                  name, type.name, type.kind, offset, type.length, type.signed, since, type.codes));
          offset += type.length;
        }
        case "group" -> groups.add(new Group(name, readBlock(child), since));
        default ->
            data.add(new Data(name, child.getAttribute("type").equals("varTextEncoding"), since));
      }
    }
    return new Block(fields, groups, data, offset);
  }

  private static int size(final String primitive) {
    return switch (primitive) {
      case "char", "int8", "uint8" -> Byte.BYTES;
      case "int16", "uint16" -> Short.BYTES;
      case "int32", "uint32" -> Integer.BYTES;
      case "int64", "uint64" -> Long.BYTES;
      default -> 0;
    };
  }

  private static int number(final Element element, final String attribute) {
    final String text = element.getAttribute(attribute);
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static List<Element> children(final Element parent) {
    final List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
