package io.qanat.codecs.value;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Internet addresses that share a prefix (CIDR, RFC 4632 and RFC 4291), such as {@code 10.1.0.0/16}
 * or {@code 2001:db8::/32}. An address is 16 bytes; one of version 4 stands in the mapped form
 * {@code ::ffff:a.b.c.d}, so its prefix is 96 longer here than in texts.
 *
 * @param prefix 16 bytes, zero behind the prefix
 * @param prefixLength in bits, 0 to 128
 */
@SuppressWarnings("ArrayRecordComponent") // Compared with equals below.
public record AddressRange(byte[] prefix, int prefixLength) {
  /** Bytes of an address. */
  public static final int ADDRESS_LENGTH = 16;

  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final int V4_LENGTH = 4;
  private static final int MAPPED_BITS = 96;
  private static final String ALLOWED =
      "an address or a range of addresses, such as 10.1.0.0/16 or 2001:db8::/32: ";

  /**
   * A range.
   *
   * @throws IllegalArgumentException if the length is not in 0..128 or a bit behind it is set
   */
  public AddressRange {
    if (prefix.length != ADDRESS_LENGTH || prefixLength < 0 || prefixLength > 128) {
      throw new IllegalArgumentException(
          "not a range: " + prefix.length + " bytes, prefix of " + prefixLength + " bits");
    }
    if (!Arrays.equals(prefix, masked(prefix, prefixLength))) {
      throw new IllegalArgumentException(
          "bits are set behind the prefix of " + prefixLength + " bits");
    }
  }

  /**
   * Reads an address or a range; a single address is a range of one.
   *
   * @throws IllegalArgumentException naming the text
   */
  public static AddressRange parse(final String text) {
    final int slash = text.indexOf('/');
    final String host = slash < 0 ? text : text.substring(0, slash);
    final boolean v4 = host.indexOf(':') < 0;
    if (!(v4 ? V4.matcher(host).matches() : V6.matcher(host).matches())) {
      throw new IllegalArgumentException(ALLOWED + text);
    }
    final byte[] address;
    final int bits;
    try {
      // Only digits, dots and colons are left: no name is looked up.
      address = mapped(InetAddress.getByName(v4 ? host : "[" + host + "]").getAddress());
      bits = slash < 0 ? (v4 ? 32 : 128) : Integer.parseInt(text.substring(slash + 1));
    } catch (final UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException(ALLOWED + text, e);
    }
    if (v4 && (bits < 0 || bits > 32)) {
      throw new IllegalArgumentException(ALLOWED + text);
    }
    final int length = v4 ? bits + MAPPED_BITS : bits;
    if (length < 0 || length > 128 || !Arrays.equals(address, masked(address, length))) {
      throw new IllegalArgumentException(ALLOWED + text + " (no bit behind the prefix)");
    }
    return new AddressRange(address, length);
  }

  /** An address of 4 or 16 bytes as 16 bytes. */
  public static byte[] mapped(final byte[] address) {
    if (address.length != V4_LENGTH) {
      return address.clone();
    }
    final byte[] mapped = new byte[ADDRESS_LENGTH];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    System.arraycopy(address, 0, mapped, ADDRESS_LENGTH - V4_LENGTH, V4_LENGTH);
    return mapped;
  }

  private static byte[] masked(final byte[] address, final int bits) {
    final byte[] masked = new byte[ADDRESS_LENGTH];
    for (int i = 0; i < ADDRESS_LENGTH; i++) {
      final int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      masked[i] = (byte) (address[i] & (0xFF00 >> kept));
    }
    return masked;
  }

  /** Whether an address of 16 bytes lies in the range. */
  public boolean contains(final byte[] address) {
    return address.length == ADDRESS_LENGTH && Arrays.equals(prefix, masked(address, prefixLength));
  }

  private boolean isV4() {
    return prefixLength >= MAPPED_BITS
        && Arrays.equals(mapped(Arrays.copyOfRange(prefix, 12, ADDRESS_LENGTH)), prefix);
  }

  /** The text form, with the prefix always. */
  public String text() {
    final StringBuilder text = new StringBuilder();
    if (isV4()) {
      for (int i = 12; i < ADDRESS_LENGTH; i++) {
        text.append(i == 12 ? "" : ".").append(prefix[i] & 0xFF);
      }
      return text.append('/').append(prefixLength - MAPPED_BITS).toString();
    }
    for (int i = 0; i < ADDRESS_LENGTH; i += 2) {
      text.append(i == 0 ? "" : ":")
          .append(Integer.toHexString((prefix[i] & 0xFF) << 8 | (prefix[i + 1] & 0xFF)));
    }
    return text.append('/').append(prefixLength).toString();
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof AddressRange that
        && prefixLength == that.prefixLength
        && Arrays.equals(prefix, that.prefix);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(prefix) * 31 + prefixLength;
  }

  @Override
  public String toString() {
    return text();
  }
}
