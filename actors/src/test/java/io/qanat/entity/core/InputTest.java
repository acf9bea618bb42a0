package io.qanat.entity.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderCancelEncoder;
import io.qanat.codecs.entity.PeerAckEncoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.codecs.entity.WakeInputEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes: what is whole is read, everything else is refused with one reason. */
class InputTest {
  private static final MessageHeaderEncoder HEADER = new MessageHeaderEncoder();
  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

  private final Input input = new Input();

  @Test
  void readsAPeersMessage() {
    wrap(peer(cancelBody()));
    assertThat(List.of(input.source(), input.sender(), input.channelSeq(), input.ackThrough()))
        .containsExactly(Input.Source.PEER, EntityKey.account(7), 3L, 2L);
    assertThat(cancelledOrder()).isEqualTo(42);
  }

  @Test
  void readsAClientsMessage() {
    wrap(client(orderCancelRequest()));
    assertThat(
            List.of(
                input.source(),
                input.partner(),
                input.session(),
                input.incarnation(),
                input.seqNum(),
                input.requestId()))
        .containsExactly(Input.Source.CLIENT, 1L, 2L, 3L, 4L, 5L);
    assertThat(input.schemaId()).isEqualTo(OrderCancelRequestDecoder.SCHEMA_ID);
    assertThat(input.templateId()).isEqualTo(OrderCancelRequestDecoder.TEMPLATE_ID);
  }

  @Test
  void readsAnOperatorsAct() {
    wrap(admin(cancelBody()));
    assertThat(List.of(input.source(), input.requestId(), input.who(), input.why()))
        .containsExactly(Input.Source.ADMIN, 9L, "anna", "because");
    assertThat(cancelledOrder()).isEqualTo(42);
  }

  @Test
  void readsAWakeUp() {
    wrap(wake());
    assertThat(input.source()).isEqualTo(Input.Source.WAKE);
    assertThat(input.body()).isNull();
  }

  @Test
  void refusesWhatIsNoInput() {
    final byte[] whole = client(orderCancelRequest());
    assertRefused(new byte[5], "input of 5 bytes is not whole: TOO_SHORT");
    assertRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "input of " + (whole.length - 1) + " bytes is not whole: TRUNCATED");
    assertRefused(
        Arrays.copyOf(whole, whole.length + 1),
        "input of " + (whole.length + 1) + " bytes is not whole: TRAILING_BYTES");
    final byte[] bare = orderCancelRequest();
    assertRefused(bare, "input of " + bare.length + " bytes is not whole: UNKNOWN_SCHEMA");
    assertRefused(peerAck(), "not an input: template 2");
  }

  @Test
  void refusesABodyThatIsNotWhole() {
    final byte[] body = orderCancelRequest();
    final byte[] piece = Arrays.copyOf(body, body.length - 1);
    assertRefused(client(piece), "body of " + piece.length + " bytes is not whole: TRUNCATED");
    assertRefused(client(new byte[2]), "body of 2 bytes is not whole: TOO_SHORT");
    assertThatThrownBy(() -> input.wrapQuery(new UnsafeBuffer(piece), 0, piece.length, 1, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("body of " + piece.length + " bytes is not whole: TRUNCATED");
  }

  /** The core answers what it does not know: here nobody can say what it means. */
  @Test
  void leavesABodyOfAnotherSchemaToTheCore() {
    final byte[] body = cancelBody();
    new UnsafeBuffer(body).putShort(4, (short) 999);
    wrap(peer(body));
    assertThat(input.schemaId()).isEqualTo(999);
  }

  /** Whatever is not refused can be read, and nothing outside the frame is. */
  @ParameterizedTest
  @ValueSource(longs = {11, 20_261_124})
  void survivesAnyBytes(final long seed) {
    final Random random = new Random(seed);
    final List<byte[]> whole =
        List.of(peer(cancelBody()), client(orderCancelRequest()), admin(cancelBody()), wake());
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      final byte[] frame = damage(random, whole.get(random.nextInt(whole.size())));
      try {
        wrap(frame);
        if (input.body() != null) {
          assertThat(input.bodyOffset() + input.bodyLength())
              .as("seed %d frame %d", seed, i)
              .isLessThanOrEqualTo(frame.length);
        }
      } catch (final IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(10_000, 99_000);
  }

  private static byte[] damage(final Random random, final byte[] whole) {
    byte[] frame = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> frame = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      case 1 -> frame = Arrays.copyOf(whole, whole.length + random.nextInt(40));
      case 2 -> {
        random.nextBytes(frame);
        System.arraycopy(whole, 0, frame, 0, HEADER_LENGTH);
      }
      default -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
      }
    }
    return frame;
  }

  private void wrap(final byte[] frame) {
    input.wrap(new UnsafeBuffer(frame), 0, frame.length, 1_000);
  }

  private void assertRefused(final byte[] frame, final String message) {
    assertThatThrownBy(() -> wrap(frame))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private long cancelledOrder() {
    return new OrderCancelDecoder()
        .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version())
        .orderId();
  }

  private static byte[] cancelBody() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    return cut(
        buffer,
        new OrderCancelEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .orderId(42)
            .requestNo(1)
            .encodedLength());
  }

  private static byte[] orderCancelRequest() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    return cut(
        buffer,
        new OrderCancelRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .encodedLength());
  }

  private static byte[] peer(final byte[] body) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    return cut(
        buffer,
        new PeerInputEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .sender(EntityKey.account(7))
            .channelSeq(3)
            .ackThrough(2)
            .putBody(body, 0, body.length)
            .encodedLength());
  }

  private static byte[] client(final byte[] body) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    return cut(
        buffer,
        new ClientInputEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .partner(1)
            .session(2)
            .incarnation(3)
            .seqNum(4)
            .requestId(5)
            .putBody(body, 0, body.length)
            .encodedLength());
  }

  private static byte[] admin(final byte[] body) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    return cut(
        buffer,
        new AdminInputEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .requestId(9)
            .putBody(body, 0, body.length)
            .who("anna")
            .why("because")
            .encodedLength());
  }

  private static byte[] wake() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    return cut(
        buffer,
        new WakeInputEncoder().wrapAndApplyHeader(buffer, 0, HEADER).dueAt(5).encodedLength());
  }

  private static byte[] peerAck() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    return cut(
        buffer,
        new PeerAckEncoder()
            .wrapAndApplyHeader(buffer, 0, HEADER)
            .sender(EntityKey.account(7))
            .ackThrough(1)
            .encodedLength());
  }

  private static byte[] cut(final UnsafeBuffer buffer, final int encodedLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER_LENGTH + encodedLength);
  }
}
