package io.qanat.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.EstablishmentAckEncoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseEncoder;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channel URIs of both sides meet on a real media driver. */
class AeronTransportTest {
  private static final String HOST = "127.0.0.1";

  @TempDir Path folder;
  private MediaDriver driver;
  private Aeron hubAeron;
  private Aeron clientAeron;

  @BeforeEach
  void launch() {
    driver =
        MediaDriver.launchEmbedded(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.resolve("driver").toString())
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnShutdown(true));
    hubAeron = connectAeron();
    clientAeron = connectAeron();
  }

  @AfterEach
  void close() {
    clientAeron.close();
    hubAeron.close();
    driver.close();
  }

  private Aeron connectAeron() {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void await(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static OrderEntrySettings settings(final long session) {
    return new OrderEntrySettings()
        .credentials(1, session, "key", "secret".getBytes(StandardCharsets.US_ASCII))
        .keepAliveMillis(OrderEntrySettings.KEEP_ALIVE_MILLIS_MAX);
  }

  @Test
  void orderEntryOverUdp() throws IOException {
    final int port = freePort();
    final int controlPort = freePort();
    try (AnsweringHub hub =
        new AnsweringHub(
            hubAeron,
            AeronChannels.orderEntryListen(HOST, port),
            id -> AeronChannels.orderEntryAnswer(HOST, controlPort, id))) {
      twoClientsLogOn(
          hub, settings(1).udp(HOST, port, controlPort), settings(2).udp(HOST, port, controlPort));
    }
  }

  @Test
  void orderEntryOverIpc() {
    try (AnsweringHub hub =
        new AnsweringHub(
            hubAeron, AeronChannels.orderEntryListenIpc(), AeronChannels::orderEntryAnswerIpc)) {
      twoClientsLogOn(hub, settings(1).ipc(), settings(2).ipc());
    }
  }

  /** Each client gets the answers meant for it, and only those. */
  private void twoClientsLogOn(
      final AnsweringHub hub, final OrderEntrySettings one, final OrderEntrySettings two) {
    try (OrderEntryClient second =
        OrderEntryClient.connect(clientAeron, two, new OrderEntryListener() {})) {
      try (OrderEntryClient first =
          OrderEntryClient.connect(clientAeron, one, new OrderEntryListener() {})) {
        await(
            "both established",
            () -> {
              first.poll();
              second.poll();
              hub.poll();
              return first.state() == OrderEntryClient.State.ESTABLISHED
                  && second.state() == OrderEntryClient.State.ESTABLISHED;
            });
      }
      assertThat(hub.answers.values()).hasSize(2);
      await(
          "the hub sees the first one go",
          () -> {
            second.poll();
            hub.poll();
            return hub.subscription.imageCount() == 1;
          });
      assertThat(second.state()).isEqualTo(OrderEntryClient.State.ESTABLISHED);
    }
  }

  @Test
  void marketDataOverUdp() throws IOException {
    final int controlPort = freePort();
    final String channel = AeronChannels.marketDataPublication(HOST, controlPort);
    final FakeFeed feed = new FakeFeed(5);
    try (ExclusivePublication byPrice =
            hubAeron.addExclusivePublication(channel, AeronChannels.BY_PRICE_STREAM);
        ExclusivePublication byOrder =
            hubAeron.addExclusivePublication(channel, AeronChannels.BY_ORDER_STREAM);
        ExclusivePublication fullByPrice =
            hubAeron.addExclusivePublication(channel, AeronChannels.FULL_REFRESH_BY_PRICE_STREAM);
        ExclusivePublication fullByOrder =
            hubAeron.addExclusivePublication(channel, AeronChannels.FULL_REFRESH_BY_ORDER_STREAM);
        ExclusivePublication top =
            hubAeron.addExclusivePublication(channel, AeronChannels.TOP_STREAM);
        ExclusivePublication definitions =
            hubAeron.addExclusivePublication(channel, AeronChannels.DEFINITIONS_STREAM);
        MarketDataClient client =
            MarketDataClient.connect(
                clientAeron,
                HOST,
                HOST,
                controlPort,
                EnumSet.of(MDFeed.TOP, MDFeed.BY_PRICE, MDFeed.BY_ORDER),
                new MarketDataListener() {})) {
      await(
          "all streams connected",
          () ->
              client.isConnected()
                  && top.isConnected()
                  && definitions.isConnected()
                  && byPrice.isConnected()
                  && byOrder.isConnected()
                  && fullByPrice.isConnected()
                  && fullByOrder.isConnected());
      offer(fullByPrice, feed.refreshByPrice(SecurityTradingStatus.READY_TO_TRADE));
      offer(fullByOrder, feed.refreshByOrder(SecurityTradingStatus.READY_TO_TRADE));
      final List<byte[]> frames = feed.add(Side.BUY, -3, 4);
      offer(byPrice, frames.subList(0, 1));
      offer(byOrder, frames.subList(1, 2));
      await(
          "both books whole",
          () -> {
            client.poll();
            final BookByPrice prices = client.books().byPrice(5);
            final BookByOrder orders = client.books().byOrder(5);
            return prices != null && prices.rptSeq() == 1 && orders.rptSeq() == 1;
          });
      assertThat(FakeFeed.byPrice(client.books().byPrice(5))).isEqualTo(feed.byPrice());
      assertThat(FakeFeed.byOrder(client.books().byOrder(5))).isEqualTo(feed.byOrder());
    }
  }

  private static void offer(final ExclusivePublication publication, final List<byte[]> frames) {
    for (final byte[] frame : frames) {
      await("offer", () -> publication.offer(new UnsafeBuffer(frame)) > 0);
    }
  }

  /** Accepts every logon, on the response channel of the client that asked. */
  private static final class AnsweringHub implements AutoCloseable {
    private final Aeron aeron;
    private final Subscription subscription;
    private final LongFunction<String> answerChannel;
    private final Map<Long, ExclusivePublication> answers = new HashMap<>();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderDecoder in = new MessageHeaderDecoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    AnsweringHub(
        final Aeron aeron, final String channel, final LongFunction<String> answerChannel) {
      this.aeron = aeron;
      this.answerChannel = answerChannel;
      subscription = aeron.addSubscription(channel, AeronChannels.ORDER_ENTRY_REQUEST_STREAM);
    }

    void poll() {
      for (final Image image : subscription.images()) {
        answers.computeIfAbsent(
            image.correlationId(),
            id ->
                aeron.addExclusivePublication(
                    answerChannel.apply(id), AeronChannels.ORDER_ENTRY_RESPONSE_STREAM));
      }
      subscription.controlledPoll(
          (buffer, offset, length, fragment) -> {
            final Image image = (Image) fragment.context();
            final ExclusivePublication answer = answers.get(image.correlationId());
            final int templateId = in.wrap(buffer, offset).templateId();
            if (templateId == NegotiateDecoder.TEMPLATE_ID
                && (answer == null || !answer.isConnected())) {
              return Action.ABORT;
            }
            answer(buffer, offset, answer);
            return Action.CONTINUE;
          },
          10);
    }

    private void answer(
        final DirectBuffer buffer, final int offset, final ExclusivePublication answer) {
      in.wrap(buffer, offset);
      if (in.templateId() == NegotiateDecoder.TEMPLATE_ID) {
        final NegotiateDecoder asked =
            new NegotiateDecoder().wrapAndApplyHeader(buffer, offset, in);
        send(
            answer,
            new NegotiationResponseEncoder()
                .wrapAndApplyHeader(out, 0, header)
                .session(asked.session())
                .incarnation(asked.incarnation())
                .requestTimestamp(asked.requestTimestamp())
                .messagesPerSecondMax(10)
                .burstMax(10)
                .encodedLength());
      } else if (in.templateId() == EstablishDecoder.TEMPLATE_ID) {
        final EstablishDecoder asked =
            new EstablishDecoder().wrapAndApplyHeader(buffer, offset, in);
        send(
            answer,
            new EstablishmentAckEncoder()
                .wrapAndApplyHeader(out, 0, header)
                .session(asked.session())
                .incarnation(asked.incarnation())
                .requestTimestamp(asked.requestTimestamp())
                .keepAliveMillis(asked.keepAliveMillis())
                .nextSeqNo(asked.nextSeqNo())
                .encodedLength());
      }
    }

    private void send(final ExclusivePublication answer, final int encodedLength) {
      await(
          "answer",
          () -> answer.offer(out, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength) > 0);
    }

    @Override
    public void close() {
      answers.values().forEach(ExclusivePublication::close);
      subscription.close();
    }
  }
}
