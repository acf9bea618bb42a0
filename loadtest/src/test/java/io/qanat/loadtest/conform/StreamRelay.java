package io.qanat.loadtest.conform;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.agrona.CloseHelper;

/**
 * Stands in front of a hub's HTTP and changes what streams tell on the way: the texts of frames,
 * and the codes with which they are closed. Everything else passes as it is.
 */
final class StreamRelay implements AutoCloseable {
  private static final String UPGRADED = "HTTP/1.1 101 ";
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int LENGTH_16 = 126;

  private final int hubPort;
  private final UnaryOperator<String> texts;
  private final int closeCode;
  private final ServerSocket server;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /**
   * Begins to relay.
   *
   * @param texts what becomes of a text; null: it is lost
   * @param closeCode instead of every other; 0: as they are
   */
  StreamRelay(final int hubPort, final UnaryOperator<String> texts, final int closeCode)
      throws IOException {
    this.hubPort = hubPort;
    this.texts = texts;
    this.closeCode = closeCode;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("relay", this::accept);
  }

  String uri() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** What a thread does until a socket is closed. */
  private interface Work {
    void run() throws IOException;
  }

  private static void start(final String name, final Work work) {
    final Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (final IOException e) {
                // Either side has closed, which is how a relay ends.
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      final Socket client = server.accept();
      final Socket hub = new Socket(InetAddress.getLoopbackAddress(), hubPort);
      sockets.add(client);
      sockets.add(hub);
      start("to-hub", () -> pass(client.getInputStream(), hub));
      start("to-client", () -> answer(hub.getInputStream(), client));
    }
  }

  private static void pass(final InputStream from, final Socket to) throws IOException {
    try {
      from.transferTo(to.getOutputStream());
    } finally {
      to.close();
    }
  }

  private void answer(final InputStream from, final Socket client) throws IOException {
    try {
      final InputStream in = new BufferedInputStream(from);
      final OutputStream out = client.getOutputStream();
      final ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
        final int next = in.read();
        if (next < 0) {
          return;
        }
        head.write(next);
      }
      out.write(head.toByteArray());
      if (!head.toString(StandardCharsets.ISO_8859_1).startsWith(UPGRADED)) {
        in.transferTo(out);
        return;
      }
      final DataInputStream frames = new DataInputStream(in);
      while (true) {
        relay(frames, out);
      }
    } finally {
      client.close();
    }
  }

  private void relay(final DataInputStream in, final OutputStream out) throws IOException {
    final int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (length == LENGTH_16) {
      length = in.readUnsignedShort();
    } else if (length > LENGTH_16) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    if (first == TEXT) {
      final String text = texts.apply(new String(payload, StandardCharsets.UTF_8));
      if (text == null) {
        return;
      }
      payload = text.getBytes(StandardCharsets.UTF_8);
    } else if (first == CLOSE && closeCode != 0) {
      payload = new byte[] {(byte) (closeCode >> 8), (byte) closeCode};
    }
    final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < LENGTH_16) {
      frame.write(payload.length);
    } else {
      frame.write(LENGTH_16);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  @Override
  public void close() {
    CloseHelper.quietClose(server);
    CloseHelper.quietCloseAll(sockets);
  }
}
