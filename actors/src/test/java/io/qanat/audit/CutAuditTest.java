package io.qanat.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.entity.core.EntityKey;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import io.qanat.log.LogEntry;
import io.qanat.sharding.Cores;
import io.qanat.sim.TradedHub;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutAuditTest {
  private static final long SELLER = EntityKey.account(1);

  private static CutAudit.Result audit(final EventLog.Cut cut) {
    return CutAudit.of(cut, new Cores());
  }

  /** The same cut, with nothing in flight from instruments. */
  private static EventLog.Cut withoutInFlight(final EventLog.Cut cut) {
    return new EventLog.Cut(
        cut.logPosition(),
        cut.entities().stream()
            .filter(loaded -> EntityKey.kind(loaded.entity()) != EntityKey.INSTRUMENT)
            .toList());
  }

  /** The same cut with another entry in its place. */
  private static EventLog.Cut with(final LogEntry entry, final EventLog.Cut cut) {
    return new EventLog.Cut(
        cut.logPosition(),
        cut.entities().stream()
            .map(loaded -> loaded.entity() == entry.entity() ? with(entry, loaded) : loaded)
            .toList());
  }

  private static LoadedEntity with(final LogEntry entry, final LoadedEntity loaded) {
    return new LoadedEntity(
        loaded.entity(),
        loaded.epoch(),
        loaded.snapshot(),
        loaded.tail().stream().map(e -> e.seqNr() == entry.seqNr() ? entry : e).toList());
  }

  private static LogEntry withOutputsHash(final LogEntry entry, final long outputsHash) {
    return falsified(entry, outputsHash, entry.input());
  }

  private static LogEntry falsified(
      final LogEntry entry, final long outputsHash, final DirectBuffer input) {
    return new LogEntry(
        entry.entity(),
        entry.epoch(),
        entry.seqNr(),
        entry.timeNanos(),
        entry.cause(),
        entry.coreVersion(),
        outputsHash,
        entry.releasedThrough(),
        entry.wakeAtNanos(),
        input);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFalsifiedHashIsNamed(final long seed) {
    final TradedHub hub = new TradedHub(seed);
    hub.trade();
    assertThat(audit(hub.log().cut()).line()).as("seed %d", seed).contains("the ledger balances");
    final List<LogEntry> history = hub.log().history(SELLER);
    final LogEntry entry = history.get(history.size() / 2);

    final CutAudit.Result result =
        audit(with(withOutputsHash(entry, entry.outputsHash() ^ 1), hub.log().cut()));

    assertThat(result.isSound()).as("seed %d", seed).isFalse();
    assertThat(result.mismatch())
        .as("seed %d", seed)
        .contains("account-1", "seqNr " + entry.seqNr(), Long.toHexString(entry.outputsHash()));
    assertThat(result.line()).as("seed %d", seed).startsWith("DIFFERENT: account-1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aFalsifiedQuantityIsNamed(final long seed) {
    final TradedHub hub = new TradedHub(seed);
    hub.trade();
    final LogEntry order = hub.logged(SELLER, hub.sellOrder());
    assertThat(hub.sellOrder(2).capacity())
        .as("seed %d: only the quantity differs", seed)
        .isEqualTo(order.input().capacity());

    final LogEntry falsified = falsified(order, order.outputsHash(), hub.sellOrder(2));

    assertThat(audit(with(falsified, hub.log().cut())).mismatch())
        .as("seed %d", seed)
        .contains("account-1", "seqNr " + order.seqNr(), "outputs hash");
  }

  @Test
  void aCutInTheMiddleOfATradeBalancesThroughWhatIsInFlight() {
    int lopsided = 0;
    for (long seed = 1; seed <= 5; seed++) {
      lopsided += cutsBetweenTheSides(seed);
    }
    assertThat(lopsided).as("cuts between the two sides of the trade").isPositive();
  }

  private static int cutsBetweenTheSides(final long seed) {
    final TradedHub hub = new TradedHub(seed);
    final int[] lopsided = {0};
    hub.trade(
        () -> {
          final EventLog.Cut cut = hub.log().cut();
          final CutAudit.Result whole = audit(cut);
          assertThat(whole.isSound()).as("seed %d: %s", seed, whole.line()).isTrue();
          final CutAudit.Result part = audit(withoutInFlight(cut));
          assertThat(part.mismatch()).as("seed %d", seed).isNull();
          if (!part.isSound()) {
            lopsided[0]++;
            assertThat(part.ledger().mismatches())
                .as("seed %d", seed)
                .anyMatch(line -> line.startsWith("clearing with in flight: "))
                .anyMatch(line -> line.startsWith("positions with in flight: "));
          }
        });
    assertThat(audit(withoutInFlight(hub.log().cut())).isSound())
        .as("seed %d: in the end nothing is in flight", seed)
        .isTrue();
    return lopsided[0];
  }
}
