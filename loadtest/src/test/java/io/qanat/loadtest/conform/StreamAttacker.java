package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.loadtest.hub.RawStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Throws at streams what is no frame, no message or no request: each is refused with an error, or
 * ends the stream with a code.
 */
final class StreamAttacker {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int RANDOM_STREAMS = 20;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int UNFINISHED_TEXT = 0x01;
  private static final int CONTINUATION = 0x80;

  private final URI hub;
  private final String key;
  private final Random random;
  private final Map<String, Integer> ends = new TreeMap<>();

  StreamAttacker(final Target target, final long seed) {
    hub = URI.create(target.httpUri());
    key = target.partner() + "." + target.accessKeyId() + "." + target.secret();
    random = new Random(seed);
  }

  /** How often each close code ended a stream; 0: an end without one. */
  Map<String, Integer> attack() throws IOException {
    expectClose(1002, "reserved bits", s -> s.frame(TEXT | 0x40, bytes("{}")));
    expectClose(1002, "an unknown opcode", s -> s.frame(0x83, bytes("{}")));
    expectClose(1002, "a continuation of nothing", s -> s.frame(CONTINUATION, bytes("{}")));
    expectClose(1002, "a long ping", s -> s.frame(0x89, new byte[126]));
    expectClose(1002, "a ping in parts", s -> s.frame(0x09, new byte[1]));
    expectClose(1002, "a frame without a mask", s -> s.send(new byte[] {(byte) TEXT, 2, '{', '}'}));
    expectClose(
        1002,
        "a message inside another",
        s -> {
          s.frame(UNFINISHED_TEXT, bytes("{"));
          s.frame(TEXT, bytes("{}"));
        });
    expectClose(1003, "binary", s -> s.frame(BINARY, new byte[10]));
    expectClose(1007, "no UTF-8", s -> s.frame(TEXT, new byte[] {'"', (byte) 0xC3, 0x28, '"'}));
    expectClose(1009, "a long message", s -> s.frame(TEXT, new byte[100_000]));
    expectClose(
        1009,
        "a frame that says it is endless",
        s ->
            s.send(
                new byte[] {
                  (byte) TEXT, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4
                }));
    expectClose(
        1009,
        "a message of endlessly many parts",
        s -> {
          s.frame(UNFINISHED_TEXT, new byte[1_000]);
          for (int i = 0; i < 10; i++) {
            s.frame(0, new byte[1_000]);
          }
        });
    expectClose(1000, "a good-bye", s -> s.frame(0x88, new byte[] {0x03, (byte) 0xE8}));
    // It does not read either: on a busy machine that is what it is cut off for first.
    expectClose(List.of(4429, 4409), "a flood", this::flood);
    for (final String wrong :
        List.of(
            "",
            "nonsense",
            "[".repeat(1_000),
            "{\"a\":".repeat(500),
            "{\"type\":\"subscribe\",\"type\":\"subscribe\"}",
            "{\"type\":1e400000}",
            "{\"type\":\"subscribe\",\"channel\":\"prices\",\"symbol\":\""
                + "A".repeat(3_000)
                + "\"}",
            "{\"type\":\"subscribe\",\"channel\":\"prices\",\"symbol\":\"1\",\"depth\":-1}",
            "{\"type\":\"subscribe\",\"channel\":\"reports\",\"account\":9223372036854775808}",
            "{\"type\":\"subscribe\",\"channel\":\"reports\",\"account\":1,\"afterReport\":1.5}",
            "{\"type\":\"subscribe\",\"channel\":\"trades\",\"symbol\":null}",
            "{\"type\":\"logon\",\"key\":\"\\u0000\"}",
            "{\"type\":{\"type\":{}}}")) {
      expectError(wrong);
    }
    for (int i = 0; i < RANDOM_STREAMS; i++) {
      garbage();
    }
    return ends;
  }

  /** What is done to a stream. */
  private interface Throw {
    void at(RawStream stream) throws IOException;
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void expectClose(final int code, final String what, final Throw attack)
      throws IOException {
    expectClose(List.of(code), what, attack);
  }

  private void expectClose(final List<Integer> codes, final String what, final Throw attack)
      throws IOException {
    try (RawStream stream = new RawStream(hub, key, 1 << 16)) {
      attack.at(stream);
      final int end = stream.readToEnd(TIMEOUT);
      assertThat(end).as(what).isIn(codes);
      ends.merge(Integer.toString(end), 1, Integer::sum);
    }
  }

  private void flood(final RawStream stream) {
    try {
      for (int i = 0; i < 3_000; i++) {
        stream.text("{\"type\":\"heartbeat\"}");
      }
    } catch (final IOException e) {
      // It was cut off while it was at it; the code is read below.
      assertThat(e).isInstanceOf(java.net.SocketException.class);
    }
  }

  private void expectError(final String wrong) throws IOException {
    try (RawStream stream = new RawStream(hub, key, 1 << 16)) {
      stream.text(wrong);
      String text = stream.read(TIMEOUT).text();
      while (!text.contains("\"error\"")) {
        text = stream.read(TIMEOUT).text();
      }
      assertThat(text)
          .as(wrong)
          .contains("/problems/")
          .doesNotContain("Exception", "java.", "io.qanat", "jackson");
      // The stream goes on.
      stream.text("{\"type\":\"heartbeat\"}");
      while (!text.contains("\"heartbeat\"")) {
        text = stream.read(TIMEOUT).text();
      }
    }
  }

  /** Random bytes where frames should be. */
  private void garbage() throws IOException {
    try (RawStream stream = new RawStream(hub, key, 1 << 16)) {
      final byte[] bytes = new byte[2_000];
      random.nextBytes(bytes);
      // A first byte that asks for something, so that it is not a frame still to come.
      bytes[0] = (byte) (0x80 | random.nextInt(16));
      bytes[1] = (byte) (0x80 | random.nextInt(100));
      stream.send(bytes);
      final int end = stream.readToEnd(TIMEOUT);
      ends.merge(Integer.toString(end), 1, Integer::sum);
    } catch (final java.net.SocketException e) {
      ends.merge("0", 1, Integer::sum);
    }
  }
}
