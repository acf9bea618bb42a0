package io.qanat.hub.gateway.aeron;

import static io.qanat.hub.gateway.aeron.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.hub.gateway.FrameMutator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While strangers throw garbage at the gateway, a well-behaved client trades as if alone. */
class GatewayFuzzTest {
  private static final int ORDERS = 400;
  private static final int ATTACKS = 60;
  private static final int FRAMES_PER_ATTACK = 40;
  private static final int CONNECTIONS_MAX = 20;

  /** Generous for a loaded machine, yet far below a client's keep-alive. */
  private static final long STUTTER_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  @ParameterizedTest
  @ValueSource(longs = {3, 11})
  void nobodyElseStutters(final long seed) throws InterruptedException {
    try (GatewayFixture hub =
        new GatewayFixture("connections-max = " + CONNECTIONS_MAX + ", linger = 100 ms")) {
      final RecordingListener heard = new RecordingListener();
      final OrderEntryClient client = hub.establish(hub.settings(true), heard);
      client.claimAccount(101, 1);
      await("claimed", client, () -> heard.claimed == 101);

      final AtomicBoolean stop = new AtomicBoolean();
      final AtomicInteger attacks = new AtomicInteger();
      final Thread attacker = new Thread(() -> attack(hub, seed, stop, attacks), "attacker");
      attacker.start();
      long worstNanos = 0;
      int sent = 0;
      while (sent < ORDERS || attacks.get() < ATTACKS) {
        final long begin = System.nanoTime();
        final String clOrdId = "o" + sent++;
        final int expected = sent;
        await(
            "seed=" + seed + " order",
            client,
            () ->
                client.newOrder(101, 1, clOrdId, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 100, 1)
                    == Offer.SENT);
        await("seed=" + seed + " report", client, () -> heard.reportNos.size() == expected);
        worstNanos = Math.max(worstNanos, System.nanoTime() - begin);
        assertThat(hub.gateway.counters().connections.value())
            .as("seed=%d", seed)
            .isLessThanOrEqualTo(CONNECTIONS_MAX);
        assertThat(attacker.isAlive() || attacks.get() >= ATTACKS).as("seed=%d", seed).isTrue();
      }
      stop.set(true);
      attacker.join(TimeUnit.SECONDS.toMillis(20));

      assertThat(heard.reportNos)
          .as("seed=%d", seed)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, sent).boxed().toList());
      assertThat(heard.rejects).as("seed=%d", seed).isEmpty();
      assertThat(heard.terminateCode).as("seed=%d", seed).isNull();
      assertThat(worstNanos).as("seed=%d", seed).isLessThan(STUTTER_NANOS);
      assertThat(hub.edgeCounters.reportsDropped.value()).as("seed=%d", seed).isZero();
      client.close();
      await("connections gone", null, () -> hub.gateway.counters().connections.value() == 0);
      assertThat(hub.edgeCounters.requestsOpen.value()).as("seed=%d", seed).isZero();
    }
  }

  private static void attack(
      final GatewayFixture hub,
      final long seed,
      final AtomicBoolean stop,
      final AtomicInteger attacks) {
    final FrameMutator mutator = new FrameMutator(seed);
    while (attacks.get() < ATTACKS && !stop.get()) {
      final boolean ipc = attacks.get() % 2 == 0;
      final String response =
          ipc
              ? AeronChannels.orderEntryResponseIpc()
              : AeronChannels.orderEntryResponse(hub.gateway.host(), hub.gateway.controlPort());
      try (Subscription subscription =
          hub.aeron.addSubscription(response, AeronChannels.ORDER_ENTRY_RESPONSE_STREAM)) {
        final String request =
            ipc
                ? AeronChannels.orderEntryRequestIpc(subscription.registrationId())
                : AeronChannels.orderEntryRequest(
                    hub.gateway.host(), hub.gateway.port(), subscription.registrationId());
        try (ExclusivePublication publication =
            hub.aeron.addExclusivePublication(request, AeronChannels.ORDER_ENTRY_REQUEST_STREAM)) {
          throwFrames(publication, mutator);
        }
      }
      attacks.incrementAndGet();
    }
  }

  private static void throwFrames(
      final ExclusivePublication publication, final FrameMutator mutator) {
    for (int i = 0; i < FRAMES_PER_ATTACK; i++) {
      final byte[] frame = mutator.next();
      final UnsafeBuffer buffer = new UnsafeBuffer(frame);
      final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      long position;
      do {
        position = publication.offer(buffer, 0, frame.length);
      } while (position < 0 && position != Publication.CLOSED && System.nanoTime() - deadline < 0);
      if (position < 0) {
        return;
      }
    }
  }
}
