package io.qanat.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.instrument.core.InstrumentCore;
import io.qanat.instrument.core.LastComesFirst;
import io.qanat.log.LogEntry;
import io.qanat.sharding.Cores;
import io.qanat.sim.ScriptedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionVerifierTest {
  @TempDir private Path folder;
  private ScriptedSession script;

  @BeforeEach
  void record() {
    script = new ScriptedSession(new Cores()).setUp(3).cut();
    script.order(1, "a", Side.BUY, 100, 5).earlier();
    script
        .order(2, "b", Side.BUY, 100, 4)
        .order(3, "c", Side.SELL, 100, 7)
        .order(3, "d", Side.SELL, 99, 1);
  }

  private SessionVerifier.Result verify(final UnaryOperator<LogEntry> change, final int threads)
      throws IOException {
    final Path file = script.write(folder.resolve("a.session"), change);
    return SessionVerifier.verify(file, new Cores(), threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aSessionRepeatsItself(final int threads) throws IOException {
    final SessionVerifier.Result result = verify(UnaryOperator.identity(), threads);
    assertThat(result.isIdentical()).isTrue();
    assertThat(result.entities()).isEqualTo(6);
    // The order before the cut is one input of account and instrument each, and one report.
    assertThat(result.entries()).isEqualTo(script.entries().size() + 3);
    assertThat(result.instrumentEntries()).isEqualTo(4);
    assertThat(result.firstDifference()).isNull();
  }

  /** The third order asks for one unit more than it did when its outputs were recorded. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aChangedInputIsNamedWithAllThatStandsAroundIt(final int threads) throws IOException {
    final LogEntry order =
        script.entries().stream()
            .filter(entry -> entry.entity() == EntityKey.account(3))
            .findFirst()
            .orElseThrow();
    final DirectBuffer more = script.newOrder(3, "c", Side.SELL, 100, 8);
    final SessionVerifier.Result result =
        verify(
            entry ->
                entry.entity() == order.entity() && entry.seqNr() == order.seqNr()
                    ? withInput(entry, more)
                    : entry,
            threads);
    assertThat(result.isIdentical()).isFalse();
    final Divergence divergence = result.firstDifference();
    assertThat(divergence.entry().entity()).isEqualTo(EntityKey.account(3));
    assertThat(divergence.entry().seqNr()).isEqualTo(order.seqNr());
    assertThat(divergence.entry().input()).isEqualTo(more);
    assertThat(divergence.what())
        .isEqualTo(
            "recorded outputs hash %x, replayed %x", order.outputsHash(), divergence.actualHash());
    // It was submitted to the instrument, of 7 then and of 8 now.
    assertThat(divergence.recorded()).hasSize(1);
    assertThat(divergence.recorded().get(0).receiver())
        .isEqualTo(EntityKey.instrument(ScriptedSession.INSTRUMENT));
    assertThat(divergence.actual()).hasSize(1);
    assertThat(divergence.actual().get(0).to()).isEqualTo("to instrument-11");
    assertThat(divergence.actual().get(0).message())
        .isNotEqualTo(divergence.recorded().get(0).message());
    assertThat(divergence.stateBefore()).isNotEmpty();
    assertThat(divergence.stateHashBefore()).isNotZero();
  }

  @Test
  void aChangedHashAnotherVersionAndAGapAreNamed() throws IOException {
    final LogEntry second = script.entries().get(1);
    assertThat(what(second, entry -> with(entry, entry.seqNr(), entry.coreVersion(), 5)))
        .startsWith("recorded outputs hash 5, replayed ");
    assertThat(what(second, entry -> with(entry, entry.seqNr(), 99, entry.outputsHash())))
        .startsWith("decided by core version 99, this build has version ");
    assertThat(what(second, entry -> with(entry, entry.seqNr() + 1, entry.coreVersion(), 0)))
        .isEqualTo("entry " + second.seqNr() + " is missing before it");
  }

  private String what(final LogEntry changed, final UnaryOperator<LogEntry> change)
      throws IOException {
    final SessionVerifier.Result result =
        verify(
            entry ->
                entry.entity() == changed.entity() && entry.seqNr() == changed.seqNr()
                    ? change.apply(entry)
                    : entry,
            2);
    assertThat(result.firstDifference().entry().entity()).isEqualTo(changed.entity());
    return result.firstDifference().what();
  }

  /** Of two bids at 100 the later one is served first. */
  @Test
  void anotherRuleOfPriorityIsCaughtWhereTheyTrade() throws IOException {
    final Path file = script.write(folder.resolve("a.session"));
    final Cores cores = new Cores();
    final SessionVerifier.Result result =
        SessionVerifier.verify(
            file,
            entity ->
                cores.create(entity) instanceof InstrumentCore instrument
                    ? new LastComesFirst(instrument, 100 * Fixed8.ONE)
                    : cores.create(entity),
            2);
    final LogEntry sale =
        script.entries().stream()
            .filter(entry -> entry.entity() == EntityKey.instrument(ScriptedSession.INSTRUMENT))
            .skip(1)
            .findFirst()
            .orElseThrow();
    assertThat(result.firstDifference().entry().entity()).isEqualTo(sale.entity());
    assertThat(result.firstDifference().entry().seqNr()).isEqualTo(sale.seqNr());
    assertThat(result.firstDifference().what()).contains("replayed ");
  }

  @Test
  void aDamagedFileIsVerifiedAsFarAsItIsWhole() throws IOException {
    final Path file = script.write(folder.resolve("a.session"));
    final byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    final SessionVerifier.Result result = SessionVerifier.verify(file, new Cores(), 2);
    assertThat(result.isIdentical()).isFalse();
    assertThat(result.firstDifference()).isNull();
    assertThat(result.damage()).contains("block 0 at offset 8: its checksum differs");
  }

  private static LogEntry withInput(final LogEntry entry, final DirectBuffer input) {
    return new LogEntry(
        entry.entity(),
        entry.epoch(),
        entry.seqNr(),
        entry.timeNanos(),
        entry.cause(),
        entry.coreVersion(),
        entry.outputsHash(),
        entry.releasedThrough(),
        entry.wakeAtNanos(),
        input);
  }

  private static LogEntry with(
      final LogEntry entry, final long seqNr, final int coreVersion, final long hash) {
    return new LogEntry(
        entry.entity(),
        entry.epoch(),
        seqNr,
        entry.timeNanos(),
        entry.cause(),
        coreVersion,
        hash,
        entry.releasedThrough(),
        entry.wakeAtNanos(),
        entry.input());
  }
}
