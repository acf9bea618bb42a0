package io.qanat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.EntitySnapshot;
import io.qanat.log.LogEntry;
import io.qanat.sharding.Cores;
import io.qanat.sim.ScriptedSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCutterTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;

  @TempDir private Path folder;
  private Path file;
  private Path part;
  private long between;

  @BeforeEach
  void record() throws IOException {
    final ScriptedSession script = new ScriptedSession(new Cores()).setUp(4).earlier();
    script.order(1, "a", Side.BUY, 100, 5).order(2, "b", Side.SELL, 100, 1);
    between = script.nowNanos();
    script.pass(1_000).order(3, "c", Side.SELL, 100, 7).order(1, "d", Side.BUY, 101, 2);
    file = script.write(folder.resolve("whole.session"));
    part = folder.resolve("part.session");
  }

  private long cut(final long from, final long to, final Long... entities) {
    return SessionCutter.cut(
        file, new SessionCutter.Selection(from, to, Set.of(entities)), new Cores(), "here", part);
  }

  private List<String> entitiesOfPart() {
    final Set<String> entities = new TreeSet<>();
    SessionReader.read(
        part,
        new SessionReader.Listener() {
          @Override
          public void onEntity(
              final long entity,
              final long epoch,
              final long seqNr,
              final EntitySnapshot snapshot) {
            entities.add(EntityKey.toString(entity));
          }

          @Override
          public boolean onEntry(final LogEntry entry, final long logPosition) {
            assertThat(entities).contains(EntityKey.toString(entry.entity()));
            return true;
          }
        });
    return new ArrayList<>(entities);
  }

  private void assertWhole(final long entries) {
    assertThat(SessionVerifier.verify(part, new Cores(), 1).isIdentical()).isTrue();
    final ReplayReport report =
        new SessionReplay(part, new Cores(), new Reports(), ReplayPace.MAX, 1, MAX).run();
    assertThat(report.isAsRecorded()).as(report.toString()).isTrue();
    assertThat(report.entries()).isEqualTo(entries);
  }

  @Test
  void aSpanIsASessionOfItsOwn() {
    final long first = cut(MIN, between);
    assertWhole(first);
    final long second = cut(between, MAX);
    assertWhole(second);
    assertThat(first + second).isEqualTo(cut(MIN, MAX));
    assertThat(entitiesOfPart())
        .containsExactly(
            "account-1",
            "account-2",
            "account-3",
            "account-4",
            "instrument-11",
            "instrument-12",
            "partner-7");
  }

  @Test
  void anInstrumentBringsItsAccountsAndTheirPartner() {
    assertWhole(cut(MIN, MAX, EntityKey.instrument(ScriptedSession.INSTRUMENT)));
    assertThat(entitiesOfPart())
        .containsExactly("account-1", "account-2", "account-3", "instrument-11", "partner-7");
  }

  @Test
  void anAccountBringsItsPartnerAndHearsTheMarketFromOutside() {
    assertWhole(cut(between, MAX, EntityKey.account(1)));
    assertThat(entitiesOfPart()).containsExactly("account-1", "partner-7");
  }

  @Test
  void whatIsNotThereCannotBeCut() {
    assertThatThrownBy(() -> cut(MIN, MAX, EntityKey.account(9)))
        .hasMessage("the session has no account-9");
    assertThatThrownBy(() -> cut(between + 1_000_000_000L, MAX))
        .hasMessage("the session has no entry between these times");
    assertThat(part).doesNotExist();
  }
}
