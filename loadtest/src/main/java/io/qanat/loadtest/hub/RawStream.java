package io.qanat.loadtest.hub;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A WebSocket made of bytes, for clients that no library would be: such that never read, answer no
 * ping, or send what is no frame. Not thread-safe.
 */
public final class RawStream implements AutoCloseable {
  public static final int TEXT = 1;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** A frame of the hub. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Frame(int opcode, byte[] payload) {
    /** The code of a close frame; 0 if it has none. */
    public int closeCode() {
      return payload.length < 2 ? 0 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private static final int CONNECT_MILLIS = 10_000;
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int SHORT_MAX = 0xFFFF;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /**
   * Connects and upgrades; from then on nothing is read unasked.
   *
   * @param hub its HTTP address
   * @param key PARTNER.KEYID.SECRET; empty: without
   * @param receiveBufferBytes of the socket; small ones let a client that does not read be noticed
   */
  public RawStream(final URI hub, final String key, final int receiveBufferBytes)
      throws IOException {
    socket.setReceiveBufferSize(receiveBufferBytes);
    socket.connect(new InetSocketAddress(hub.getHost(), hub.getPort()), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    final String upgrade =
        "GET /v1/stream HTTP/1.1\r\nHost: "
            + hub.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n")
            + "\r\n";
    send(upgrade.getBytes(StandardCharsets.US_ASCII));
    // Frames may be sent only once the upgrade is answered (RFC 6455, 4.1).
    in = new DataInputStream(socket.getInputStream());
    final String head = head();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no upgrade: " + head.lines().findFirst().orElse(""));
    }
  }

  private String head() throws IOException {
    socket.setSoTimeout(CONNECT_MILLIS);
    final StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith(END_OF_HEAD)) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Sends a text in one frame. */
  public void text(final String text) throws IOException {
    frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Says that we live. */
  public void ping() throws IOException {
    frame(FINAL | PING, new byte[0]);
  }

  /**
   * Sends a frame under a mask of zeros.
   *
   * @param firstByte FIN, reserved bits and opcode
   */
  public void frame(final int firstByte, final byte[] payload) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(firstByte);
    if (payload.length < LENGTH_16) {
      out.write(MASKED | payload.length);
    } else if (payload.length <= SHORT_MAX) {
      out.write(MASKED | LENGTH_16);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(MASKED | LENGTH_64);
      for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    out.writeBytes(new byte[4]);
    out.writeBytes(payload);
    send(out.toByteArray());
  }

  /** Sends bytes as they are. */
  public void send(final byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /**
   * Reads the next frame.
   *
   * @throws java.net.SocketTimeoutException if none comes
   * @throws IOException if the connection has ended
   */
  public Frame read(final Duration timeout) throws IOException {
    socket.setSoTimeout((int) Math.max(1, timeout.toMillis()));
    final int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == LENGTH_16) {
      length = in.readUnsignedShort();
    } else if (length == LENGTH_64) {
      length = in.readLong();
    }
    final byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame(first & 0x0F, payload);
  }

  /**
   * Reads until the hub ends it.
   *
   * @return the code of its close frame; 0: it ended without one
   */
  public int readToEnd(final Duration timeout) throws IOException {
    final long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        final Frame frame = read(Duration.ofNanos(deadline - System.nanoTime()));
        if (frame.opcode() == CLOSE) {
          return frame.closeCode();
        }
      }
    } catch (final EOFException | java.net.SocketException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
