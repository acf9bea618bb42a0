package io.qanat.hub.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.aeron.Aeron;
import io.qanat.client.CloseReason;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.config.ConfigException;
import io.qanat.hub.apply.Applier;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.watch.StreamWatcher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administration of a whole hub over HTTP: acts, two persons, keys, audit, files. */
class AdministrationHttpTest {
  private static final String PARTNER =
      """
      {"messagesPerSecondMax": 100, "burstMax": 20, "sessionsMax": 2, "liveOrdersMax": 10,
       "unacknowledgedReportsMax": 50, "dayRollNanosOfDay": 0, "name": "%s", "why": "new partner"}
      """;

  @TempDir private static Path folder;
  private static AdminHub hub;

  @BeforeAll
  static void start() {
    hub = new AdminHub(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static void partner(final int number) {
    assertThat(
            hub.send(
                    "omar",
                    "PUT",
                    "/v1/admin/partners/" + number,
                    PARTNER.formatted("Partner " + number))
                .text("/status"))
        .isIn("APPLIED", "UNCHANGED");
  }

  @Test
  void anActIsAppliedAndReadInTheTrailWithWhoWhyBeforeAndAfter() {
    final AdminHub.Answer first =
        hub.send("omar", "PUT", "/v1/admin/partners/11", PARTNER.formatted("Alpha"));
    assertThat(first.status()).as(first.body().toString()).isEqualTo(200);
    assertThat(first.text("/status")).isEqualTo("APPLIED");
    assertThat(first.body().at("/before").isNull()).isTrue();
    final AdminHub.Answer second =
        hub.send("omar", "PUT", "/v1/admin/partners/11", PARTNER.formatted("Beta"));
    assertThat(second.text("/before/name")).isEqualTo("Alpha");
    assertThat(second.text("/after/name")).isEqualTo("Beta");
    assertThat(
            hub.send("omar", "PUT", "/v1/admin/partners/11", PARTNER.formatted("Beta"))
                .text("/status"))
        .isEqualTo("UNCHANGED");
    final long sequence = second.body().get("auditSequence").asLong();
    final AdminHub.Answer audit = hub.get("vera", "/v1/audit?count=1&from=" + sequence);
    assertThat(audit.status()).isEqualTo(200);
    assertThat(audit.text("/records/0/who")).isEqualTo("omar");
    assertThat(audit.text("/records/0/why")).isEqualTo("new partner");
    assertThat(audit.text("/records/0/target")).isEqualTo("partner-11");
    assertThat(audit.text("/records/0/status")).isEqualTo("APPLIED");
    assertThat(audit.text("/records/0/before/name")).isEqualTo("Alpha");
    assertThat(audit.text("/records/0/after/name")).isEqualTo("Beta");
    assertThat(hub.get("vera", "/v1/admin/partners/11").text("/definitions/0/name"))
        .isEqualTo("Beta");
    assertThat(hub.get("vera", "/v1/admin/partners").text("/ids")).isNotNull();
  }

  @Test
  void whatTheRoleDoesNotAllowIsForbiddenAndWrittenDown() {
    final AdminHub.Answer answer =
        hub.send("vera", "PUT", "/v1/admin/partners/12", PARTNER.formatted("Alpha"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/detail")).isEqualTo("PartnerDefine takes one of the roles [OPERATOR]");
    assertThat(hub.get("vera", "/v1/admin/partners/12").status()).isEqualTo(404);
    assertThat(hub.get("vera", "/v1/audit?count=1000").body().toString())
        .contains("\"who\":\"vera\"")
        .contains("FORBIDDEN");
  }

  @Test
  void aSecondPersonReleasesTheKillSwitch() {
    partner(13);
    final String path = "/v1/admin/partners/13/kill-switch";
    assertThat(
            hub.send("rita", "PUT", path, "{\"on\": true, \"why\": \"a runaway\"}").text("/status"))
        .isEqualTo("APPLIED");
    final AdminHub.Answer proposed =
        hub.send("rita", "PUT", path, "{\"on\": false, \"why\": \"mended\"}");
    assertThat(proposed.status()).isEqualTo(202);
    assertThat(proposed.text("/status")).isEqualTo("PROPOSED");
    final String proposal = "/v1/admin/proposals/" + proposed.body().get("proposal").asLong();
    assertThat(hub.get("vera", "/v1/admin/proposals").body().toString()).contains("mended");
    assertThat(hub.send("rita", "POST", proposal + "/approval", "{\"why\": \"me\"}").status())
        .isEqualTo(403);
    final AdminHub.Answer approved =
        hub.send("anna", "POST", proposal + "/approval", "{\"why\": \"seen the fix\"}");
    assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
    assertThat(approved.text("/status")).isEqualTo("APPLIED");
    assertThat(approved.text("/before/on")).isEqualTo("true");
    assertThat(approved.text("/after/on")).isEqualTo("false");
    assertThat(hub.send("anna", "POST", proposal + "/approval", "{\"why\": \"again\"}").status())
        .isEqualTo(404);
  }

  @Test
  void badRequestsNameTheField() {
    final AdminHub.Answer missing =
        hub.send("omar", "PUT", "/v1/admin/partners/14", "{\"name\": \"x\", \"why\": \"y\"}");
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.text("/field")).isEqualTo("/messagesPerSecondMax");
    final AdminHub.Answer unknown =
        hub.send(
            "omar",
            "PUT",
            "/v1/admin/partners/14",
            PARTNER.formatted("x").replace("\"why\"", "\"colour\": 1, \"why\""));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("/detail")).contains("'colour' is not a field");
    assertThat(hub.send("omar", "PUT", "/v1/admin/rules/Nonsense", "{}").status()).isEqualTo(404);
    assertThat(hub.send("omar", "DELETE", "/v1/admin/partners/14/keys/k", null).text("/field"))
        .isEqualTo("why");
  }

  @Test
  void theSameIdempotencyKeyIsNotDoneTwice() {
    partner(15);
    assertThat(
            hub.send(
                    "omar",
                    "PUT",
                    "/v1/admin/partners/15/accounts/1501",
                    "{\"creditLimit\": \"0\", \"creditCurrency\": \"USD\", \"why\": \"w\"}")
                .status())
        .isEqualTo(200);
    final String path = "/v1/admin/accounts/1501/transfers";
    final String body =
        "{\"transferId\": 1, \"amount\": \"10\", \"currency\": \"USD\", \"why\": \"deposit\"}";
    final String omar = "operator." + AdminHub.keyOf("omar");
    final AdminHub.Answer first =
        hub.sendAs(omar, "POST", path, body, "Idempotency-Key", "deposit-1");
    assertThat(first.text("/after/cash")).isEqualTo("10");
    final AdminHub.Answer again =
        hub.sendAs(omar, "POST", path, body, "Idempotency-Key", "deposit-1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(
            hub.sendAs(omar, "POST", path, body.replace("10", "11"), "Idempotency-Key", "deposit-1")
                .status())
        .isEqualTo(409);
  }

  @Test
  void keysAreMadeRotatedAndRevokedForBothDoors() {
    partner(16);
    final String keys = "/v1/admin/partners/16/keys";
    final AdminHub.Answer made =
        hub.send("omar", "POST", keys, "{\"accessKeyId\": \"first\", \"why\": \"w\"}");
    assertThat(made.status()).as(made.body().toString()).isEqualTo(200);
    final String first = made.text("/secret");
    assertThat(first).hasSize(32);
    assertThat(isPartner("first", first)).isTrue();
    assertThat(isPartner("first", first + "x")).isFalse();
    assertThat(isPartner("none", first)).isFalse();
    final AdminHub.Answer rotated =
        hub.send(
            "omar",
            "POST",
            keys + "/first/rotation",
            "{\"accessKeyId\": \"second\", \"overlapSeconds\": 3600, \"why\": \"w\"}");
    final String second = rotated.text("/secret");
    assertThat(isPartner("first", first)).isTrue();
    assertThat(isPartner("second", second)).isTrue();
    assertThat(logon("first", first)).isEqualTo("ESTABLISHED");
    assertThat(hub.send("omar", "DELETE", keys + "/first?why=done", null).text("/status"))
        .isEqualTo("APPLIED");
    assertThat(isPartner("first", first)).isFalse();
    assertThat(logon("first", first)).isEqualTo("CREDENTIALS");
    assertThat(logon("second", second)).isEqualTo("ESTABLISHED");
    hub.send("omar", "PUT", keys + "/second", "{\"allowed\": [\"10.0.0.0/8\"], \"why\": \"w\"}");
    assertThat(isPartner("second", second)).isFalse();
    assertThat(logon("second", second)).isEqualTo("CREDENTIALS");
    hub.send(
        "omar", "PUT", keys + "/second", "{\"allowed\": [\"127.0.0.1\", \"::1\"], \"why\": \"w\"}");
    assertThat(isPartner("second", second)).isTrue();
    assertThat(logon("second", second)).isEqualTo("ESTABLISHED");
    hub.send(
        "omar",
        "PUT",
        keys + "/second",
        "{\"expiresAt\": \"2026-01-01T00:00:00Z\", \"allowed\": [], \"why\": \"w\"}");
    assertThat(isPartner("second", second)).as("an expired key").isFalse();
    assertThat(logon("second", second)).isEqualTo("CREDENTIALS");
    assertThat(hub.get("vera", "/v1/audit?count=1000").body().toString())
        .contains("fingerprint")
        .doesNotContain(first)
        .doesNotContain(second)
        .doesNotContain("storedKey");
  }

  /** An operator's page is not found for a partner's key, and forbidden to nobody's. */
  private static boolean isPartner(final String keyId, final String secret) {
    final int status = hub.sendAs("16." + keyId + "." + secret, "GET", "/v1/audit", null).status();
    assertThat(status).isIn(401, 404);
    return status == 404;
  }

  private static String logon(final String keyId, final String secret) {
    final AtomicReference<String> ended = new AtomicReference<>();
    final OrderEntryListener listener =
        new OrderEntryListener() {
          @Override
          public void onNegotiationRejected(
              final NegotiationRejectCode code, final long lastIncarnation, final String text) {
            ended.set(code.name());
          }

          @Override
          public void onClosed(final CloseReason reason) {
            ended.compareAndSet(null, reason.name());
          }
        };
    final OrderEntrySettings settings =
        new OrderEntrySettings()
            .ipc()
            .credentials(16, 1, keyId, secret.getBytes(StandardCharsets.US_ASCII));
    try (Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(hub.node().aeronDirectoryName()));
        OrderEntryClient client = OrderEntryClient.connect(aeron, settings, listener)) {
      final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (ended.get() == null
          && client.state() != OrderEntryClient.State.ESTABLISHED
          && System.nanoTime() < deadline) {
        client.poll();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      return ended.get() == null ? client.state().name() : ended.get();
    }
  }

  @Test
  void aKeyThatNoLongerOpensEndsItsStreams() throws InterruptedException {
    partner(17);
    final String keys = "/v1/admin/partners/17/keys";
    final String first =
        hub.send("omar", "POST", keys, "{\"accessKeyId\": \"first\", \"why\": \"w\"}")
            .text("/secret");
    final String second =
        hub.send("omar", "POST", keys, "{\"accessKeyId\": \"second\", \"why\": \"w\"}")
            .text("/secret");
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Thread revoked = watch("17.first." + first, heard);
    final Thread limited = watch("17.second." + second, heard);
    await(() -> heard.stream().filter(m -> m.contains("\"type\":\"logon\"")).count() == 2);
    hub.send("omar", "DELETE", keys + "/first?why=done", null);
    revoked.join(TimeUnit.SECONDS.toMillis(20));
    hub.send("omar", "PUT", keys + "/second", "{\"allowed\": [\"10.0.0.0/8\"], \"why\": \"w\"}");
    limited.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(heard)
        .filteredOn(message -> message.startsWith("end "))
        .containsExactly(
            "end closed with 4401: the key no longer opens",
            "end closed with 4401: the key no longer opens");
  }

  /** Follows a stream in a thread of its own until it cannot be followed any more. */
  private static Thread watch(final String key, final List<String> heard) {
    final StreamWatcher watcher =
        new StreamWatcher(
            hub.url(),
            key,
            List.of(),
            new StreamWatcher.Listener() {
              @Override
              public void onMessage(final String json) {
                heard.add(json);
              }

              @Override
              public void onInterrupted(final String why) {
                heard.add("interrupted " + why);
              }
            });
    final Thread thread =
        new Thread(
            () -> {
              try {
                heard.add("end " + watcher.run(Duration.ofMinutes(1)));
              } catch (final InterruptedException e) {
                heard.add("interrupted");
              }
            },
            "watch");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 20 s").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void filesAreAppliedOnceAndShowTheDifference() {
    final HubSetup setup = setup(100);
    final StringWriter dry = new StringWriter();
    assertThat(applier(dry).apply(setup, true))
        .isEqualTo(new Applier.Summary(1 + 100 * 4, 0, 0, 0));
    assertThat(dry.toString()).contains("+ instrument 7 ", "+ partner 2001 account 200101 ");
    assertThat(hub.get("vera", "/v1/admin/partners/2001").status()).isEqualTo(404);
    final long startNanos = System.nanoTime();
    final StringWriter all = new StringWriter();
    assertThat(applier(all).apply(setup, false))
        .as(all.toString())
        .isEqualTo(new Applier.Summary(401, 401, 0, 0));
    final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    assertThat(seconds).as("a hundred partners in seconds").isLessThan(60);
    final StringWriter again = new StringWriter();
    assertThat(applier(again).apply(setup, false)).isEqualTo(new Applier.Summary(0, 0, 0, 0));
    assertThat(again.toString().strip()).isEqualTo("the hub is as the files say");
    final StringWriter changed = new StringWriter();
    final HubSetup one =
        HubSetup.of(
            ConfigFactory.parseString(
                text(1)
                    .replace("burst-max = 20", "burst-max = 30")
                    .replace("{symbol = GOLD7", "#{symbol = GOLD7")));
    assertThat(applier(changed).apply(one, false).applied()).isEqualTo(2);
    assertThat(changed.toString())
        .contains("~ partner 2001 burstMax: 20 -> 30", "- partner 2001 entitlement 7");
    theRightToTransferTakesTwoPersonsToGiveAndOneToTake();
  }

  private static void theRightToTransferTakesTwoPersonsToGiveAndOneToTake() {
    final StringWriter given = new StringWriter();
    assertThat(applier(given).apply(transfers("true"), false))
        .as(given.toString())
        .isEqualTo(new Applier.Summary(1, 0, 1, 0));
    assertThat(given.toString()).contains("~ partner 2001 transfers allowed: false -> true");
    final Matcher proposal =
        Pattern.compile("transfers is proposal ([0-9]+)").matcher(given.toString());
    assertThat(proposal.find()).as(given.toString()).isTrue();
    assertThat(
            hub.send(
                    "anna",
                    "POST",
                    "/v1/admin/proposals/" + proposal.group(1) + "/approval",
                    "{\"why\":\"agreed\"}")
                .status())
        .isEqualTo(200);
    assertThat(applier(new StringWriter()).apply(transfers("true"), false))
        .isEqualTo(new Applier.Summary(0, 0, 0, 0));
    assertThat(applier(new StringWriter()).apply(transfers("false"), false))
        .isEqualTo(new Applier.Summary(1, 1, 0, 0));
  }

  private static HubSetup transfers(final String allowed) {
    return HubSetup.of(
        ConfigFactory.parseString(
            text(1)
                .replace("burst-max = 20", "burst-max = 30, transfers = " + allowed)
                .replace("{symbol = GOLD7", "#{symbol = GOLD7")));
  }

  @Test
  void liquidityAndPricesAreAppliedFromFilesToo() {
    final String text =
        """
        qanat.setup.instruments = [{
          id = 77, symbol = OIL77, base-currency = OIL77, quote-currency = USD, contract-type = cfd, contract-size = 1
          tick-size = "0.01", lot-size = 1, min-qty = 1, max-qty = 1000, low-limit-price = -1000
          high-limit-price = 1000, non-positive-prices-allowed = true, day-roll = 22h
          liquidity {
            ageClock = HUB
            providers = [{
              provider = 1, partner = 7, name = north, tierKind = ADDITIVE, staleAgeNanos = 5000000000, staleTicks = 0
              spikeSoftBand = "0", spikeConfirmations = 0, spikeHardBand = "0", minSpread = "0", maxSpread = "10"
              sessionFromNanosOfDay = 0, sessionToNanosOfDay = 0
            }]
            pools = [{pool = 1, name = main, filters = [STALE_BY_AGE], crossPolicy = OLDER_OUT, publication = NONE}]
            members = [{pool = 1, provider = 1}]
          }
          pricing {
            skewPx = "0", skewVolatility = "0", skewPosition = "0", skewMax = "0", volatilityShift = 4
            widenPosition = "0", widenPx = "0", hedgePosition = "0", hedgeTo = "0", pool = 1, internalizeMax = "0"
            positionMax = "0", lossMax = "0", providerTimeoutNanos = 1000000000, statusRetryNanos = 1000000000
            policies = [{
              policy = 1, name = retail, partner = 7, pool = 1, source = VWAP, skewed = false, markupPx = "0.10"
              markupRate = "0", minSpread = "0", minSpreadAction = PASS, maxSpread = "0", maxSpreadAction = PASS
              priceIncrement = "0.01", conflationNanos = 0, executionMode = AGENCY, routing = SWEEP
            }]
            tiers = [{policy = 1, size = "10"}], accounts = []
          }
        }]
        """;
    final HubSetup setup = HubSetup.of(ConfigFactory.parseString(text));
    final StringWriter first = new StringWriter();
    assertThat(applier(first).apply(setup, false))
        .as(first.toString())
        .isEqualTo(new Applier.Summary(3, 2, 1, 0));
    final Matcher proposal =
        Pattern.compile("pricing is proposal ([0-9]+)").matcher(first.toString());
    assertThat(proposal.find()).as(first.toString()).isTrue();
    final String path = "/v1/admin/proposals/" + proposal.group(1) + "/approval";
    assertThat(hub.send("anna", "POST", path, "{\"why\":\"agreed\"}").status()).isEqualTo(200);
    final StringWriter again = new StringWriter();
    assertThat(applier(again).apply(setup, false))
        .as(again.toString())
        .isEqualTo(new Applier.Summary(0, 0, 0, 0));
    assertThatThrownBy(
            () -> HubSetup.of(ConfigFactory.parseString(text.replace("markupRate", "markupRat"))))
        .hasMessageContaining("pricing")
        .hasMessageContaining("markupRate");
  }

  private static Applier applier(final StringWriter out) {
    return new Applier(
        hub.url(), AdminHub.keyOf("omar"), "from a test", new PrintWriter(out, true));
  }

  private static HubSetup setup(final int partners) {
    return HubSetup.of(ConfigFactory.parseString(text(partners)));
  }

  private static String text(final int partners) {
    final StringBuilder text = new StringBuilder();
    text.append(
        """
        qanat.setup.instruments = [{
          id = 7, symbol = GOLD7, base-currency = XAU, quote-currency = USD
          contract-type = cfd, contract-size = 1
          tick-size = "0.01", lot-size = 1, min-qty = 1, max-qty = 1000
          low-limit-price = 1, high-limit-price = 5000, non-positive-prices-allowed = false
          day-roll = 22h
        }]
        qanat.setup.partners = [
        """);
    for (int i = 1; i <= partners; i++) {
      final int id = 2_000 + i;
      text.append(
          """
          {
            id = %d, name = "Partner %d"
            messages-per-second-max = 100, burst-max = 20, sessions-max = 2
            live-orders-max = 10, unacknowledged-reports-max = 50, day-roll = 22h
            keys = [{id = "key-%d", verifier = "%s"}]
            accounts = [{id = %d}]
            entitlements = [
              {symbol = GOLD7, margin-rate = "0.1", maker-fee-rate = 0, taker-fee-rate = 0}
            ]
          }
          """
              .formatted(
                  id,
                  id,
                  id,
                  "$argon2id$v=19$m=19456,t=2,p=1$jH1rrxYepsCK80Hcko9FWQ"
                      + "$fBp6JmQxYC5nnpuMIbJzE7us8g8Bu8cuiZRCi+FhPJY",
                  id * 100 + 1));
    }
    return text.append("]\n").toString();
  }

  @Test
  void aWrongOperatorsKeyIsOneClearLine() {
    final Applier stranger =
        new Applier(
            hub.url(), "k-omar.not-the-secret-at-all", "w", new PrintWriter(new StringWriter()));
    assertThatThrownBy(() -> stranger.apply(setup(1), true))
        .hasMessageContaining("Authorization must be")
        .hasMessageNotContaining("not-the-secret");
  }

  @Test
  void duplicateNamesInFilesAreRefused() {
    final HubSetup twice = HubSetup.together(java.util.List.of(setup(1), setup(1)));
    assertThatThrownBy(twice::checked)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("instrument id 7 is used twice");
  }

  private static HubSetup silver(final String more) {
    return HubSetup.of(
        ConfigFactory.parseString(
            """
            qanat.setup.partners = []
            qanat.setup.instruments = [{
              id = 17, symbol = SILVER, base-currency = XAG, quote-currency = USD
              contract-type = cfd, contract-size = 1
              tick-size = "0.01", lot-size = 1, min-qty = 1, max-qty = 1000
              low-limit-price = 1, high-limit-price = 5000, non-positive-prices-allowed = false
              day-roll = 22h
              %s
            }]
            """
                .formatted(more)));
  }

  @Test
  void schedulesOfFilesAreAppliedComparedAndTakenAway() {
    final HubSetup daily =
        silver(
            """
            reference-price = 30, static-band = 3, volatility-auction = 1m
            schedule {
              zone = UTC
              days = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
              continuous = "00:20", closed = "23:40"
            }
            """);
    final StringWriter first = new StringWriter();
    assertThat(applier(first).apply(daily, false))
        .as(first.toString())
        .isEqualTo(new Applier.Summary(2, 2, 0, 0));
    assertThat(applier(new StringWriter()).apply(daily, true).differences()).isZero();
    final AdminHub.Answer there = hub.get("vera", "/v1/admin/instruments/17");
    assertThat(there.text("/definitions/0/staticBand")).isEqualTo("3");
    assertThat(there.text("/definitions/3/type")).isEqualTo("ScheduleSet");
    assertThat(there.text("/definitions/3/transitions/0/at"))
        .isEqualTo("1970-01-01T00:00:00.000000001Z");
    assertThat(there.text("/definitions/3/transitions/1/at")).matches(".*T(00:20|23:40):00Z");
    final StringWriter without = new StringWriter();
    assertThat(applier(without).apply(silver(""), false))
        .as(without.toString())
        .isEqualTo(new Applier.Summary(2, 2, 0, 0));
    assertThat(without.toString()).contains("~ instrument 17 schedule transitions: [{");
    assertThat(hub.get("vera", "/v1/admin/instruments/17").body().at("/definitions/3/transitions"))
        .isEmpty();
  }

  @Test
  void operatorsChangePhasesAndMarkPricesAndAmendTrades() {
    final String path = "/v1/admin/instruments/18";
    final String define =
        """
        {"contractSize": "1", "tickSize": "0.01", "lotSize": "1", "minQty": "1", "maxQty": "1000",
         "lowLimitPrice": "1", "highLimitPrice": "5000", "dayRollNanosOfDay": 0, "symbol": "TIN",
         "baseCurrency": "TIN", "quoteCurrency": "USD", "contractType": "CFD",
         "nonPositivePricesAllowed": false, "why": "new"}
        """;
    assertThat(hub.send("omar", "PUT", path, define).text("/status")).isEqualTo("APPLIED");
    final AdminHub.Answer auction =
        hub.send(
            "omar",
            "PUT",
            path + "/trading-phase",
            "{\"phase\": \"OPENING_AUCTION\", \"auctionNanos\": 3600000000000, \"why\": \"w\"}");
    assertThat(auction.text("/status")).as(auction.body().toString()).isEqualTo("APPLIED");
    assertThat(auction.text("/before/phase")).isEqualTo("CONTINUOUS");
    assertThat(auction.text("/after/phase")).isEqualTo("OPENING_AUCTION");
    assertThat(auction.body().at("/after/auctionNanos").asLong()).isEqualTo(3_600_000_000_000L);
    final AdminHub.Answer mark =
        hub.send("omar", "PUT", path + "/mark-price", "{\"price\": \"7.5\", \"why\": \"w\"}");
    assertThat(mark.text("/after/price")).isEqualTo("7.5");
    final AdminHub.Answer unknown =
        hub.send("omar", "POST", path + "/trades/4/bust", "{\"why\": \"w\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("/detail")).isEqualTo("trade 4 is not known: none is remembered");
    assertThat(
            hub.send(
                    "omar",
                    "PUT",
                    path + "/schedule",
                    "{\"transitions\": [{\"at\": \"2026-01-01T00:00:00Z\", \"phase\": \"HALT\"}],"
                        + " \"why\": \"w\"}")
                .status())
        .isEqualTo(422);
    assertThat(
            hub.send(
                    "omar",
                    "PUT",
                    path + "/trading-phase",
                    "{\"phase\": \"LUNCH\", \"auctionNanos\": 0, \"why\": \"w\"}")
                .status())
        .isEqualTo(400);
    assertThat(
            hub.send(
                    "rita",
                    "POST",
                    path + "/trades/4/correction",
                    "{\"price\": \"2\", \"quantity\": \"1\", \"why\": \"w\"}")
                .status())
        .isEqualTo(403);
  }
}
