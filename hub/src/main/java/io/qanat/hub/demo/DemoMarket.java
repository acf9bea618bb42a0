package io.qanat.hub.demo;

import io.aeron.Aeron;
import io.qanat.client.MarketDataClient;
import io.qanat.client.MarketDataListener;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.hub.HubNode;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.provisioning.InstrumentSetup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.concurrent.Agent;

/**
 * The demonstration's participants on one thread: a maker for each instrument, a session of takers,
 * and somebody who watches the top of every book.
 */
final class DemoMarket implements Agent, MarketDataListener {
  /** The top of one book, as last published. */
  record Top(
      long bidPx,
      long offerPx,
      long lastPx,
      long totalVolume,
      long tradeCount,
      TradingPhase phase,
      long indicativePx,
      long indicativeQty) {}

  private static final long MAKERS = 1;
  private static final long TAKERS = 2;
  private static final long YOUR_ACCOUNT = 299;
  private static final double TAKER_ORDERS_PER_SECOND = 40;

  private final DemoStatistics statistics = new DemoStatistics();
  private final List<Participant> participants = new ArrayList<>();
  private final Map<Long, Top> tops = new ConcurrentHashMap<>();
  private final MarketDataClient marketData;
  private volatile boolean trading = true;
  private volatile boolean quiet;
  private volatile String trouble;

  /**
   * Participants that begin to log on.
   *
   * @param aeron stays the caller's
   * @param seed of everything random about them
   */
  DemoMarket(
      final Aeron aeron,
      final HubNode node,
      final HubSetup setup,
      final SandboxKeys keys,
      final long seed) {
    final Random random = new Random(seed);
    final String runId = Long.toString(System.currentTimeMillis() / 1000, 36);
    final long startNanos = System.nanoTime();
    final List<InstrumentSetup> instruments = setup.instruments();
    for (int i = 0; i < instruments.size(); i++) {
      final InstrumentSetup instrument = instruments.get(i);
      participants.add(
          new Maker(
              connector(aeron, node, keys, MAKERS, 1 + i),
              statistics,
              setup.partners().get(0).accounts().get(i).id(),
              instrument,
              fairValue(instrument, random, startNanos),
              runId));
    }
    final List<Long> takers =
        setup.partners().get(1).accounts().stream()
            .map(a -> a.id())
            .filter(id -> id != YOUR_ACCOUNT)
            .collect(Collectors.toList());
    participants.add(
        new Taker(
            connector(aeron, node, keys, TAKERS, 1),
            statistics,
            takers,
            instruments,
            TAKER_ORDERS_PER_SECOND,
            this::top,
            random,
            runId));
    marketData =
        MarketDataClient.connect(
            aeron,
            node.marketData().host(),
            node.marketData().host(),
            node.marketData().controlPort(),
            EnumSet.of(MDFeed.TOP),
            this);
  }

  private static FairValue fairValue(
      final InstrumentSetup instrument, final Random random, final long startNanos) {
    return switch (instrument.symbol()) {
      case "EURUSD" -> new FairValue(1.0850, 0.0010, 120, 0.00002, random, startNanos);
      case "XAUUSD" -> new FairValue(2650, 5, 90, 0.05, random, startNanos);
      // Through zero and back, as in April 2020.
      default -> new FairValue(1, 3, 40, 0.01, random, startNanos);
    };
  }

  private static Function<OrderEntryListener, OrderEntryClient> connector(
      final Aeron aeron,
      final HubNode node,
      final SandboxKeys keys,
      final long partner,
      final long session) {
    final OrderEntrySettings settings =
        new OrderEntrySettings()
            .udp(node.gateway().host(), node.gateway().port(), node.gateway().controlPort())
            .credentials(partner, session, SandboxKeys.keyId(partner), keys.secretBytes(partner));
    return listener -> OrderEntryClient.connect(aeron, settings, listener);
  }

  @Override
  public String roleName() {
    return "demo-participants";
  }

  @Override
  public int doWork() {
    int work = marketData.poll();
    final long now = System.nanoTime();
    boolean allQuiet = true;
    for (final Participant participant : participants) {
      work += trading ? participant.doWork(now) : participant.client().poll();
      allQuiet &= participant.isQuiet();
      if (participant.ended() != null && trading) {
        trouble = participant.ended();
      }
    }
    quiet = !trading && allQuiet;
    return work;
  }

  @Override
  public void onClose() {
    participants.forEach(p -> p.client().close());
    marketData.close();
  }

  @Override
  public void onTop(final TopOfBookDecoder top) {
    tops.put(
        top.securityId(),
        new Top(
            top.bidPx(),
            top.offerPx(),
            top.lastPx(),
            top.totalVolume(),
            top.tradeCount(),
            top.tradingPhase(),
            top.indicativePx(),
            top.indicativeQty()));
  }

  /** The top of a book, or null before the first. */
  Top top(final long securityId) {
    return tops.get(securityId);
  }

  DemoStatistics statistics() {
    return statistics;
  }

  /** Sends nothing new from now on. */
  void stopTrading() {
    trading = false;
  }

  /** Whether, after {@link #stopTrading}, everything sent is answered. */
  boolean isQuiet() {
    return quiet;
  }

  /** Why a participant's session ended although it should not have, or null. */
  String trouble() {
    return trouble;
  }
}
