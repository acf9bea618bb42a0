package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.codecs.value.Fixed8;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Bytes of every message of a partner who has logged on are spoiled, one at a time (each of them in
 * the soak), and frames of every template of every schema are thrown, while another partner trades:
 * each is answered or ends that connection with a code, nothing fails inside, nothing is kept, the
 * other one notices nothing.
 */
class HubFuzzTest {
  private static final long SEED = 20_261_124;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long HEAP_GROWTH_MAX = 96L << 20;
  private static final int SCHEMAS_FROM = 100;
  private static final int SCHEMAS_TO = 106;
  private static final int TEMPLATES_MAX = 48;
  private static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;

  /** All bytes of the header are spoiled, and one of so many behind it. */
  private static final int STRIDE = 9;

  @Test
  void spoiledFramesAreAnsweredAndNobodyElseNotices() throws IOException, InterruptedException {
    spoil(STRIDE);
  }

  @Tag("soak")
  @Test
  void everyByteIsSpoiled() throws IOException, InterruptedException {
    spoil(1);
  }

  private static void spoil(final int stride) throws IOException, InterruptedException {
    final Failures failures = Failures.listen();
    try (CertificationHub hub = new CertificationHub();
        Floor floor = new Floor(hub.somebodyElse(), System.currentTimeMillis())) {
      final Instrument instrument = new Discovery(floor).find();
      final Witness witness = new Witness(hub);
      final Attacker attacker = new Attacker(floor, instrument);
      attacker.spoilBytes(stride);
      final long heapBefore = usedHeap();
      attacker.throwEveryTemplate();
      final Map<String, Integer> streams = new StreamAttacker(hub.somebodyElse(), SEED).attack();
      final int orders = witness.stop();
      assertThat(streams)
          .as("ends of streams, seed=%d", SEED)
          .containsKeys("1000", "1002", "1003", "1007", "1009");
      assertThat(attacker.ends)
          .as("seed=%d", SEED)
          .containsKeys(
              "DECODING_ERROR", "UNKNOWN_TEMPLATE", "UNSUPPORTED_SCHEMA", "SEQUENCE_TOO_LOW");
      assertThat(attacker.answered)
          .as("frames answered, seed=%d", SEED)
          .isGreaterThan(stride == 1 ? 200 : 30);
      assertThat(usedHeap() - heapBefore).as("seed=%d", SEED).isLessThan(HEAP_GROWTH_MAX);
      assertThat(orders).as("orders of the other partner").isGreaterThan(20);
      attacker.close();
      awaitNoOpenRequest(hub);
      assertThat(hub.hub.node().audit().isSound()).as("the log proves itself").isTrue();
    } finally {
      failures.stop();
    }
    assertThat(failures.heard).as("seed=%d", SEED).isEmpty();
  }

  /** The hub asks its own questions too, for refreshes, so one may be open at any moment. */
  private static void awaitNoOpenRequest(final CertificationHub hub) {
    final long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (hub.hub.node().edgeCounters().requestsOpen.value() != 0) {
      assertThat(System.nanoTime() - deadline).as("a request stays open").isNegative();
      LockSupport.parkNanos(100_000);
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Logs on, throws one frame after the other, and logs on again whenever it was cut off. */
  private static final class Attacker implements AutoCloseable {
    private static final int LOGONS_PER_DESK = 50;

    private final Floor floor;
    private final Instrument instrument;
    private final Random random = new Random(SEED);
    private final Map<String, Integer> ends = new TreeMap<>();
    private int answered;
    private int number = 1_000;
    private int frames;
    private int logons;
    private Desk desk;
    private Trader trader;

    Attacker(final Floor floor, final Instrument instrument) {
      this.floor = floor;
      this.instrument = instrument;
    }

    /** The header's bytes, and behind it every {@code stride}th, from another one on each time. */
    void spoilBytes(final int stride) {
      final int kinds = good().size();
      for (int kind = 0; kind < kinds; kind++) {
        final int length = good().get(kind).length;
        for (int at = 0; at < length; at += step(at, kind, stride)) {
          final byte[] frame = good().get(kind);
          final byte spoiled = (byte) (frame[at] ^ (1 + random.nextInt(255)));
          frame[at] = spoiled;
          send(frame, "kind " + kind + " byte " + at + " value " + spoiled);
        }
      }
    }

    private static int step(final int at, final int kind, final int stride) {
      if (at < BLOCK - 1) {
        return 1;
      }
      return at == BLOCK - 1 ? 1 + kind % stride : stride;
    }

    /**
     * Every template that any schema has or may have, short, right and long, with random content.
     */
    void throwEveryTemplate() {
      for (int schema = SCHEMAS_FROM; schema <= SCHEMAS_TO; schema++) {
        for (int template = 0; template <= TEMPLATES_MAX; template += schema == 101 ? 1 : 7) {
          final byte[] frame = new byte[BLOCK + random.nextInt(200)];
          random.nextBytes(frame);
          final UnsafeBuffer header = new UnsafeBuffer(frame);
          header.putShort(0, (short) (frame.length - BLOCK), ByteOrder.LITTLE_ENDIAN);
          header.putShort(2, (short) template, ByteOrder.LITTLE_ENDIAN);
          header.putShort(4, (short) schema, ByteOrder.LITTLE_ENDIAN);
          header.putShort(6, (short) random.nextInt(3), ByteOrder.LITTLE_ENDIAN);
          send(frame, "schema " + schema + " template " + template);
        }
      }
    }

    /** Every message of clients as it should be, numbered to be the next. */
    private List<byte[]> good() {
      session();
      final Ids ids = new Ids(trader.nextSeqNum(), floor.target().account());
      final OrderRequest order =
          desk.limit("f" + frames++, Side.BUY, 1, -5, TimeInForce.IMMEDIATE_OR_CANCEL);
      return new ArrayList<>(
          List.of(
              Frames.newOrder(ids.seqNum, order, 1),
              Frames.cancel(ids.seqNum, ids.account, 0, 1, "c" + frames, "orig"),
              Frames.newOrder(ids.seqNum, order, 1, special -> special.minQty(order.orderQty())),
              Frames.replace(
                  ids.seqNum, ids.account, order.price(), order.orderQty(), 1, "r", "orig", null),
              Frames.replace(
                  ids.seqNum,
                  ids.account,
                  order.price(),
                  order.orderQty(),
                  1,
                  "r",
                  "orig",
                  special -> special.displayQty(0)),
              Frames.massAction(
                  ids.seqNum, ids.account, 3, 1, "m" + frames, MassActionScope.SECURITY),
              Frames.status(ids.seqNum, ids.account, 0, "orig"),
              Frames.claim(ids.seqNum, ids.account),
              Frames.reportAck(ids.seqNum, ids.account, 0),
              Frames.retransmit(ids.account, 1, 1),
              Frames.massQuote(ids.seqNum, instrument.securityId()),
              Frames.priceRequest(ids.seqNum, instrument.securityId(), ids.account),
              Frames.providerReport(ids.seqNum, instrument.securityId(), 1),
              Frames.sequence(trader.logon().incarnation(), ids.seqNum),
              Frames.terminate(trader.logon().session(), trader.logon().incarnation()),
              desk.logonRequest().frame(),
              Desk.establish(trader.logon(), 1_000, 1, true)));
    }

    private record Ids(long seqNum, long account) {}

    private void session() {
      if (desk == null || logons >= LOGONS_PER_DESK) {
        close();
        desk = new Desk(floor, instrument, number++);
        logons = 0;
        trader = null;
      }
      if (trader == null || !trader.isUsable()) {
        logons++;
        trader = desk.claimed(desk.logon());
      }
    }

    /** Throws it; then the hub must answer a good question, or have said why it does not. */
    private void send(final byte[] frame, final String what) {
      session();
      try {
        trader.send(frame);
        trader.skip(isNumbered(frame) ? 1 : 0);
        trader.status(desk.limit("q" + frames, Side.BUY, 1, 0, TimeInForce.DAY), 0);
      } catch (final CaseFailure closed) {
        // Cut off between two sends: what was said then is read below.
        ends.merge("CLOSED", 1, Integer::sum);
      }
      final Heard last =
          trader.take(
              "an answer to " + what + " seed=" + SEED,
              heard ->
                  heard.templateId() == TerminateDecoder.TEMPLATE_ID
                      || heard.clOrdId().equals(desk.clOrdIdOf("q" + frames)));
      if (last.templateId() == TerminateDecoder.TEMPLATE_ID) {
        ends.merge(last.terminate().code().name(), 1, Integer::sum);
        assertThat(last.terminate().text())
            .as(what)
            .doesNotContain("Exception", "java.", "io.qanat");
        trader = null;
      } else {
        answered++;
        trader.inbox().forEach(heard -> assertThat(heard.toString()).doesNotContain("Exception"));
        trader.inbox().clear();
        trader.acknowledgeAll(floor.target().account());
      }
    }

    private boolean isNumbered(final byte[] frame) {
      if (frame.length < BLOCK + Long.BYTES) {
        return false;
      }
      final UnsafeBuffer buffer = new UnsafeBuffer(frame);
      return buffer.getLong(BLOCK, ByteOrder.LITTLE_ENDIAN) == trader.nextSeqNum();
    }

    @Override
    public void close() {
      if (desk != null) {
        desk.close();
      }
    }
  }

  /** The other partner: trades all the while through the client library, and is answered. */
  private static final class Witness implements OrderEntryListener {
    private static final long ANSWER_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final OrderEntryClient client;
    private final Thread thread = new Thread(this::trade, "witness");
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private boolean claimed;
    private String ended = "";
    private int answered;

    Witness(final CertificationHub hub) {
      final Target target = hub.certified();
      client =
          OrderEntryClient.connect(
              hub.aeron,
              new OrderEntrySettings()
                  .ipc()
                  .credentials(
                      target.partner(),
                      90,
                      target.accessKeyId(),
                      target.secret().getBytes(StandardCharsets.US_ASCII)),
              this);
      thread.start();
    }

    private void trade() {
      while (client.state() != OrderEntryClient.State.CLOSED
          && client.state() != OrderEntryClient.State.ESTABLISHED) {
        client.poll();
      }
      client.claimAccount(1, 0);
      pollUntil(() -> claimed, "claim");
      int orders = 0;
      while (!stop.get() && wrong.isEmpty()) {
        final String clOrdId = "w" + orders++;
        pollUntil(() -> order(clOrdId) == Offer.SENT, "order " + clOrdId);
        pollUntil(() -> ended.equals(clOrdId), "answer to " + clOrdId);
        answered++;
        // Well within the published 100 a second.
        final long next = System.nanoTime() + PACE_NANOS;
        pollUntil(() -> System.nanoTime() - next >= 0, "pause");
      }
      client.close();
    }

    private Offer order(final String clOrdId) {
      return client.newOrder(
          1,
          1,
          clOrdId,
          Side.BUY,
          OrdType.LIMIT,
          TimeInForce.IMMEDIATE_OR_CANCEL,
          Fixed8.parse("50"),
          Fixed8.parse("20"));
    }

    private void pollUntil(final java.util.function.BooleanSupplier condition, final String what) {
      final long deadline = System.nanoTime() + ANSWER_NANOS_MAX;
      while (!condition.getAsBoolean() && wrong.isEmpty()) {
        if (client.poll() == 0) {
          LockSupport.parkNanos(50_000);
        }
        if (System.nanoTime() - deadline > 0) {
          wrong.add("not within 10 s: " + what);
        }
      }
    }

    /** Ends it; returns how many orders were answered, which is all of them. */
    int stop() throws InterruptedException {
      stop.set(true);
      thread.join(TimeUnit.SECONDS.toMillis(20));
      assertThat(wrong).isEmpty();
      return answered;
    }

    @Override
    public void onAccountClaimed(final long account, final long next, final long oldest) {
      claimed = true;
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
      if (report.leavesQty() == 0) {
        ended = report.clOrdId();
      }
    }

    @Override
    public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
      wrong.add(reject.toString());
    }

    @Override
    public void onClosed(final CloseReason reason) {
      if (reason != CloseReason.CLOSED_BY_CALLER) {
        wrong.add(reason.toString());
      }
    }
  }

  /** Everything that was logged as an error, or with a stack trace. */
  private static final class Failures extends AppenderBase<ILoggingEvent> {
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    static Failures listen() {
      final Failures failures = new Failures();
      failures.start();
      root().addAppender(failures);
      return failures;
    }

    private static Logger root() {
      return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(final ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
        heard.add(
            event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                    ? ""
                    : " " + event.getThrowableProxy().getMessage()));
      }
    }

    @Override
    public void stop() {
      root().detachAppender(this);
      super.stop();
    }
  }
}
