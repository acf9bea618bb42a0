package io.qanat.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.instrument.core.InstrumentCore;
import io.qanat.instrument.core.LastComesFirst;
import io.qanat.session.SessionVerifier;
import io.qanat.sharding.Cores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The incident that ships with the project, {@code hub/SESSIONS.md} walks through it. */
class ShippedIncidentTest {
  static final Path FOLDER = Path.of("sessions");
  static final Path SESSION = FOLDER.resolve("fat-finger.session");
  static final Path EVENTS = FOLDER.resolve("fat-finger.events");

  /** What to do when it does not repeat itself any more. */
  private static final String ADVICE =
      """
      The recorded incident hub/sessions/fat-finger.session does not repeat itself with this build.
      If you did not mean to change what a core decides, this is a regression: read the divergence.
      If you did, raise the core's version, say so in the commit, and record the incident anew:
        mvn -pl hub -am package -Dtest=RecordIncident -Dsurefire.failIfNoSpecifiedTests=false
      """;

  @Test
  void itRepeatsItself() {
    final Cli.Run verify = Cli.run("session", "verify", SESSION.toString());
    assertThat(verify.lastLine())
        .as(ADVICE + verify.out() + verify.err())
        .matches("identical: \\d+ entities, \\d+ inputs, every hash as recorded");
    final Cli.Run replay = Cli.run("session", "replay", SESSION.toString());
    assertThat(replay.lastLine())
        .as(ADVICE + replay.out() + replay.err())
        .isEqualTo("as recorded: every output of every input");
  }

  @Test
  void theFolderIsASuiteThatPasses() {
    final Cli.Run test = Cli.run("session", "test", FOLDER.toString());
    assertThat(test.exit()).as(ADVICE + test.out() + test.err()).isZero();
    assertThat(test.lastLine()).isEqualTo("1 passed");
  }

  /** Of two bids at 0.95 the later one is served first. */
  @Test
  void anotherRuleOfPriorityIsCaught() {
    final Cores cores = new Cores();
    final SessionVerifier.Result result =
        SessionVerifier.verify(SESSION, entity -> lastFirst(cores, entity), 2);
    assertThat(result.damage()).isNull();
    assertThat(result.firstDifference()).isNotNull();
    assertThat(EntityKey.toString(result.firstDifference().entry().entity()))
        .isEqualTo("instrument-1");
    assertThat(result.firstDifference().what())
        .startsWith("recorded outputs hash ")
        .contains(", replayed ");
  }

  private static Core lastFirst(final Core.Factory cores, final long entity) {
    final Core core = cores.create(entity);
    return core instanceof InstrumentCore instrument
        ? new LastComesFirst(instrument, Fixed8.parse("0.95"))
        : core;
  }
}
