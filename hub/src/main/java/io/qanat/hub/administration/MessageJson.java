package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.value.AddressRange;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.administration.SchemaLayouts.Block;
import io.qanat.hub.administration.SchemaLayouts.Data;
import io.qanat.hub.administration.SchemaLayouts.Field;
import io.qanat.hub.administration.SchemaLayouts.Group;
import io.qanat.hub.administration.SchemaLayouts.Message;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Values;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any message of the entity, order-entry, market-data or liquidity schema as a JSON object, field
 * by field under the schema's names: decimals as texts, instants in ISO 8601 (absent when 0), codes
 * by name, sets as arrays, lists of addresses as ranges, messages inside as objects. What could
 * help to prove a key is left out.
 */
public final class MessageJson {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int ADDRESS_RANGE_LENGTH = AddressRange.ADDRESS_LENGTH + 1;

  private MessageJson() {}

  /** Name of a message; {@code template N} if it is not known here. */
  public static String nameOf(final DirectBuffer message) {
    final int template = new MessageHeaderDecoder().wrap(message, 0).templateId();
    final SchemaLayouts layouts = SchemaLayouts.of(message);
    final Message layout = layouts == null ? null : layouts.message(template);
    return layout == null ? "template " + template : layout.name();
  }

  /** Reads a message with its header; null if it is empty or not whole. */
  public static ObjectNode read(final DirectBuffer message) {
    final SchemaLayouts layouts = SchemaLayouts.of(message);
    if (layouts == null) {
      return null;
    }
    final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(message, 0);
    final Message layout = layouts.message(head.templateId());
    final ObjectNode node = JsonNodeFactory.instance.objectNode();
    new Reader(message, head.version()).read(layout.block(), HEADER, head.blockLength(), node);
    return node;
  }

  /** Goes through one message. */
  private static final class Reader {
    private final DirectBuffer buffer;
    private final int version;

    Reader(final DirectBuffer buffer, final int version) {
      this.buffer = buffer;
      this.version = version;
    }

    /** Returns the position behind the block and what follows it. */
    int read(final Block block, final int at, final int blockLength, final ObjectNode node) {
      for (final Field field : block.fields()) {
        if (field.sinceVersion() <= version) {
          final JsonNode value = value(field, at + field.offset());
          if (value != null) {
            node.set(field.name(), value);
          }
        }
      }
      int position = at + blockLength;
      for (final Group group : block.groups()) {
        if (group.sinceVersion() <= version) {
          position = readGroup(group, position, node.putArray(group.name()));
        }
      }
      for (final Data data : block.data()) {
        if (data.sinceVersion() <= version) {
          final int length = buffer.getInt(position, ORDER);
          position += Integer.BYTES;
          node.set(data.name(), part(data, position, length));
          position += length;
        }
      }
      return position;
    }

    private JsonNode part(final Data data, final int at, final int length) {
      final JsonNodeFactory nodes = JsonNodeFactory.instance;
      if (data.isText()) {
        final byte[] text = new byte[length];
        buffer.getBytes(at, text);
        return nodes.textNode(new String(text, StandardCharsets.UTF_8));
      }
      final UnsafeBuffer inner = new UnsafeBuffer(buffer, at, length);
      final ObjectNode object = MessageJson.read(inner);
      return object == null ? nodes.nullNode() : object.put("type", nameOf(inner));
    }

    private int readGroup(final Group group, final int at, final ArrayNode array) {
      final int blockLength = buffer.getShort(at, ORDER) & 0xFFFF;
      final int count = buffer.getShort(at + Short.BYTES, ORDER) & 0xFFFF;
      int position = at + 2 * Short.BYTES;
      for (int i = 0; i < count; i++) {
        if (group.name().equals("allowed")) {
          array.add(range(position));
          position += blockLength;
        } else {
          position = read(group.block(), position, blockLength, array.addObject());
        }
      }
      return position;
    }

    private String range(final int at) {
      final byte[] prefix = new byte[AddressRange.ADDRESS_LENGTH];
      buffer.getBytes(at, prefix);
      return new AddressRange(prefix, buffer.getByte(at + ADDRESS_RANGE_LENGTH - 1) & 0xFF).text();
    }

    private JsonNode value(final Field field, final int at) {
      final JsonNodeFactory nodes = JsonNodeFactory.instance;
      return switch (field.kind()) {
        case CHARS -> nodes.textNode(chars(at, field.length()));
        case BYTES -> bytes(field, at);
        case BITS -> bits(field, at);
        case CODE -> {
          final String name = field.codes().get(integer(field, at));
          if (field.type().equals("Bool")) {
            yield nodes.booleanNode("YES".equals(name));
          }
          yield name == null ? nodes.nullNode() : nodes.textNode(name);
        }
        case INTEGER -> number(field.type(), integer(field, at));
      };
    }

    private static JsonNode number(final String type, final long value) {
      final JsonNodeFactory nodes = JsonNodeFactory.instance;
      return switch (type) {
        case "Fixed8", "Fixed8Null" ->
            value == Fixed8.NULL ? nodes.nullNode() : nodes.textNode(Fixed8.format(value));
        case "UtcNanos" -> value == 0 ? nodes.nullNode() : nodes.textNode(Values.time(value));
        default -> nodes.numberNode(value);
      };
    }

    private long integer(final Field field, final int at) {
      return switch (field.length()) {
        case Byte.BYTES -> field.signed() ? buffer.getByte(at) : buffer.getByte(at) & 0xFF;
        case Short.BYTES -> {
          final short value = buffer.getShort(at, ORDER);
          yield field.signed() ? value : value & 0xFFFF;
        }
        case Integer.BYTES -> {
          final int value = buffer.getInt(at, ORDER);
          yield field.signed() ? value : value & 0xFFFF_FFFFL;
        }
        default -> buffer.getLong(at, ORDER);
      };
    }

    private String chars(final int at, final int length) {
      final StringBuilder text = new StringBuilder();
      for (int i = 0; i < length && buffer.getByte(at + i) != 0; i++) {
        text.append((char) (buffer.getByte(at + i) & 0x7F));
      }
      return text.toString();
    }

    private JsonNode bytes(final Field field, final int at) {
      final byte[] bytes = new byte[field.length()];
      buffer.getBytes(at, bytes);
      return switch (field.type()) {
        case "Proof32" -> null;
        case "Fingerprint8" -> JsonNodeFactory.instance.textNode(HexFormat.of().formatHex(bytes));
        default ->
            JsonNodeFactory.instance.textNode(
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
      };
    }

    private JsonNode bits(final Field field, final int at) {
      final long bits = integer(field, at);
      final ArrayNode names = JsonNodeFactory.instance.arrayNode();
      field
          .codes()
          .forEach(
              (bit, name) -> {
                if ((bits >> bit & 1) != 0) {
                  names.add(name);
                }
              });
      return names;
    }
  }

  /**
   * Writes a message from a document that is just its fields.
   *
   * @throws io.qanat.hub.gateway.http.Problem naming the field that is wrong, missing or unknown
   */
  public static DirectBuffer ofDocument(final String name, final ObjectNode document) {
    final BodyFields body = new BodyFields(document);
    final DirectBuffer message = write(name, new ActFields(body, Map.of(), Map.of()));
    body.noOthers();
    return message;
  }

  /**
   * Writes a message from fields, each of which must be there.
   *
   * @param name of the message; one without messages inside
   * @throws io.qanat.hub.gateway.http.Problem naming the field that is wrong
   */
  public static DirectBuffer write(final String name, final ActFields fields) {
    final Message layout = SchemaLayouts.ENTITY.message(name);
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    new MessageHeaderEncoder()
        .wrap(buffer, 0)
        .blockLength(layout.block().length())
        .templateId(layout.template())
        .schemaId(MessageHeaderEncoder.SCHEMA_ID)
        .version(MessageHeaderEncoder.SCHEMA_VERSION);
    write(buffer, HEADER, layout.block().fields(), fields);
    int position = HEADER + layout.block().length();
    for (final Group group : layout.block().groups()) {
      position = write(buffer, position, group, fields.entries(group.name()));
    }
    for (final Data data : layout.block().data()) {
      final byte[] text = fields.text(data.name()).getBytes(StandardCharsets.UTF_8);
      buffer.putInt(position, text.length, ORDER);
      buffer.putBytes(position + Integer.BYTES, text);
      position += Integer.BYTES + text.length;
    }
    final byte[] bytes = new byte[position];
    buffer.getBytes(0, bytes);
    return new UnsafeBuffer(bytes);
  }

  private static int write(
      final ExpandableArrayBuffer buffer,
      final int at,
      final Group group,
      final List<ActFields> entries) {
    buffer.putShort(at, (short) group.block().length(), ORDER);
    buffer.putShort(at + Short.BYTES, (short) entries.size(), ORDER);
    int position = at + 2 * Short.BYTES;
    for (final ActFields entry : entries) {
      write(buffer, position, group.block().fields(), entry);
      entry.noOthers();
      position += group.block().length();
    }
    return position;
  }

  private static void write(
      final ExpandableArrayBuffer buffer,
      final int at,
      final List<Field> layout,
      final ActFields fields) {
    for (final Field field : layout) {
      // A later version's number or code may be left out: who does not know it says nothing of it.
      final boolean isLater =
          (field.kind() == SchemaLayouts.Kind.INTEGER || field.kind() == SchemaLayouts.Kind.CODE)
              && field.sinceVersion() > layout.get(0).sinceVersion();
      if (isLater && !fields.has(field.name())) {
        put(
            buffer,
            at + field.offset(),
            field.length(),
            field.signed() ? Long.MIN_VALUE >> (Long.SIZE - 8 * field.length()) : -1);
      } else {
        write(buffer, at + field.offset(), field, fields);
      }
    }
  }

  private static void write(
      final ExpandableArrayBuffer buffer, final int at, final Field field, final ActFields fields) {
    switch (field.kind()) {
      case CHARS -> {
        buffer.setMemory(at, field.length(), (byte) 0);
        buffer.putBytes(
            at, fields.name(field.name(), field.length()).getBytes(StandardCharsets.US_ASCII));
      }
      case CODE ->
          put(
              buffer,
              at,
              field.length(),
              field.type().equals("Bool")
                  ? (fields.flag(field.name()) ? 1 : 0)
                  : fields.code(field.name(), field.codes()));
      case BITS -> put(buffer, at, field.length(), fields.bits(field.name(), field.codes()));
      case INTEGER ->
          put(
              buffer,
              at,
              field.length(),
              switch (field.type()) {
                case "Fixed8", "Fixed8Null" -> fields.decimal(field.name());
                case "UtcNanos" -> fields.instant(field.name());
                default -> fields.number(field.name(), max(field));
              });
      case BYTES -> throw new IllegalArgumentException(field.name() + " is not read from JSON");
    }
  }

  private static long max(final Field field) {
    return switch (field.length()) {
      case Byte.BYTES -> 0xFE;
      case Short.BYTES -> 0xFFFE;
      case Integer.BYTES -> 0xFFFF_FFFEL;
      default -> (1L << 53) - 1;
    };
  }

  private static void put(
      final ExpandableArrayBuffer buffer, final int at, final int length, final long value) {
    switch (length) {
      case Byte.BYTES -> buffer.putByte(at, (byte) value);
      case Short.BYTES -> buffer.putShort(at, (short) value, ORDER);
      case Integer.BYTES -> buffer.putInt(at, (int) value, ORDER);
      default -> buffer.putLong(at, value, ORDER);
    }
  }
}
