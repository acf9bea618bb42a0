package io.qanat.hub.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.value.Fixed8;
import io.qanat.config.ConfigException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local times become instants; what is wrong with them is named. */
class ScheduleSetupTest {
  private static final Config DEMO = ConfigFactory.parseResources("demo.conf");

  /** The demo's first instrument with these keys too. */
  private static TradingSetup trading(final String keys) {
    final Config instrument =
        ConfigFactory.parseString(keys)
            .withFallback(DEMO.getConfigList("qanat.setup.instruments").get(0));
    final Config setup =
        DEMO.withValue(
            "qanat.setup",
            ConfigValueFactory.fromMap(
                Map.of(
                    "instruments", List.of(instrument.root().unwrapped()), "partners", List.of())));
    return HubSetup.of(setup).instruments().get(0).trading();
  }

  private static List<String> transitions(final String schedule, final String now, final int days) {
    return trading("schedule {" + schedule + "}")
        .schedule()
        .orElseThrow()
        .transitions(Instant.parse(now), days)
        .stream()
        .map(t -> t.phase() + " " + Instant.ofEpochSecond(0, t.atNanos()))
        .toList();
  }

  private static final String TEHRAN =
      "zone = Asia/Tehran, days = \"saturday, sunday, monday, tuesday, wednesday\","
          + " holidays = \"2026-11-29\","
          + " pre-open = \"08:30\", opening-auction = \"08:45\", continuous = \"09:00\","
          + " closing-auction = \"12:25\", closed = \"12:30\"";

  @Test
  void beginsWithTheTransitionThatHasPassed() {
    assertThat(transitions(TEHRAN, "2026-11-24T06:00:00Z", 0))
        .containsExactly(
            "CONTINUOUS 2026-11-24T05:30:00Z",
            "CLOSING_AUCTION 2026-11-24T08:55:00Z",
            "CLOSED 2026-11-24T09:00:00Z");
  }

  @Test
  void leavesOutOtherDaysAndHolidays() {
    // Wednesday evening; Thursday and Friday are no days of trading, Sunday the 29th is a holiday.
    assertThat(transitions(TEHRAN, "2026-11-25T20:00:00Z", 5))
        .containsExactly(
            "CLOSED 2026-11-25T09:00:00Z",
            "PRE_OPEN 2026-11-28T05:00:00Z",
            "OPENING_AUCTION 2026-11-28T05:15:00Z",
            "CONTINUOUS 2026-11-28T05:30:00Z",
            "CLOSING_AUCTION 2026-11-28T08:55:00Z",
            "CLOSED 2026-11-28T09:00:00Z",
            "PRE_OPEN 2026-11-30T05:00:00Z",
            "OPENING_AUCTION 2026-11-30T05:15:00Z",
            "CONTINUOUS 2026-11-30T05:30:00Z",
            "CLOSING_AUCTION 2026-11-30T08:55:00Z",
            "CLOSED 2026-11-30T09:00:00Z");
  }

  @Test
  void followsTheClocks() {
    final String berlin =
        "zone = Europe/Berlin, days = \"sunday\", continuous = \"02:30\", closed = \"03:15\"";
    // 02:30 does not exist on 2026-03-29: it is an hour later, and falls behind the end.
    assertThat(transitions(berlin, "2026-03-28T12:00:00Z", 1))
        .containsExactly("CLOSED 2026-03-22T02:15:00Z", "CLOSED 2026-03-29T01:15:00Z");
    // On 2026-10-25 it comes twice: it is the first.
    assertThat(transitions(berlin, "2026-10-24T12:00:00Z", 1))
        .containsExactly(
            "CLOSED 2026-10-18T01:15:00Z",
            "CONTINUOUS 2026-10-25T00:30:00Z",
            "CLOSED 2026-10-25T02:15:00Z");
  }

  @Test
  void staysClosedOverHolidays() {
    assertThat(
            transitions(
                TEHRAN.replace("2026-11-29", "2026-11-23,2026-11-24"), "2026-11-24T06:00:00Z", 0))
        .containsExactly("CLOSED 2026-11-22T09:00:00Z");
  }

  @Test
  void hasBeenClosedBeforeItLooksBack() {
    assertThat(
            transitions(
                "zone = Asia/Tehran, days = sunday, holidays = \"2026-11-15, 2026-11-22\","
                    + " continuous = \"09:00\", closed = \"12:30\"",
                "2026-11-24T06:00:00Z",
                0))
        .containsExactly("CLOSED 2026-11-08T20:30:00Z");
  }

  @Test
  void everythingMayBeLeftOut() {
    final TradingSetup setup = trading("");
    assertThat(setup.schedule()).isEmpty();
    assertThat(setup.referencePrice()).isEqualTo(Fixed8.NULL);
    assertThat(setup.staticBand()).isZero();
    assertThat(setup.dynamicBand()).isZero();
    assertThat(setup.volatilityAuctionNanos()).isZero();
    assertThat(setup.tradesRememberedMax()).isEqualTo(1_000);
  }

  @Test
  void readsBandsAndTheRest() {
    final TradingSetup setup =
        trading(
            "reference-price = \"1.1\", static-band = \"0.05\", dynamic-band = \"0.01\","
                + " volatility-auction = 2m, trades-remembered-max = 50, schedule {zone = UTC,"
                + " days = monday, continuous = \"08:00\", closed = \"16:00\"}");
    assertThat(setup.referencePrice()).isEqualTo(Fixed8.parse("1.1"));
    assertThat(setup.staticBand()).isEqualTo(Fixed8.parse("0.05"));
    assertThat(setup.dynamicBand()).isEqualTo(Fixed8.parse("0.01"));
    assertThat(setup.volatilityAuctionNanos()).isEqualTo(120_000_000_000L);
    assertThat(setup.tradesRememberedMax()).isEqualTo(50);
    assertThat(setup.schedule().orElseThrow().times())
        .extracting(ScheduleSetup.PhaseTime::phase)
        .containsExactly(TradingPhase.CONTINUOUS, TradingPhase.CLOSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule {zone = Moon} | schedule.zone | Moon | a time zone such as Asia/Tehran or UTC",
        "schedule {zone = UTC, days = \"monday, blursday\"} | schedule.days | blursday | a"
            + " comma-separated list of monday to sunday",
        "schedule {zone = UTC, days = monday, holidays = today} | schedule.holidays | today | a"
            + " comma-separated list of dates such as 2027-01-01",
        "schedule {zone = UTC, days = monday, continuous = \"9\"} | schedule.continuous | 9 | a"
            + " local time such as 08:30",
        "schedule {zone = UTC, days = monday, continuous = \"09:00\", closed = \"08:00\"} |"
            + " schedule.closed | 08:00 | a local time after continuous 09:00",
        "schedule {zone = UTC, days = monday, continuous = \"09:00\"} | schedule.closed | missing"
            + " | missing",
        "schedule {zone = UTC, days = monday, closed = \"09:00\"} | schedule | has no phase but"
            + " closed | pre-open",
        "schedule {zone = UTC, days = monday, contnuous = \"08:00\", continuous = \"08:00\","
            + " closed = \"09:00\"} | schedule.contnuous | is not a key | closing-auction",
        "static-band = -1 | static-band | -1 | a decimal from 0.00000001",
        "dynamic-band = 1 | volatility-auction | missing | missing",
        "reference-price = 3 | reference-price | 3 | a decimal from 0.5 to 2",
        "volatility-auction = 0s | volatility-auction | 0s | a duration from 1 s",
        "trades-remembered-max = 1000001 | trades-remembered-max | 1000001 | 0",
      })
  void namesKeyValueAndWhatIsAllowed(
      final String keys, final String key, final String value, final String allowed) {
    assertThatThrownBy(() -> trading(keys))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("qanat.setup.instruments[0]." + key)
        .hasMessageContaining(value)
        .hasMessageContaining(allowed);
  }
}
