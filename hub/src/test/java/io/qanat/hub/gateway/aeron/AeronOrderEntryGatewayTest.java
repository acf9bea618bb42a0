package io.qanat.hub.gateway.aeron;

import static io.qanat.hub.gateway.aeron.GatewayFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.TerminateCode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and gateway over a real media driver. */
class AeronOrderEntryGatewayTest {
  private final RecordingListener heard = new RecordingListener();
  private GatewayFixture hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tradesOverUdpAndIpc(final boolean ipc) {
    hub = new GatewayFixture("");
    final OrderEntryClient client = trade(ipc, heard);
    for (int i = 0; i < 200; i++) {
      order(client, "o" + i);
    }
    await("reports", client, () -> heard.reportNos.size() == 200);
    assertThat(heard.reportNos)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
    assertThat(heard.rejects).isEmpty();

    client.close();
    await("loss told", null, () -> hub.entities.lost.size() == 1);
    assertThat(hub.entities.lost)
        .containsExactly("account-101 incarnation " + client.incarnation());
    await("sessions gone", null, () -> hub.gateway.counters().sessions.value() == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNewConnectionResumesWithEveryMissedReport(final boolean ipc) {
    hub = new GatewayFixture("");
    final OrderEntryClient first = trade(ipc, heard);
    order(first, "a");
    await("report", first, () -> heard.reportNos.size() == 1);
    first.close();
    await("loss told", null, () -> hub.entities.lost.size() == 1);
    for (int i = 0; i < 700; i++) {
      hub.entities.makeReport(101, "missed");
    }

    final RecordingListener again = new RecordingListener();
    final OrderEntryClient second = hub.establish(hub.settings(ipc), again);
    assertThat(second.claimAccount(101, 2)).isEqualTo(Offer.SENT);
    await("missed reports", second, () -> again.reportNos.size() == 700);
    assertThat(again.reportNos)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 701).boxed().toList());
    second.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWrongSecretAndAReplayedLogonAreRefused(final boolean ipc) {
    hub = new GatewayFixture("");
    final OrderEntryClient wrong =
        hub.connect(hub.settings(ipc).credentials(1, 1, "key", new byte[16]), heard);
    await("refusal", wrong, () -> heard.closeReason != null);
    assertThat(heard.negotiationReject).isEqualTo(NegotiationRejectCode.CREDENTIALS);

    hub.establish(hub.settings(ipc).incarnation(50), new RecordingListener()).close();
    final RecordingListener replayed = new RecordingListener();
    final OrderEntryClient replay = hub.connect(hub.settings(ipc).incarnation(50), replayed);
    await("refusal", replay, () -> replayed.closeReason != null);
    assertThat(replayed.negotiationReject).isEqualTo(NegotiationRejectCode.DUPLICATE_INCARNATION);
    assertThat(replayed.lastIncarnation).isEqualTo(50);
  }

  @Test
  void theOlderConnectionIsSuperseded() {
    hub = new GatewayFixture("");
    final OrderEntryClient older = trade(false, heard);
    final RecordingListener newer = new RecordingListener();
    final OrderEntryClient client = trade(true, newer);
    await("termination", older, () -> heard.closeReason != null);
    assertThat(heard.terminateCode).isEqualTo(TerminateCode.SUPERSEDED);
    assertThat(hub.entities.lost).containsExactly("account-101 incarnation " + older.incarnation());
    order(client, "a");
    await("report", client, () -> newer.reportNos.size() == 1);
    client.close();
  }

  @Test
  void aSilentClientIsCutOff() {
    hub = new GatewayFixture("");
    final OrderEntryClient client = hub.establish(hub.settings(false).keepAliveMillis(200), heard);
    client.claimAccount(101, 1);
    await("claimed", client, () -> heard.claimed == 101);
    // Nobody polls the client: it sends no heartbeats.
    await("loss told", null, () -> hub.entities.lost.size() == 1);
    assertThat(hub.gateway.counters().terminated(TerminateCode.KEEPALIVE_LAPSED).value())
        .isEqualTo(1);
    client.close();
  }

  @Test
  void aLossThatIsNotTakenIsToldAgain() {
    hub = new GatewayFixture("");
    hub.entities.lossesToRefuse = 3;
    trade(true, heard).close();
    await("loss told", null, () -> hub.entities.lost.size() == 1);
    assertThat(hub.gateway.counters().sessionLossRetries.value()).isEqualTo(3);
  }

  @Test
  void aBusyAccountIsReportedToTheClient() {
    hub = new GatewayFixture("");
    final OrderEntryClient client = trade(true, heard);
    hub.entities.busy = true;
    order(client, "a");
    await("reject", client, () -> heard.rejects.size() == 1);
    assertThat(heard.rejects).containsExactly("BUSY 20 20 a");
    client.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSlowClientIsCutOffAlone(final boolean ipc) {
    hub = new GatewayFixture("term-length = 64 KiB, outbound-max = 16 KiB");
    final RecordingListener quickHeard = new RecordingListener();
    final OrderEntryClient quick =
        hub.establish(hub.settings(ipc).credentials(2, 1, "key", FakeEntities.SECRET), quickHeard);
    quick.claimAccount(201, 1);
    await("claimed", quick, () -> quickHeard.claimed == 201);
    final OrderEntryClient slow = trade(ipc, heard);
    final var cutOff = hub.gateway.counters().terminated(TerminateCode.SLOW_CONSUMER);
    int sent = 0;
    while (cutOff.value() == 0) {
      // The slow one is not polled.
      for (int i = 0; i < 50; i++) {
        hub.entities.makeReport(101, "flood");
      }
      final int expected = ++sent;
      order(quick, "q" + sent);
      await("quick report", quick, () -> quickHeard.reportNos.size() == expected);
      assertThat(sent).as("bounded").isLessThan(1_000);
    }
    await("loss told", null, () -> hub.entities.lost.size() == 1);
    await("termination", slow, () -> heard.closeReason != null);
    assertThat(quick.state()).isEqualTo(OrderEntryClient.State.ESTABLISHED);
    quick.close();
  }

  @Test
  void aFullQueueEndsTheSessionRatherThanLosingReports() {
    hub = new GatewayFixture("", 4096);
    final OrderEntryClient client = trade(true, heard);
    int made = 0;
    while (hub.edgeCounters.reportsDropped.value() == 0) {
      hub.entities.makeReport(101, "burst");
      assertThat(++made).as("bounded").isLessThan(1_000_000);
    }
    await("termination", client, () -> heard.closeReason != null);
    assertThat(heard.terminateCode).isEqualTo(TerminateCode.SLOW_CONSUMER);
  }

  @Test
  void connectionsAreBounded() {
    hub = new GatewayFixture("connections-max = 1");
    final OrderEntryClient first = trade(false, heard);
    final RecordingListener refused = new RecordingListener();
    final OrderEntryClient second =
        hub.connect(
            hub.settings(false)
                .credentials(2, 1, "key", FakeEntities.SECRET)
                .logonTimeoutNanos(500_000_000L),
            refused);
    await("refusal", second, () -> refused.closeReason != null);
    assertThat(hub.gateway.counters().connectionsRefused.value()).isEqualTo(1);
    order(first, "a");
    await("report", first, () -> heard.reportNos.size() == 1);
    first.close();
    await("place free", null, () -> hub.gateway.counters().connections.value() == 0);
    hub.establish(
            hub.settings(false).credentials(2, 1, "key", FakeEntities.SECRET),
            new RecordingListener())
        .close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStoppingHubSaysSo(final boolean ipc) {
    hub = new GatewayFixture("");
    final OrderEntryClient client = trade(ipc, heard);
    hub.gateway.close();
    await("termination", client, () -> heard.closeReason != null);
    assertThat(List.of(heard.terminateCode, heard.closeReason))
        .containsExactly(TerminateCode.HUB_STOPPING, CloseReason.TERMINATED_BY_HUB);
  }

  private OrderEntryClient trade(final boolean ipc, final RecordingListener listener) {
    final OrderEntryClient client = hub.establish(hub.settings(ipc), listener);
    assertThat(client.claimAccount(101, 1)).isEqualTo(Offer.SENT);
    await("claimed", client, () -> listener.claimed == 101);
    return client;
  }

  private static void order(final OrderEntryClient client, final String clOrdId) {
    final long account = clOrdId.startsWith("q") ? 201 : 101;
    await(
        "order sent",
        client,
        () ->
            client.newOrder(account, 1, clOrdId, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 100, 1)
                == Offer.SENT);
  }
}
