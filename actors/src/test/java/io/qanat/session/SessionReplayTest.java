package io.qanat.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.EntityKey;
import io.qanat.sharding.Cores;
import io.qanat.sim.ScriptedSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded market: account 1 bids 5 at 100, then account 2 bids 4 there; from the third second
 * on account 3 sells into them, 2 a second.
 */
class SessionReplayTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LATENCY = 200_000;
  private static final long DELAY = 50_000;
  private static final long OWN = 4;

  @TempDir private Path folder;
  private ScriptedSession script;
  private Path file;
  private long begin;

  @BeforeEach
  void record() throws IOException {
    script = new ScriptedSession(new Cores()).setUp(4).cut();
    begin = script.nowNanos();
    script.order(1, "first", Side.BUY, 100, 5).pass(SECOND);
    script.order(2, "second", Side.BUY, 100, 4).pass(2 * SECOND);
    for (int i = 1; i <= 5; i++) {
      script.order(3, "sale-" + i, Side.SELL, 100, 2).pass(SECOND);
    }
    file = script.write(folder.resolve("a.session"));
  }

  private SessionReplay replay(final Reports reports, final long until) {
    return new SessionReplay(file, new Cores(), reports, ReplayPace.MAX, DELAY, until);
  }

  private List<String> of(final Reports reports, final String name) {
    return reports.lines.stream().filter(line -> line.startsWith(name + " ")).toList();
  }

  @Test
  void unchangedItDoesWhatIsRecordedAndTheSameToTheByteEachTime() {
    final Reports once = new Reports();
    final ReplayReport report = replay(once, Long.MAX_VALUE).run();
    assertThat(report.isAsRecorded()).as(report.toString()).isTrue();
    assertThat(report.entries()).isEqualTo(script.entries().size());
    assertThat(report.equal()).isEqualTo(report.entries());
    assertThat(once.lines)
        .containsExactly(
            "first NEW",
            "second NEW",
            "sale-1 NEW",
            "first TRADE 2 at 100",
            "sale-1 TRADE 2 at 100",
            "sale-2 NEW",
            "first TRADE 2 at 100",
            "sale-2 TRADE 2 at 100",
            "sale-3 NEW",
            "first TRADE 1 at 100",
            "sale-3 TRADE 1 at 100",
            "second TRADE 1 at 100",
            "sale-3 TRADE 1 at 100",
            "sale-4 NEW",
            "second TRADE 2 at 100",
            "sale-4 TRADE 2 at 100",
            "sale-5 NEW",
            "second TRADE 1 at 100",
            "sale-5 TRADE 1 at 100");
    final Reports again = new Reports();
    replay(again, Long.MAX_VALUE).run();
    assertThat(again.bytes).isEqualTo(once.bytes);
  }

  /** Nine are ahead of it when it arrives: it trades with what comes behind those nine. */
  @Test
  void anOwnOrderTradesWhenTheQueueAheadOfItHasTraded() {
    final Reports reports = new Reports();
    final SessionReplay replay = replay(reports, Long.MAX_VALUE);
    replay.atBegin(
        () ->
            replay.submit(
                EntityKey.account(OWN),
                script.newOrder(OWN, "own", Side.BUY, 100, 3),
                begin + 2 * SECOND + LATENCY));
    final ReplayReport report = replay.run();
    assertThat(of(reports, "own")).containsExactly("own NEW", "own TRADE 1 at 100");
    assertThat(of(reports, "second")).last().isEqualTo("second TRADE 1 at 100");
    // The last sale had one left over that nobody took: now the own order has it.
    assertThat(of(reports, "sale-5"))
        .containsExactly("sale-5 NEW", "sale-5 TRADE 1 at 100", "sale-5 TRADE 1 at 100");
    assertThat(reports.lines.indexOf("own TRADE 1 at 100"))
        .isGreaterThan(reports.lines.lastIndexOf("second TRADE 1 at 100"));
    assertThat(report.isAsRecorded()).isFalse();
    assertThat(report.different()).as(report.toString()).isPositive();
    assertThat(report.firstDifferences().get(0)).contains("instrument-11");
  }

  /** Before the second bid it stands before it, and the second bid trades that much less. */
  @Test
  void itsPlaceIsThatOfItsTime() {
    final Reports reports = new Reports();
    final SessionReplay replay = replay(reports, Long.MAX_VALUE);
    replay.atBegin(
        () ->
            replay.submit(
                EntityKey.account(OWN),
                script.newOrder(OWN, "own", Side.BUY, 100, 3),
                begin + SECOND / 2));
    replay.run();
    assertThat(of(reports, "own"))
        .containsExactly("own NEW", "own TRADE 1 at 100", "own TRADE 2 at 100");
    assertThat(of(reports, "second")).containsExactly("second NEW", "second TRADE 2 at 100");
  }

  /** Although the account has spoken later than that, before the cut. */
  @Test
  void whatIsNewInTheLeadArrivesInTheLead() {
    final Reports reports = new Reports();
    final List<String> inTheLead = new ArrayList<>();
    final ReplayPace pace =
        (timeNanos, replay) -> {
          if (timeNanos >= begin - SECOND && inTheLead.isEmpty()) {
            inTheLead.addAll(reports.lines);
          }
          return true;
        };
    final SessionReplay replay =
        new SessionReplay(file, new Cores(), reports, pace, DELAY, Long.MAX_VALUE)
            .lead(10 * SECOND);
    replay.atBegin(
        () ->
            replay.submit(
                EntityKey.account(OWN),
                script.newOrder(OWN, "own", Side.BUY, 100, 3),
                begin - 5 * SECOND));
    replay.run();
    assertThat(inTheLead).containsExactly("own NEW");
    assertThat(of(reports, "own"))
        .containsExactly("own NEW", "own TRADE 2 at 100", "own TRADE 1 at 100");
  }

  @Test
  void whatAnOwnOrderTakesIsNotThereTwice() {
    final Reports reports = new Reports();
    final SessionReplay replay = replay(reports, Long.MAX_VALUE);
    replay.atBegin(
        () ->
            replay.submit(
                EntityKey.account(OWN),
                script.newOrder(OWN, "own", Side.SELL, 100, 8),
                begin + 2 * SECOND));
    final ReplayReport report = replay.run();
    assertThat(of(reports, "own"))
        .containsExactly("own NEW", "own TRADE 5 at 100", "own TRADE 3 at 100");
    assertThat(
            reports.lines.stream()
                .filter(line -> line.startsWith("sale-") && line.contains("TRADE")))
        .containsExactly("sale-1 TRADE 1 at 100");
    assertThat(report.dropped()).as("reports of trades that do not happen any more").isPositive();
  }

  @Test
  void itEndsWhereItIsTold() {
    final Reports reports = new Reports();
    final ReplayReport report = replay(reports, begin + 3 * SECOND + SECOND / 2).run();
    assertThat(reports.lines)
        .containsExactly(
            "first NEW",
            "second NEW",
            "sale-1 NEW",
            "first TRADE 2 at 100",
            "sale-1 TRADE 2 at 100");
    assertThat(report.isAsRecorded()).as(report.toString()).isTrue();
  }

  @Test
  void whatWasOnItsWayAtTheCutArrives() throws IOException {
    final ScriptedSession other = new ScriptedSession(new Cores()).setUp(2).cut();
    other
        .inputOnly(EntityKey.account(1), other.newOrder(1, "a", Side.BUY, 100, 1))
        .earlier()
        .deliver();
    assertThat(other.entries()).hasSize(2);
    final Path whole = other.write(folder.resolve("b.session"));
    final ReplayReport report =
        new SessionReplay(whole, new Cores(), new Reports(), ReplayPace.MAX, DELAY, Long.MAX_VALUE)
            .run();
    assertThat(report.isAsRecorded()).as(report.toString()).isTrue();
    assertThat(report.equal()).isEqualTo(2);
  }

  /** The span ends where somebody marked it, not where everything has arrived. */
  @Test
  void whatIsOnItsWayWhereTheSpanEndsIsHistoryToo() throws IOException {
    for (int entries = 1; entries <= script.entries().size(); entries++) {
      final Path cut = script.writeFirst(folder.resolve("cut.session"), entries);
      final ReplayReport report =
          new SessionReplay(cut, new Cores(), new Reports(), ReplayPace.MAX, DELAY, Long.MAX_VALUE)
              .run();
      assertThat(report.isAsRecorded()).as(entries + " entries: " + report).isTrue();
      assertThat(report.equal()).isEqualTo(entries);
    }
  }

  /** An account asks to be woken where an order is not answered in time; a busy node was later. */
  @Test
  void aWakeUpThatHistoryMissedIsNotMadeUpFor() throws IOException {
    final ScriptedSession slow = new ScriptedSession(new Cores()).setUp(2).cut();
    slow.inputOnly(EntityKey.account(1), slow.newOrder(1, "a", Side.BUY, 100, 1))
        .pass(60 * SECOND)
        .deliver();
    final Path file = slow.write(folder.resolve("slow.session"));
    final ReplayReport report =
        new SessionReplay(file, new Cores(), new Reports(), ReplayPace.MAX, DELAY, Long.MAX_VALUE)
            .run();
    assertThat(report.isAsRecorded()).as(report.toString()).isTrue();
  }

  @Test
  void anInputForAnEntityThatDoesNotExistYetMakesIt() {
    final Reports reports = new Reports();
    final SessionReplay replay = replay(reports, Long.MAX_VALUE);
    replay.atBegin(
        () ->
            replay.submit(
                EntityKey.account(77), script.newOrder(77, "x", Side.BUY, 100, 1), begin));
    final ReplayReport report = replay.run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.different()).isZero();
    assertThat(replay.entity(EntityKey.account(77)).seqNr()).isEqualTo(1);
  }
}
