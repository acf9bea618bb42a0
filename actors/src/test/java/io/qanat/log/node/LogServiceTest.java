package io.qanat.log.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.qanat.codecs.log.LoadDecoder;
import io.qanat.codecs.log.LoadRefusedEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.codecs.log.QueryEncoder;
import io.qanat.entity.core.EntityKey;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log's service alone: what it does with bytes that are no request. */
class LogServiceTest {
  private static final long ENTITY = EntityKey.account(1);
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  private final List<String> events = new ArrayList<>();
  private boolean isClosing;
  private long taken = 1;

  private final ClientSession session =
      (ClientSession)
          Proxy.newProxyInstance(
              LogServiceTest.class.getClassLoader(),
              new Class<?>[] {ClientSession.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "id" -> 5L;
                    case "isClosing" -> isClosing;
                    case "offer" -> {
                      events.add(
                          "answer " + templateOf((DirectBuffer) arguments[0], (int) arguments[1]));
                      yield taken;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              LogServiceTest.class.getClassLoader(),
              new Class<?>[] {Cluster.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "role" -> Cluster.Role.LEADER;
                    case "logPosition" -> 64L;
                    case "idleStrategy" -> NoOpIdleStrategy.INSTANCE;
                    case "closeClientSession" -> {
                      events.add("closed " + arguments[0]);
                      isClosing = true;
                      yield true;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  });
  private final LogService service =
      new LogService(
          new Answers(null, SystemNanoClock.INSTANCE, events::add),
          new LogService.Listener() {
            @Override
            public void onRole(final Cluster.Role role) {}

            @Override
            public void onReady() {
              events.add("ready");
            }

            @Override
            public void onNotice(final String line) {
              events.add(line);
            }

            @Override
            public void onFailed(final String message, final Throwable cause) {
              throw new AssertionError(message, cause);
            }
          });

  LogServiceTest() {
    service.onStart(cluster, null);
  }

  @Test
  void whatIsNoRequestClosesItsSessionWithOneLine() {
    final byte[] load = BadRequests.load(ENTITY);
    assertThat(told(new byte[0])).containsExactly(closed("0 bytes", "TOO_SHORT"), "closed 5");
    assertThat(told(Arrays.copyOf(load, 30)))
        .containsExactly(closed("30 bytes", "TRUNCATED"), "closed 5");
    assertThat(told(Arrays.copyOf(load, load.length + 9)))
        .containsExactly(closed(load.length + 9 + " bytes", "TRAILING_BYTES"), "closed 5");
    assertThat(told(with(load, 4, 102)))
        .containsExactly(closed(load.length + " bytes", "UNKNOWN_SCHEMA"), "closed 5");
    assertThat(told(with(load, 2, 999)))
        .containsExactly(closed(load.length + " bytes", "UNKNOWN_TEMPLATE"), "closed 5");
    assertThat(told(with(load, 0, 3)))
        .containsExactly(closed(load.length + " bytes", "BLOCK_TOO_SHORT"), "closed 5");

    final byte[] query = BadRequests.query();
    query[HEADER + QueryEncoder.kindEncodingOffset()] = 99;
    assertThat(told(query))
        .containsExactly(closed(query.length + " bytes", "UNKNOWN_VALUE"), "closed 5");
  }

  @Test
  void aWholeMessageThatIsNoRequestIsRefusedToo() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final int length =
        HEADER
            + new LoadRefusedEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .entity(ENTITY)
                .encodedLength();
    assertThat(told(Arrays.copyOf(buffer.byteArray(), length)))
        .containsExactly(
            "log: session 5 is closed: it sent a message that is no request: template 21",
            "closed 5");
    assertThat(told(BadRequests.load(17)))
        .containsExactly("log: session 5 is closed: it sent a load of no entity: 17", "closed 5");
  }

  @Test
  void aSessionThatIsClosingIsNotClosedAgain() {
    isClosing = true;
    events.clear();
    onMessage(new byte[3]);
    assertThat(events).isEmpty();
  }

  /** Bounded: the log never waits for a client. */
  @Test
  void aClientThatTakesNoAnswerIsClosed() {
    taken = io.aeron.Publication.BACK_PRESSURED;
    final List<String> told = told(BadRequests.append(ENTITY));
    assertThat(told.subList(0, told.size() - 2)).hasSize(400).containsOnly("answer 20");
    assertThat(told.subList(told.size() - 2, told.size()))
        .containsExactly("log: session 5 is closed: it does not take its answers", "closed 5");
  }

  /** Whatever comes, the service goes on, and what is stored is what whole requests stored. */
  @ParameterizedTest
  @ValueSource(longs = {3, 20_261_124})
  void survivesAnyBytes(final long seed) {
    final BadRequests requests = new BadRequests(seed, EntityKey.account(99));
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      final List<String> told = told(requests.next());
      if (told.contains("closed 5")) {
        assertThat(told).as("seed %d frame %d", seed, i).hasSize(2);
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(10_000, 99_000);

    assertThat(told(BadRequests.append(ENTITY))).containsExactly("answer 20");
  }

  private List<String> told(final byte[] frame) {
    events.clear();
    isClosing = false;
    onMessage(frame);
    return events;
  }

  private void onMessage(final byte[] frame) {
    // In the middle of a buffer: whoever reads beyond the frame reads something else.
    final byte[] around = new byte[frame.length + 64];
    Arrays.fill(around, (byte) 0x5A);
    System.arraycopy(frame, 0, around, 32, frame.length);
    service.onSessionMessage(session, 0, new UnsafeBuffer(around), 32, frame.length, null);
  }

  private static String closed(final String length, final String check) {
    return "log: session 5 is closed: it sent "
        + length
        + " that are no whole message of the log: "
        + check;
  }

  private static byte[] with(final byte[] frame, final int at, final int value) {
    final byte[] changed = frame.clone();
    new UnsafeBuffer(changed).putShort(at, (short) value, ByteOrder.LITTLE_ENDIAN);
    return changed;
  }

  private static int templateOf(final DirectBuffer buffer, final int offset) {
    return buffer.getShort(offset + 2, LoadDecoder.BYTE_ORDER);
  }
}
