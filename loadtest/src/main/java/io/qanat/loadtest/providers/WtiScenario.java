package io.qanat.loadtest.providers;

import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.audit.CutAudit;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.report.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Crude oil in April 2020, through zero to −36.98 and back, on a hub of this process: four
 * simulated providers quote around daily prices interpolated to ticks, one partner's orders are
 * covered, the other's the house takes; prices, positions and profit are told as they go, and at
 * the end what everybody holds by his own book is held against what the hub says.
 *
 * <p>The ticks and the partners' and providers' draws follow from the seed; times, and with them
 * who is asked for what, do not.
 */
public final class WtiScenario {
  private static final long SECURITY_ID = 1;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long TICK_NOISE = 20_000_000;
  private static final int ROWS = 24;
  private static final String FUND_KEY = "1.fund.fund-secret-for-sandboxes-only";

  private final HubOptions options;
  private final long seed;
  private final int ticksPerDay;
  private final PrintWriter out;
  private final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 50_000);
  private final List<SimulatedProvider> providers = new ArrayList<>();
  private final List<TradingPartner> partners = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private OperatorDoor door;
  private long mostSkewed;

  /**
   * Makes one.
   *
   * @param options of an embedded hub
   * @param ticksPerDay from one day's price to the next
   */
  public WtiScenario(
      final HubOptions options, final long seed, final int ticksPerDay, final PrintWriter out) {
    this.options = options;
    this.seed = seed;
    this.ticksPerDay = ticksPerDay;
    this.out = out;
  }

  /**
   * Runs it on the days from..to of a file.
   *
   * @return whether everything that must hold held
   */
  public boolean run(final Path prices, final LocalDate from, final LocalDate to)
      throws IOException {
    final List<Long> ticks =
        DailyPrices.ticks(DailyPrices.read(prices, from, to), ticksPerDay, TICK_NOISE, seed);
    try (HubConnection hub =
        options.preferIpc().open("wti.conf", Map.of("qanat.http.access-log", false))) {
      door =
          new OperatorDoor(
              hub.httpUri().orElseThrow(() -> new RunException("scenario wti is --embedded")),
              "operator.proposer.proposer-secret-for-sandboxes-only",
              "operator.approver.approver-secret-for-sandboxes-only");
      final String instrument = "/v1/admin/instruments/" + SECURITY_ID;
      door.act("PUT", instrument + "/liquidity", LiquiditySetup.liquidity());
      door.act("PUT", instrument + "/pricing", LiquiditySetup.pricing());
      connect(hub);
      play(ticks);
      settle();
      check(hub);
      partners.forEach(TradingPartner::close);
      providers.forEach(SimulatedProvider::disconnect);
    }
    problems.forEach(problem -> out.println("WRONG: " + problem));
    out.println(problems.isEmpty() ? "passed" : "FAILED");
    out.flush();
    return problems.isEmpty();
  }

  private void connect(final HubConnection hub) {
    for (final ProviderModel model : LiquiditySetup.providers()) {
      providers.add(
          new SimulatedProvider(
              model,
              SECURITY_ID,
              LiquiditySetup.TIMEOUT_NANOS,
              seed * 31 + model.provider(),
              session(hub, model.partner(), "lp" + model.provider())));
    }
    partners.add(new TradingPartner(11, SECURITY_ID, seed * 37 + 1, session(hub, 1, "fund")));
    partners.add(new TradingPartner(21, SECURITY_ID, seed * 37 + 2, session(hub, 2, "retail")));
    await(
        "all sessions to be there",
        () ->
            providers.stream().allMatch(SimulatedProvider::isReady)
                && partners.stream().allMatch(TradingPartner::isReady));
  }

  private static Function<OrderEntryListener, OrderEntryClient> session(
      final HubConnection hub, final long partner, final String key) {
    final byte[] secret = (key + "-secret-for-sandboxes-only").getBytes(StandardCharsets.US_ASCII);
    return listener ->
        OrderEntryClient.connect(
            hub.aeron(),
            new OrderEntrySettings()
                .ipc()
                .credentials(partner, 1, key, secret)
                .holdToThrottle(false),
            listener);
  }

  private int poll() {
    int work = 0;
    for (final SimulatedProvider provider : providers) {
      work += provider.poll();
    }
    for (final TradingPartner partner : partners) {
      work += partner.poll();
    }
    return work;
  }

  private void await(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + STALL_NANOS;
    while (!condition.getAsBoolean()) {
      idle.idle(poll());
      if (System.nanoTime() - deadline > 0) {
        throw new RunException("waited 20 s for " + what);
      }
    }
  }

  private void play(final List<Long> ticks) {
    out.println(
        String.format(
            Locale.ROOT,
            "scenario wti, seed %d, %d ticks: the middle, what each partner sees, what the house has",
            seed,
            ticks.size()));
    out.println(
        "  tick   middle |  fund bid    offer | retail bid  offer |   house   profit | unknown");
    final int every = Math.max(1, ticks.size() / ROWS);
    for (int i = 0; i < ticks.size(); i++) {
      final long middle = ticks.get(i);
      final long seen = partners.get(0).prices();
      for (final SimulatedProvider provider : providers) {
        await("a quote to be sent", () -> provider.quote(middle));
      }
      if (i == ticks.size() / 2) {
        // A provider is gone for a moment, with whatever it has in hand.
        providers.get(2).disconnect();
        providers.get(2).reconnect();
        await("the provider to be back", providers.get(2)::isReady);
        await("its quote to be sent", () -> providers.get(2).quote(middle));
      }
      final boolean moved = i == 0 || cent(ticks.get(i - 1)) != cent(middle);
      if (moved) {
        await("a new price", () -> partners.get(0).prices() > seen);
      }
      partners.forEach(TradingPartner::trade);
      idle.idle(poll());
      if (i % every == 0 || i == ticks.size() - 1) {
        row(i, middle);
      }
    }
  }

  /** Providers quote in cents. */
  private static long cent(final long price) {
    return Math.floorDiv(price, Fixed8.ONE / 100);
  }

  private void row(final int tick, final long middle) {
    final JsonNode pricing = door.get("/v1/admin/instruments/" + SECURITY_ID + "/pricing");
    requireZero("at tick " + tick, pricing);
    out.println(
        String.format(
            Locale.ROOT,
            "%6d %8s | %9s %8s | %9s %8s | %7s %8s | %s",
            tick,
            cents(middle),
            price(partners.get(0).bidPx()),
            price(partners.get(0).offerPx()),
            price(partners.get(1).bidPx()),
            price(partners.get(1).offerPx()),
            pricing.path("house").asText(),
            cents(decimal(pricing, "houseProfit")),
            pricing.path("unknown").asText()));
    out.flush();
    mostSkewed = Math.max(mostSkewed, Math.abs(decimal(pricing, "house")));
  }

  private static long decimal(final JsonNode node, final String field) {
    return node.path(field).isTextual() ? Fixed8.parse(node.path(field).asText()) : 0;
  }

  private static String price(final long price) {
    return price == Fixed8.NULL ? "-" : Fixed8.format(price);
  }

  private static String cents(final long value) {
    return String.format(Locale.ROOT, "%.2f", (double) value / Fixed8.ONE);
  }

  private void requireZero(final String when, final JsonNode pricing) {
    if (decimal(pricing, "difference") != 0) {
      problems.add("exposures do not sum to zero " + when + ": " + pricing.path("difference"));
    }
  }

  /** What is under way ends, and what is UNKNOWN is told. */
  private void settle() {
    await("partners' orders to end", () -> partners.stream().noneMatch(TradingPartner::isWorking));
    final long deadline = System.nanoTime() + STALL_NANOS;
    JsonNode pricing = door.get("/v1/admin/instruments/" + SECURITY_ID + "/pricing");
    while (!pricing.path("providerOrders").isEmpty()) {
      final long until = System.nanoTime() + LiquiditySetup.RETRY_NANOS;
      while (System.nanoTime() < until) {
        idle.idle(poll());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RunException("orders to providers do not end: " + pricing.path("providerOrders"));
      }
      pricing = door.get("/v1/admin/instruments/" + SECURITY_ID + "/pricing");
    }
    // The last reports have arrived, too, once nothing comes any more.
    while (poll() > 0) {
      idle.reset();
    }
  }

  private void check(final HubConnection hub) {
    final JsonNode pricing = door.get("/v1/admin/instruments/" + SECURITY_ID + "/pricing");
    requireZero("at the end", pricing);
    requireSame("house", decimal(pricing, "house"), -ownPositions());
    requireSame("clients", decimal(pricing, "clients"), partnersPosition());
    for (final JsonNode one : pricing.path("providers")) {
      final SimulatedProvider provider = providers.get(one.path("provider").asInt() - 1);
      requireSame(
          "provider " + provider.model().name(), decimal(one, "position"), provider.position());
    }
    for (final JsonNode one : pricing.path("partners")) {
      final TradingPartner partner = partners.get(one.path("partner").asInt() - 1);
      requireSame("partner " + one.path("partner"), decimal(one, "position"), partner.position());
    }
    final CutAudit.Result audit =
        hub.node().orElseThrow(() -> new RunException("the hub is not here")).audit();
    out.println(audit.line());
    if (!audit.isSound()) {
      problems.add(audit.line());
    }
    explain("fund's lowest fill", partners.get(0).lowest());
    explain("retail's lowest fill", partners.get(1).lowest());
    tell(pricing, audit);
  }

  private long ownPositions() {
    return partnersPosition() + providers.stream().mapToLong(SimulatedProvider::position).sum();
  }

  private long partnersPosition() {
    return partners.stream().mapToLong(TradingPartner::position).sum();
  }

  private void requireSame(final String who, final long hub, final long own) {
    if (hub != own) {
      problems.add(
          who
              + " holds "
              + Fixed8.format(hub)
              + " by the hub and "
              + Fixed8.format(own)
              + " by its own book");
    }
  }

  private void explain(final String what, final TradingPartner.Fill fill) {
    if (fill == null) {
      problems.add("there is no " + what);
      return;
    }
    final String path = "executions/" + SECURITY_ID + "-" + fill.tradeId() + "/explain";
    final JsonNode explained = door.get("/v1/admin/" + path);
    out.println(what + ":");
    explained.path("words").forEach(sentence -> out.println("  " + sentence.asText()));
    if (decimal(explained, "lastPx") != fill.px()) {
      problems.add(what + " is explained as another: " + explained);
    }
    if (explained.path("partner").asLong() == 1
        && !door.get("/v1/" + path, FUND_KEY).path("words").equals(explained.path("words"))) {
      problems.add(what + " is explained otherwise to its partner");
    }
  }

  private void tell(final JsonNode pricing, final CutAudit.Result audit) {
    figures.put("command", "scenario");
    figures.put("machine", Machine.describe());
    figures.put("market", "wti");
    figures.put("seed", seed);
    figures.put("lowestFill", Fixed8.format(partners.get(0).lowest().px()));
    figures.put("highestFill", Fixed8.format(partners.get(0).highest().px()));
    figures.put("house", pricing.path("house").asText());
    figures.put("houseProfit", pricing.path("houseProfit").asText());
    figures.put("housePositionMost", Fixed8.format(mostSkewed));
    figures.put("difference", pricing.path("difference").asText());
    figures.put("ledger", audit.isSound() ? "balances" : "does not balance");
    final Map<String, Object> byPartner = new TreeMap<>();
    for (final TradingPartner partner : partners) {
      byPartner.put(
          Long.toString(partner.account()),
          Map.of(
              "orders", partner.orders(),
              "fills", partner.fills(),
              "rejects", partner.rejects(),
              "prices", partner.prices(),
              "position", Fixed8.format(partner.position()),
              "cash", Fixed8.format(partner.cash())));
    }
    figures.put("accounts", byPartner);
    final Map<String, Object> byProvider = new TreeMap<>();
    pricing
        .path("providers")
        .forEach(
            one ->
                byProvider.put(
                    providers.get(one.path("provider").asInt() - 1).model().name(), one));
    figures.put("providers", byProvider);
    out.println(figures);
  }

  /** For a file; in the order in which people read it. */
  public Map<String, Object> figures() {
    return figures;
  }
}
