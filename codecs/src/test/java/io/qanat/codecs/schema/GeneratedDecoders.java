package io.qanat.codecs.schema;

import io.qanat.codecs.schema.Schema.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** Reads every field, group and text of a frame with the generated decoder of its message. */
public final class GeneratedDecoders {
  private final Map<Integer, MessageDecoderFlyweight> decoders = new HashMap<>();

  public GeneratedDecoders(final Schema schema) {
    for (final Message message : schema.messages().values()) {
      final String name = schema.ir().applicableNamespace() + "." + message.name() + "Decoder";
      try {
        decoders.put(
            message.id(),
            Class.forName(name)
                .asSubclass(MessageDecoderFlyweight.class)
                .getConstructor()
                .newInstance());
      } catch (final ReflectiveOperationException e) {
        throw new IllegalStateException(name, e);
      }
    }
  }

  /** The whole content as text; throws what the decoder throws. */
  @SuppressWarnings("UnnecessaryStringBuilder") // reflection hands it to appendTo
  public String decode(final DirectBuffer frame) {
    final int blockLength = frame.getShort(0, java.nio.ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    final int templateId = frame.getShort(2, java.nio.ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    final int version = frame.getShort(6, java.nio.ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    final MessageDecoderFlyweight decoder = decoders.get(templateId);
    decoder.wrap(frame, 8, blockLength, version);
    try {
      // Not toString(): that one answers "" where reading fails.
      final Method appendTo = decoder.getClass().getMethod("appendTo", StringBuilder.class);
      final StringBuilder text = new StringBuilder();
      appendTo.invoke(decoder, text);
      return text.toString();
    } catch (final InvocationTargetException e) {
      throw new IllegalStateException(decoder.getClass().getSimpleName(), e.getCause());
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
