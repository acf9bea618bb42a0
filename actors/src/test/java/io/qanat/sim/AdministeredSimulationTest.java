package io.qanat.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.administration.core.ActMessages;
import io.qanat.administration.core.Roles;
import io.qanat.audit.CutAudit;
import io.qanat.codecs.entity.AuditQueryEncoder;
import io.qanat.codecs.entity.AuditRecordDecoder;
import io.qanat.codecs.entity.AuditRecordEncoder;
import io.qanat.codecs.entity.DefinitionQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.sharding.Cores;
import io.qanat.sim.RandomCommands.Command;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operators act while clients trade, and everything goes wrong: crashes, lost, repeated and
 * reordered messages. Who may do what, what awaits a second person, what was done and what came of
 * it is in the end as in a run without faults.
 */
class AdministeredSimulationTest {
  private static final int STEPS = 160;
  private static final double ACTS = 0.6;
  private static final int AUDIT_PAGE = 100;
  private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

  /**
   * Where a hub ends.
   *
   * @param audit the trail, line by line, without times
   * @param definitions of partners and instruments
   * @param states of accounts and instruments
   * @param reports in no order: one act may reach several instruments
   */
  private record Outcome(
      List<String> audit,
      SortedMap<String, List<String>> definitions,
      SortedMap<String, List<String>> states,
      SortedMap<Long, List<String>> reports) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void administrationUnderFaultsEndsLikeAdministrationWithout(final long seed) {
    final Outcome faultless = run(seed, Faults.NONE);
    final Outcome faulty = run(seed, Faults.MANY);

    assertThat(faulty.audit()).as("seed %d: audit", seed).isEqualTo(faultless.audit());
    assertThat(faulty.definitions())
        .as("seed %d: definitions", seed)
        .isEqualTo(faultless.definitions());
    assertThat(faulty.states()).as("seed %d: states", seed).isEqualTo(faultless.states());
    assertThat(faulty.reports()).as("seed %d: reports", seed).isEqualTo(faultless.reports());
    assertThat(faultless.audit().toString())
        .as("seed %d: the run is worth comparing", seed)
        .contains("status=APPLIED", "status=PROPOSED", "status=FORBIDDEN", "status=REFUSED");
    assertThat(faultless.reports().toString()).as("seed %d", seed).contains("execType=TRADE");
  }

  @Tag("soak")
  @ParameterizedTest
  @MethodSource("manySeeds")
  void theSameForManySeeds(final long seed) {
    final Outcome faultless = run(seed, Faults.NONE);
    assertThat(run(seed, Faults.MANY)).as("seed %d", seed).isEqualTo(faultless);
  }

  private static LongStream manySeeds() {
    return LongStream.rangeClosed(100, 160);
  }

  private static Outcome run(final long seed, final Faults faults) {
    final int accounts = 4;
    final SimulatedHub hub = new SimulatedHub(seed, faults, SimulatedHub.SMALL, accounts);
    final RandomActs acts = new RandomActs(seed, accounts);
    final RandomCommands commands = new RandomCommands(seed, accounts, true);
    people(hub, acts);
    final SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < STEPS; i++) {
      if (random.nextDouble() < ACTS) {
        hub.send(EntityKey.THE_ADMINISTRATION, acts.next());
      } else {
        final Command command = commands.next();
        hub.send(EntityKey.account(command.account()), command.input());
      }
    }
    hub.simulation().heal();
    hub.simulation().runToQuiescence();
    if (faults.has(Fault.ENTITY_CRASH)) {
      assertThat(hub.simulation().crashes()).as("seed %d: crashes", seed).isGreaterThan(20);
    }
    final CutAudit.Result cut = CutAudit.of(hub.simulation().log().cut(), new Cores());
    assertThat(cut.isSound()).as("seed %d: %s", seed, cut.line()).isTrue();
    return outcome(hub, accounts);
  }

  /** Who acts: one of each kind, and one who may both propose and approve. */
  private static void people(final SimulatedHub hub, final RandomActs acts) {
    final String[] names = {"omar", "rita", "anna", "olga"};
    final int[] roles = {
      Roles.OPERATOR, Roles.RISK, Roles.APPROVER, Roles.OPERATOR | Roles.APPROVER
    };
    final long administration = EntityKey.THE_ADMINISTRATION;
    for (int i = 0; i < names.length; i++) {
      hub.send(
          administration,
          acts.configuration(administration, ActMessages.operator(names[i], roles[i])));
      hub.send(
          administration,
          acts.configuration(
              administration, ActMessages.operatorKey(names[i], "k-" + names[i], 0)));
    }
  }

  private static Outcome outcome(final SimulatedHub hub, final int accounts) {
    final SortedMap<String, List<String>> definitions = new TreeMap<>();
    for (final long partner : RandomActs.PARTNERS) {
      definitions.put("partner " + partner, definitions(hub, EntityKey.partner(partner)));
    }
    definitions.put(
        "instrument " + RandomActs.SPARE_INSTRUMENT,
        definitions(hub, EntityKey.instrument(RandomActs.SPARE_INSTRUMENT)));
    definitions.put("administration", definitions(hub, EntityKey.THE_ADMINISTRATION));
    final SortedMap<String, List<String>> states = new TreeMap<>();
    for (final long instrument : SimulatedHub.instruments()) {
      states.put(
          "instrument " + instrument,
          // A stop of the partner cancels for several accounts at once: their order decides how
          // often the top of the book changes on the way.
          RealCoreSimulationTest.state(hub, EntityKey.instrument(instrument)).stream()
              .map(record -> record.replaceFirst("topRptSeq=[0-9]+", ""))
              .toList());
    }
    final SortedMap<Long, List<String>> reports = new TreeMap<>();
    for (long account = 1; account <= accounts; account++) {
      states.put(
          "account " + account, RealCoreSimulationTest.state(hub, EntityKey.account(account)));
      final List<String> told =
          new ArrayList<>(RealCoreSimulationTest.timeless(hub.edge().reports(account).values()));
      told.sort(null);
      reports.put(account, told);
    }
    return new Outcome(audit(hub), definitions, states, reports);
  }

  private static List<String> definitions(final SimulatedHub hub, final long entity) {
    final UnsafeBuffer query = new UnsafeBuffer(new byte[64]);
    final int length =
        new DefinitionQueryEncoder()
            .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
            .putAct(new byte[0], 0, 0)
            .encodedLength();
    return hub.ask(entity, query, length).stream().map(AdministeredSimulationTest::hex).toList();
  }

  private static String hex(final DirectBuffer message) {
    final byte[] bytes = new byte[message.capacity()];
    message.getBytes(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static List<String> audit(final SimulatedHub hub) {
    final List<String> lines = new ArrayList<>();
    int before;
    do {
      before = lines.size();
      final UnsafeBuffer query = new UnsafeBuffer(new byte[64]);
      final int length =
          new AuditQueryEncoder()
              .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
              .fromSequence(lines.size() + 1)
              .count(AUDIT_PAGE)
              .encodedLength();
      for (final DirectBuffer answer : hub.ask(EntityKey.THE_ADMINISTRATION, query, length)) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(answer, 0);
        if (header.templateId() == AuditRecordDecoder.TEMPLATE_ID) {
          final UnsafeBuffer record = new UnsafeBuffer(new byte[answer.capacity()]);
          record.putBytes(0, answer, 0, answer.capacity());
          new AuditRecordEncoder().wrap(record, HEADER).time(0);
          lines.add(
              new AuditRecordDecoder().wrapAndApplyHeader(record, 0, header) + " " + hex(record));
        }
      }
    } while (lines.size() > before);
    return lines;
  }
}
