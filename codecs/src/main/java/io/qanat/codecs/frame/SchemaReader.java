package io.qanat.codecs.frame;

import io.qanat.codecs.frame.BlockLayout.DataLayout;
import io.qanat.codecs.frame.BlockLayout.FixedField;
import io.qanat.codecs.frame.BlockLayout.GroupLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads the layouts of a schema's messages from its XML, the part of SBE 1.0 that Qanat uses. */
final class SchemaReader {
  /** The type that a name stands for in a schema. */
  private record Type(int length, List<Long> codes) {}

  private static final List<Long> ANY = List.of();

  private final Map<String, Type> types = new HashMap<>();
  private final Map<Integer, BlockLayout> messages = new TreeMap<>();
  private int schemaId;
  private int version;

  private SchemaReader() {}

  /**
   * Reads a schema that lies in the jar beside this class.
   *
   * @param resource such as {@code order-entry.xml}
   * @throws IllegalStateException naming what is wrong, if the schema cannot be read
   */
  static SchemaReader read(final String resource) {
    final SchemaReader reader = new SchemaReader();
    final Element schema = reader.parse(resource);
    reader.schemaId = Integer.parseInt(schema.getAttribute("id"));
    reader.version = Integer.parseInt(schema.getAttribute("version"));
    reader.readChildren(schema);
    return reader;
  }

  int schemaId() {
    return schemaId;
  }

  int version() {
    return version;
  }

  Map<Integer, BlockLayout> messages() {
    return messages;
  }

  private Element parse(final String resource) {
    try (InputStream in = SchemaReader.class.getResourceAsStream("/sbe/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("schema is not on the class path: sbe/" + resource);
      }
      final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    } catch (final ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("schema cannot be read: sbe/" + resource, e);
    }
  }

  private void readChildren(final Element schema) {
    for (final Element child : children(schema)) {
      switch (child.getLocalName()) {
        case "include" -> readTypes(parse(child.getAttribute("href")));
        case "types" -> readTypes(child);
        case "message" -> messages.put(number(child, "id", -1), readBlock(child));
        default -> throw new IllegalStateException("schema element: " + child.getLocalName());
      }
    }
  }

  private void readTypes(final Element parent) {
    for (final Element type : children(parent)) {
      types.put(type.getAttribute("name"), readType(type));
    }
  }

  private Type readType(final Element type) {
    return switch (type.getLocalName()) {
      case "type" -> {
        final boolean constant = "constant".equals(type.getAttribute("presence"));
        final int one = lengthOf(type.getAttribute("primitiveType"));
        yield new Type(constant ? 0 : one * number(type, "length", 1), ANY);
      }
      case "enum" -> {
        final String encoding = type.getAttribute("encodingType");
        yield new Type(
            lengthOf(encoding),
            children(type).stream()
                .map(value -> codeOf(encoding, value.getTextContent().trim()))
                .toList());
      }
      case "set" -> new Type(lengthOf(type.getAttribute("encodingType")), ANY);
      case "composite" ->
          new Type(children(type).stream().mapToInt(part -> readType(part).length()).sum(), ANY);
      default -> throw new IllegalStateException("schema type: " + type.getLocalName());
    };
  }

  private BlockLayout readBlock(final Element message) {
    final List<FixedField> fields = new ArrayList<>();
    final List<GroupLayout> groups = new ArrayList<>();
    final List<DataLayout> data = new ArrayList<>();
    int offset = 0;
    for (final Element child : children(message)) {
      final String name = child.getAttribute("name");
      final int since = number(child, "sinceVersion", 0);
      switch (child.getLocalName()) {
        case "field" -> {
          final Type type = typeOf(child.getAttribute("type"));
          offset = number(child, "offset", offset);
          final boolean optional = "optional".equals(child.getAttribute("presence"));
          fields.add(
              new FixedField(name, offset, type.length(), since, optional ? ANY : type.codes()));
          offset += type.length();
        }
        case "group" -> groups.add(new GroupLayout(name, readBlock(child), since));
        case "data" -> data.add(new DataLayout(name, since));
        default -> throw new IllegalStateException("schema element: " + child.getLocalName());
      }
    }
    return new BlockLayout(fields, groups, data, number(message, "blockLength", 0));
  }

  private Type typeOf(final String name) {
    final Type type = types.get(name);
    return type != null ? type : new Type(lengthOf(name), ANY);
  }

  private static Long codeOf(final String encoding, final String text) {
    return "char".equals(encoding) ? Long.valueOf(text.charAt(0)) : Long.valueOf(text);
  }

  private static int lengthOf(final String primitive) {
    return switch (primitive) {
      case "char", "int8", "uint8" -> Byte.BYTES;
      case "int16", "uint16" -> Short.BYTES;
      case "int32", "uint32", "float" -> Integer.BYTES;
      case "int64", "uint64", "double" -> Long.BYTES;
      default -> throw new IllegalStateException("schema primitive: " + primitive);
    };
  }

  private static int number(final Element element, final String attribute, final int otherwise) {
    final String text = element.getAttribute(attribute);
    return text.isEmpty() ? otherwise : Integer.parseInt(text);
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
