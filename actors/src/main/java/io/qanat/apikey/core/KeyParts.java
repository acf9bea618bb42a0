package io.qanat.apikey.core;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.value.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The parts of a key as they stand in a message, before anything is known to be right.
 *
 * @param storedKey 32 bytes
 * @param salt 16 bytes
 * @param allowed addresses, each of 16 bytes with the length of its prefix
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier between two calls, never compared.
public record KeyParts(
    byte[] storedKey,
    byte[] salt,
    long memoryKib,
    int iterations,
    int parallelism,
    long expiresAt,
    List<Range> allowed) {

  /** A range of addresses, unchecked. */
  @SuppressWarnings("ArrayRecordComponent") // As above.
  public record Range(byte[] prefix, int bits) {}

  /** Copies an array of a message. */
  @FunctionalInterface
  public interface Bytes<T> {
    int get(T source, byte[] into, int offset, int length);
  }

  /** Copies a storedKey. */
  public static <T> byte[] storedKey(final T message, final Bytes<T> getter) {
    return copy(message, getter, LogonProof.KEY_LENGTH);
  }

  /** Copies a salt. */
  public static <T> byte[] salt(final T message, final Bytes<T> getter) {
    return copy(message, getter, KeyDerivation.SALT_LENGTH);
  }

  /** Copies an address. */
  public static <T> byte[] address(final T message, final Bytes<T> getter) {
    return copy(message, getter, AddressRange.ADDRESS_LENGTH);
  }

  private static <T> byte[] copy(final T message, final Bytes<T> getter, final int length) {
    final byte[] bytes = new byte[length];
    getter.get(message, bytes, 0, length);
    return bytes;
  }

  /** Reads a group of ranges. */
  public static <G extends Iterable<G>> List<Range> ranges(
      final G group, final Bytes<G> prefix, final ToIntFunction<G> bits) {
    final List<Range> ranges = new ArrayList<>();
    for (final G entry : group) {
      ranges.add(new Range(address(entry, prefix), bits.applyAsInt(entry)));
    }
    return ranges;
  }

  /** What is wrong with them, naming the field; null if they make a key. */
  public String fault() {
    final String fault = KeyDerivation.fault(salt.length, memoryKib, iterations, parallelism);
    if (fault != null) {
      return fault;
    }
    return expiresAt < 0 ? "expiresAt must not be negative: " + expiresAt : allowedFault(allowed);
  }

  /** What is wrong with an allow list, or null. */
  public static String allowedFault(final List<Range> allowed) {
    if (allowed.size() > ApiKey.ALLOWED_MAX) {
      return "allowed must have at most " + ApiKey.ALLOWED_MAX + " ranges: " + allowed.size();
    }
    for (final Range range : allowed) {
      try {
        new AddressRange(range.prefix, range.bits);
      } catch (final IllegalArgumentException e) {
        return "allowed: " + e.getMessage();
      }
    }
    return null;
  }

  /** The ranges, once they have no fault. */
  public static List<AddressRange> checked(final List<Range> allowed) {
    return allowed.stream().map(r -> new AddressRange(r.prefix, r.bits)).toList();
  }

  /** The key, once there is no fault. */
  public ApiKey key() {
    return new ApiKey(
        new KeyVerifier(
            new KeyDerivation(salt, (int) memoryKib, iterations, parallelism), storedKey),
        expiresAt,
        checked(allowed));
  }
}
