package io.qanat.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.aeron.Aeron;
import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateEncoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.hub.EmbeddedHub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One partner's clients try everything that a client must not, against a running hub; each attempt
 * gets its clear code. All the while another partner's client trades, and every order of its own is
 * answered in time.
 */
class HostileClientsIT {
  private static final long TRADER = 1;
  private static final long ATTACKER = 2;
  private static final long TRADERS_ACCOUNT = 11;
  private static final long ATTACKERS_ACCOUNT = 21;
  private static final long SECURITY = 1;
  private static final String TRADERS_SECRET = "a-secret-of-the-trading-partner";
  private static final String ATTACKERS_SECRET = "a-secret-of-the-other-partner";
  private static final byte[] ATTACKERS_KEY =
      KeyDerivation.standard("attacker")
          .saltedKey(ATTACKERS_SECRET.getBytes(StandardCharsets.US_ASCII));

  /** Generous for a loaded machine, yet far below any time-out. */
  private static final long STUTTER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int GARBAGE_FRAMES = 400;
  private static final long SEED = 20_261_125;

  @TempDir private Path folder;
  private EmbeddedHub hub;
  private Aeron aeron;

  @Test
  void everyAttackGetsItsCodeAndTheOthersTradeOn() throws InterruptedException {
    try (EmbeddedHub started = EmbeddedHub.start(folder, setup());
        Aeron client =
            Aeron.connect(
                new Aeron.Context().aeronDirectoryName(started.node().aeronDirectoryName()))) {
      hub = started;
      aeron = client;
      final Trader trader = new Trader();
      final Thread trading = new Thread(trader, "trader");
      trading.start();
      waitFor("the trader's first answers", () -> trader.answered.get() > 20);

      wrongKeys();
      replayedLogons();
      malformedFrames();
      hugePayloads();
      nonsenseOrders();
      garbage();

      trader.isStopping = true;
      trading.join(TimeUnit.SECONDS.toMillis(60));
      assertThat(trader.failure).isNull();
      assertThat(trader.answered.get()).as("orders answered").isEqualTo(trader.sent);
      assertThat(trader.refused).as("orders not accepted").isEmpty();
      assertThat(trader.worstNanos).as("longest wait, ns").isLessThan(STUTTER_NANOS);
      assertThat(hub.node().audit().isSound()).isTrue();
    }
  }

  private void wrongKeys() {
    final String secret = ATTACKERS_SECRET;
    assertThat(logon(ATTACKER, 1, "attacker", "wrong")).isEqualTo("CREDENTIALS");
    assertThat(logon(ATTACKER, 1, "unknown", secret)).isEqualTo("CREDENTIALS");
    assertThat(logon(TRADER, 1, "trader", secret)).isEqualTo("CREDENTIALS");
    assertThat(logon(TRADER, 1, "attacker", secret)).isEqualTo("CREDENTIALS");
    assertThat(logon(999, 1, "attacker", secret)).isEqualTo("CREDENTIALS");
    assertThat(logon(ATTACKER, 4_000_000_000L, "attacker", secret))
        .isEqualTo("SESSION_NOT_ALLOWED");
  }

  private void replayedLogons() {
    final long now = SystemEpochNanoClock.INSTANCE.nanoTime();
    final byte[] logon = negotiate(3, now, now);
    try (RawClient first = raw()) {
      assertThat(first.send(logon).answer()).isEqualTo("NegotiationResponse");
    }
    try (RawClient again = raw()) {
      assertThat(again.send(logon).answer()).isEqualTo("NegotiationReject DUPLICATE_INCARNATION");
    }
    try (RawClient late = raw()) {
      final long longAgo = now - TimeUnit.HOURS.toNanos(1);
      assertThat(late.send(negotiate(3, now + 1, longAgo)).answer())
          .isEqualTo("NegotiationReject CLOCK_SKEW");
    }
    // The proof is of one incarnation: with another one it is worth nothing.
    final byte[] changed = logon.clone();
    changed[MessageHeaderEncoder.ENCODED_LENGTH + NegotiateEncoder.incarnationEncodingOffset()]++;
    try (RawClient forged = raw()) {
      assertThat(forged.send(changed).answer()).isEqualTo("NegotiationReject CREDENTIALS");
    }
  }

  private void malformedFrames() {
    final long now = SystemEpochNanoClock.INSTANCE.nanoTime();
    final byte[] logon = negotiate(4, now, now);
    assertThat(sentFirst(new byte[3])).isEqualTo("Terminate DECODING_ERROR");
    assertThat(sentFirst(Arrays.copyOf(logon, logon.length - 1)))
        .isEqualTo("Terminate DECODING_ERROR");
    assertThat(sentFirst(Arrays.copyOf(logon, logon.length + 1)))
        .isEqualTo("Terminate DECODING_ERROR");
    assertThat(sentFirst(withShort(logon, 4, 104))).isEqualTo("Terminate UNSUPPORTED_SCHEMA");
    assertThat(sentFirst(withShort(logon, 2, 999))).isEqualTo("Terminate UNKNOWN_TEMPLATE");
  }

  private void hugePayloads() {
    assertThat(sentFirst(new byte[1_025])).isEqualTo("Terminate FRAME_TOO_LARGE");
    assertThat(sentFirst(new byte[1_000_000])).isEqualTo("Terminate FRAME_TOO_LARGE");
  }

  /** Well-formed and logged on, yet nothing that could be traded. */
  private void nonsenseOrders() {
    final Heard heard = new Heard();
    try (OrderEntryClient client =
        OrderEntryClient.connect(
            aeron, settings(ATTACKER, 5, "attacker", ATTACKERS_SECRET), heard)) {
      poll(client, "established", () -> client.state() == OrderEntryClient.State.ESTABLISHED);
      client.claimAccount(ATTACKERS_ACCOUNT, 0);
      poll(client, "claimed", () -> heard.claimed);
      final long one = Fixed8.ONE;
      final long most = Long.MAX_VALUE;
      final Attempt[] attempts = {
        new Attempt(999, 100 * one, one, "UNKNOWN_SYMBOL"),
        new Attempt(-1, 100 * one, one, "UNKNOWN_SYMBOL"),
        new Attempt(SECURITY, 100 * one, most, "INCORRECT_QUANTITY"),
        new Attempt(SECURITY, 100 * one, most - most % one, "INCORRECT_QUANTITY"),
        new Attempt(SECURITY, 100 * one, 0, "INVALID_FIELD"),
        new Attempt(SECURITY, 100 * one, -one, "INVALID_FIELD"),
        new Attempt(SECURITY, 100 * one, Long.MIN_VALUE, "INVALID_FIELD"),
        new Attempt(SECURITY, most - most % one, one, "PRICE_EXCEEDS_BAND"),
        new Attempt(SECURITY, -100 * one, one, "PRICE_NOT_POSITIVE"),
        // Within every single limit, and beyond 64 bits together.
        new Attempt(2, 90_000_000_000L * one, 90_000_000_000L * one, "ORDER_EXCEEDS_LIMIT"),
      };
      int number = 0;
      for (final Attempt attempt : attempts) {
        heard.words.clear();
        final String clOrdId = "n" + number++;
        poll(
            client,
            "room for " + attempt,
            () ->
                client.newOrder(
                        ATTACKERS_ACCOUNT,
                        attempt.securityId,
                        clOrdId,
                        Side.BUY,
                        OrdType.LIMIT,
                        TimeInForce.DAY,
                        attempt.price,
                        attempt.quantity)
                    == Offer.SENT);
        poll(client, "the answer to " + attempt, () -> !heard.words.isEmpty());
        assertThat(heard.words).as("%s", attempt).containsExactly(attempt.expected);
      }
      heard.words.clear();
      client.newOrder(
          TRADERS_ACCOUNT, SECURITY, "x", Side.BUY, OrdType.LIMIT, TimeInForce.DAY, one, one);
      poll(client, "the answer about another's account", () -> !heard.words.isEmpty());
      assertThat(heard.words).containsExactly("UNKNOWN_ID");
    }
  }

  private record Attempt(long securityId, long price, long quantity, String expected) {}

  /** Random bytes over many connections, without waiting for what the hub says to them. */
  private void garbage() {
    final Random random = new Random(SEED);
    for (int connection = 0; connection < 10; connection++) {
      try (RawClient stranger = raw()) {
        stranger.send(new byte[random.nextInt(100)]);
        for (int i = 0; i < GARBAGE_FRAMES / 10; i++) {
          final byte[] frame = new byte[random.nextInt(3_000)];
          random.nextBytes(frame);
          stranger.trySend(frame);
        }
      }
    }
  }

  private RawClient raw() {
    return new RawClient(aeron, hub.node().gateway());
  }

  private String sentFirst(final byte[] frame) {
    try (RawClient stranger = raw()) {
      return stranger.send(frame).answer();
    }
  }

  private String logon(
      final long partner, final long session, final String key, final String secret) {
    final Heard heard = new Heard();
    try (OrderEntryClient client =
        OrderEntryClient.connect(aeron, settings(partner, session, key, secret), heard)) {
      poll(client, "a refusal", () -> heard.closed != null);
    }
    assertThat(heard.closed).isEqualTo(CloseReason.NEGOTIATION_REJECTED);
    return heard.negotiationReject.name();
  }

  private OrderEntrySettings settings(
      final long partner, final long session, final String key, final String secret) {
    return new OrderEntrySettings()
        .udp(
            hub.node().gateway().host(),
            hub.node().gateway().port(),
            hub.node().gateway().controlPort())
        .logonTimeoutNanos(TimeUnit.SECONDS.toNanos(20))
        .credentials(partner, session, key, secret.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] negotiate(
      final long session, final long incarnation, final long timestamp) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    final byte[] proof =
        LogonProof.proof(ATTACKERS_KEY, ATTACKER, session, incarnation, timestamp, "attacker");
    final NegotiateEncoder encoder =
        new NegotiateEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .partner(ATTACKER)
            .session(session)
            .incarnation(incarnation)
            .requestTimestamp(timestamp)
            .accessKeyId("attacker");
    for (int i = 0; i < proof.length; i++) {
      encoder.proof(i, (short) (proof[i] & 0xFF));
    }
    return Arrays.copyOf(
        buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }

  private static byte[] withShort(final byte[] frame, final int at, final int value) {
    final byte[] changed = frame.clone();
    new UnsafeBuffer(changed).putShort(at, (short) value);
    return changed;
  }

  private static void poll(
      final OrderEntryClient client, final String what, final BooleanSupplier condition) {
    waitFor(
        what,
        () -> {
          client.poll();
          return condition.getAsBoolean();
        });
  }

  private static void waitFor(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within 30 s: " + what);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  private static Map<String, ?> setup() {
    final String roll = LocalTime.now(ZoneOffset.UTC).plusHours(12).toSecondOfDay() + "s";
    final String text =
        """
        instruments = [
          {id = 1, symbol = LOAD, base-currency = LOAD, quote-currency = USD
           contract-type = cfd, contract-size = 1, tick-size = "0.01", lot-size = 1, min-qty = 1
           max-qty = 1000000, low-limit-price = "0.01", high-limit-price = 100000
           non-positive-prices-allowed = false, day-roll = ROLL}
          {id = 2, symbol = VAST, base-currency = VAST, quote-currency = USD
           contract-type = cfd, contract-size = 1, tick-size = "0.01", lot-size = 1, min-qty = 1
           max-qty = 91000000000, low-limit-price = "0.01", high-limit-price = 91000000000
           non-positive-prices-allowed = false, day-roll = ROLL}
        ]
        partners = [
          {id = 1, name = "Trader", messages-per-second-max = 100000, burst-max = 100000
           sessions-max = 10, live-orders-max = 100000, unacknowledged-reports-max = 100000
           day-roll = ROLL, keys = [{id = "trader", secret = "a-secret-of-the-trading-partner"}]
           accounts = [{id = 11, credit-limit = 1000000000, credit-currency = USD}]
           entitlements = [{symbol = LOAD, margin-rate = 0, maker-fee-rate = 0, taker-fee-rate = 0}]}
          {id = 2, name = "Attacker", messages-per-second-max = 1000, burst-max = 1000
           sessions-max = 10, live-orders-max = 1000, unacknowledged-reports-max = 1000
           day-roll = ROLL, keys = [{id = "attacker", secret = "a-secret-of-the-other-partner"}]
           accounts = [{id = 21, credit-limit = 1000000000, credit-currency = USD}]
           entitlements = [
             {symbol = LOAD, margin-rate = 1, maker-fee-rate = 0, taker-fee-rate = 0}
             {symbol = VAST, margin-rate = 1, maker-fee-rate = 0, taker-fee-rate = 0}]}
        ]
        """;
    return Map.of(
        "qanat.setup",
        ConfigFactory.parseString(text.replace("ROLL", roll)).root().unwrapped(),
        "qanat.gateway.aeron.negotiations-per-second-per-key",
        100);
  }

  /** What the hub says to one client, as the names of its codes. */
  private static final class Heard implements OrderEntryListener {
    private final List<String> words = new ArrayList<>();
    private NegotiationRejectCode negotiationReject;
    private CloseReason closed;
    private boolean claimed;

    @Override
    public void onNegotiationRejected(
        final NegotiationRejectCode code, final long lastIncarnation, final String text) {
      negotiationReject = code;
    }

    @Override
    public void onClosed(final CloseReason reason) {
      closed = reason;
    }

    @Override
    public void onAccountClaimed(final long account, final long next, final long oldest) {
      claimed = true;
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
      words.add(
          report.execType() == ExecType.REJECTED
              ? report.ordRejReason().name()
              : report.execType().name());
    }

    @Override
    public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
      words.add(reject.businessRejectReason().name());
    }
  }

  /** Sends an immediate-or-cancel order and waits for its end, again and again. */
  private final class Trader implements Runnable, OrderEntryListener {
    private volatile boolean isStopping;
    private final AtomicInteger answered = new AtomicInteger();
    private volatile Throwable failure;
    private volatile long worstNanos;
    private volatile List<String> refused = List.of();
    private volatile int sent;
    private boolean claimed;

    @Override
    public void run() {
      try (OrderEntryClient client =
          OrderEntryClient.connect(aeron, settings(TRADER, 1, "trader", TRADERS_SECRET), this)) {
        poll(client, "established", () -> client.state() == OrderEntryClient.State.ESTABLISHED);
        client.claimAccount(TRADERS_ACCOUNT, 0);
        poll(client, "claimed", () -> claimed);
        while (!isStopping) {
          final long begin = System.nanoTime();
          final int order = sent + 1;
          poll(
              client,
              "room for order " + order,
              () ->
                  client.newOrder(
                          TRADERS_ACCOUNT,
                          SECURITY,
                          "t" + order,
                          Side.BUY,
                          OrdType.LIMIT,
                          TimeInForce.IMMEDIATE_OR_CANCEL,
                          100 * Fixed8.ONE,
                          Fixed8.ONE)
                      == Offer.SENT);
          sent = order;
          poll(client, "the end of order " + order, () -> answered.get() == order);
          worstNanos = Math.max(worstNanos, System.nanoTime() - begin);
        }
      } catch (final RuntimeException | AssertionError e) {
        failure = e;
      }
    }

    @Override
    public void onAccountClaimed(final long account, final long next, final long oldest) {
      claimed = true;
    }

    @Override
    public void onExecutionReport(final ExecutionReportDecoder report) {
      switch (report.execType()) {
        case NEW -> {
          // Its end follows.
        }
        case CANCELED, EXPIRED -> answered.incrementAndGet();
        default -> refuse(report.execType() + " " + report.ordRejReason());
      }
    }

    @Override
    public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
      refuse(reject.businessRejectReason().name());
    }

    private void refuse(final String what) {
      final List<String> all = new ArrayList<>(refused);
      all.add(what);
      refused = List.copyOf(all);
      answered.incrementAndGet();
    }
  }
}
