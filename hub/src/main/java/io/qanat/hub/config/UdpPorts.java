package io.qanat.hub.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** UDP ports of a configuration, where 0 means any that is free. */
public final class UdpPorts {
  private UdpPorts() {}

  /**
   * The port itself, or for 0 one that was free a moment ago. Aeron binds some of its sockets late
   * and several times, so the number must be known before.
   */
  public static int resolve(final String host, final int port) {
    if (port != 0) {
      return port;
    }
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0))) {
      return socket.getLocalPort();
    } catch (final IOException e) {
      throw new UncheckedIOException("no free UDP port on " + host, e);
    }
  }
}
