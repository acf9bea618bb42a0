package io.qanat.pricing.core;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PricingDefineDecoder;
import io.qanat.codecs.entity.PricingDefineEncoder;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The last definitions, by version, as the acts they came with. */
final class PricingVersions {
  static final int KEPT_MAX = 16;

  private final TreeMap<Long, byte[]> byVersion = new TreeMap<>();

  void add(final long version, final PricingTerms terms) {
    add(version, write(terms));
  }

  static byte[] write(final PricingTerms terms) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final PricingDefineEncoder encoder =
        new PricingDefineEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    terms.write(encoder);
    final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength()];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  void add(final long version, final byte[] definition) {
    byVersion.put(version, definition);
    if (byVersion.size() > KEPT_MAX) {
      byVersion.pollFirstEntry();
    }
  }

  /** The definition with its header, null: it is not kept. */
  byte[] bytes(final long version) {
    return byVersion.get(version);
  }

  /** Null: it is not kept. */
  PricingTerms terms(final long version) {
    final byte[] bytes = byVersion.get(version);
    return bytes == null ? null : read(bytes);
  }

  static PricingTerms read(final byte[] definition) {
    return PricingTerms.of(
        new PricingDefineDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(definition), 0, new MessageHeaderDecoder()));
  }

  /** The oldest that is kept, 0: none. */
  long oldest() {
    return byVersion.isEmpty() ? 0 : byVersion.firstKey();
  }

  void forEach(final BiConsumer<Long, byte[]> consumer) {
    byVersion.forEach(consumer);
  }
}
