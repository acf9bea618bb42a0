package io.qanat.entity.core;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A 64-bit hash for comparing states and outputs, not for security. Its definition is part of the
 * log's format: each 8 bytes (little endian, the rest padded with zeros) is multiplied and mixed
 * with the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014).
 */
public final class Hash64 {
  /** What an empty sequence hashes to. */
  public static final long SEED = 0x9E37_79B9_7F4A_7C15L;

  private Hash64() {}

  /** Continues {@code hash} with one value. */
  public static long mix(final long hash, final long value) {
    long z = (hash ^ value) * 0xBF58_476D_1CE4_E5B9L + SEED;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** Continues {@code hash} with bytes and their number. */
  public static long mix(
      final long hash, final DirectBuffer buffer, final int offset, final int length) {
    long h = mix(hash, length);
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      h = mix(h, buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
    }
    long rest = 0;
    for (int shift = 0; i < length; i++, shift += Byte.SIZE) {
      rest |= (buffer.getByte(offset + i) & 0xFFL) << shift;
    }
    return mix(h, rest);
  }
}
