package io.qanat.codecs.schema;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.AbstractTokenListener;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;

/** What a frame says to a reader that knows this schema and no other. */
final class SchemaValues {
  private final Schema schema;

  SchemaValues(final Schema schema) {
    this.schema = schema;
  }

  /** The names of everything a message of this schema has. */
  Set<String> names(final int templateId) {
    final Set<String> names = new TreeSet<>();
    for (final Token token : schema.ir().getMessage(templateId)) {
      if (token.signal() == Signal.BEGIN_FIELD || token.signal() == Signal.BEGIN_VAR_DATA) {
        names.add(token.name());
      }
    }
    return names;
  }

  /** Every value of a frame, in order, as {@code name=hex}. */
  List<String> read(final byte[] frame) {
    final UnsafeBuffer buffer = new UnsafeBuffer(frame);
    final List<String> values = new ArrayList<>();
    OtfMessageDecoder.decode(
        buffer,
        8,
        buffer.getShort(6, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
        buffer.getShort(0, ByteOrder.LITTLE_ENDIAN) & 0xFFFF,
        schema.ir().getMessage(buffer.getShort(2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF),
        new Writer(values));
    return values;
  }

  /** Writes values down. */
  private static final class Writer extends AbstractTokenListener {
    private final List<String> values;

    Writer(final List<String> values) {
      this.values = values;
    }

    @Override
    public void onEncoding(
        final Token field,
        final DirectBuffer buffer,
        final int at,
        final Token type,
        final int actingVersion) {
      if (actingVersion >= field.version()) {
        add(field, buffer, at, type.encodedLength());
      }
    }

    @Override
    public void onEnum(
        final Token field,
        final DirectBuffer buffer,
        final int at,
        final List<Token> tokens,
        final int from,
        final int to,
        final int actingVersion) {
      if (actingVersion >= field.version()) {
        add(field, buffer, at, tokens.get(from).encodedLength());
      }
    }

    @Override
    public void onVarData(
        final Token field,
        final DirectBuffer buffer,
        final int at,
        final int length,
        final Token type) {
      add(field, buffer, at, length);
    }

    private void add(final Token field, final DirectBuffer buffer, final int at, final int length) {
      final byte[] bytes = new byte[length];
      buffer.getBytes(at, bytes);
      values.add(field.name() + "=" + HexFormat.of().formatHex(bytes));
    }
  }
}
