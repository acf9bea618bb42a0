package io.qanat.hub.gateway.aeron;

import io.qanat.codecs.value.AddressRange;

/** From where a client's publication comes, as 16 bytes. */
final class SourceAddress {
  private static final String LOCAL = "127.0.0.1";

  private SourceAddress() {}

  /**
   * Reads what Aeron says of an image's source.
   *
   * @param identity {@code 10.0.0.1:4711} or {@code [2001:db8::1]:4711}
   * @param ipc whether the client shares the hub's media driver, and so its machine
   * @return zeros, which are in no range but the widest, if it is neither
   */
  static byte[] of(final String identity, final boolean ipc) {
    final int port = identity.lastIndexOf(':');
    final String host = ipc ? LOCAL : port < 0 ? identity : identity.substring(0, port);
    final int zone = host.indexOf('%');
    final String bare =
        host.startsWith("[")
            ? host.substring(1, zone < 0 ? host.length() - 1 : zone)
            : zone < 0 ? host : host.substring(0, zone);
    try {
      return AddressRange.parse(bare).prefix().clone();
    } catch (final IllegalArgumentException e) {
      return new byte[AddressRange.ADDRESS_LENGTH];
    }
  }
}
