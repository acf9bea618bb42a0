package io.qanat.administration.core;

import static io.qanat.entity.core.EntityKey.THE_ADMINISTRATION;
import static io.qanat.entity.core.EntityKey.account;
import static io.qanat.entity.core.EntityKey.partner;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.entity.core.CoreBench;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random acts, decisions, answers, expiries and restarts. Whatever happens: nothing that takes two
 * reaches a target without another's approval, nothing reaches it twice, every answer is written
 * down, and a second administration that is told the same is in the same state.
 */
class RandomActsTest {
  private static final Pattern SENT = Pattern.compile("to (account|partner)-(\\d+): act (\\d+) .*");
  private static final Pattern PROPOSED =
      Pattern.compile("reply 7: act (\\d+) PROPOSED UNCHANGED proposal (\\d+) .*");
  private static final String[] PEOPLE = {"vera", "omar", "olga", "rita", "anna", "bert"};

  private final Map<Long, String> proposerByAct = new HashMap<>();
  private final Set<Long> open = new HashSet<>();
  private final Set<Long> sent = new HashSet<>();
  private final List<long[]> unanswered = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 2026})
  void theRulesHold(final long seed) {
    final Random random = new Random(seed);
    final AdministrationDesk desk = people();
    final AdministrationDesk twin = people();
    for (int step = 0; step < 1_500; step++) {
      final long seedOfStep = random.nextLong();
      final List<String> outputs = step(desk, new Random(seedOfStep), step, true);
      final List<String> again = step(twin, new Random(seedOfStep), step, false);
      assertThat(again).as("seed=%d step=%d", seed, step).isEqualTo(outputs);
      if (random.nextInt(200) == 0) {
        desk.reload();
      }
    }
    assertThat(desk.core.stateHash()).as("seed=%d", seed).isEqualTo(twin.core.stateHash());
    assertThat(CoreBench.reload(desk.core, new AdministrationCore(1)).stateHash())
        .isEqualTo(twin.core.stateHash());
    assertThat(sent).as("seed=%d", seed).hasSizeGreaterThan(50);
    assertThat(proposerByAct).as("seed=%d", seed).hasSizeGreaterThan(50);
  }

  private static AdministrationDesk people() {
    return new AdministrationDesk()
        .operator("vera", Roles.VIEWER)
        .operator("omar", Roles.OPERATOR)
        .operator("olga", Roles.OPERATOR | Roles.APPROVER)
        .operator("rita", Roles.RISK)
        .operator("anna", Roles.APPROVER)
        .operator("bert", Roles.RISK | Roles.APPROVER);
  }

  private List<String> step(
      final AdministrationDesk desk, final Random random, final int step, final boolean checks) {
    desk.bench.nowNanos += random.nextInt(50) == 0 ? 30_000_000_000_000L : random.nextInt(1_000);
    final String who = PEOPLE[random.nextInt(PEOPLE.length)];
    desk.idempotencyKey = random.nextInt(4) == 0 ? "key-" + random.nextInt(step + 1) : "";
    return switch (random.nextInt(5)) {
      case 0 ->
          checked(
              desk.act(
                  who,
                  account(1L + random.nextInt(3)),
                  ActMessages.transfer(step, Integer.toString(random.nextInt(300_000)))),
              who,
              checks);
      case 1 ->
          checked(
              desk.act(
                  who, partner(1L + random.nextInt(3)), ActMessages.kill(random.nextBoolean())),
              who,
              checks);
      case 2, 3 -> {
        final long proposal = 1L + random.nextInt(Math.max(1, step / 3));
        yield checked(
            desk.act(who, THE_ADMINISTRATION, ActMessages.decide(proposal, random.nextInt(4) > 0)),
            who,
            checks);
      }
      default -> answer(desk, random, checks);
    };
  }

  private List<String> answer(
      final AdministrationDesk desk, final Random random, final boolean checks) {
    // Both administrations get the same answer, in the order in which they were asked.
    if (checks) {
      toAnswer = unanswered.isEmpty() ? null : unanswered.remove(0);
    }
    final AdminResult result = random.nextInt(3) == 0 ? AdminResult.CONFLICT : AdminResult.DONE;
    if (toAnswer == null) {
      return List.of();
    }
    final List<String> outputs = desk.outcome(toAnswer[0], toAnswer[1], result, "");
    assertThat(outputs).hasSize(1);
    assertThat(outputs.get(0)).startsWith("reply 7: act " + toAnswer[1] + " ");
    return outputs;
  }

  private long[] toAnswer;

  private List<String> checked(final List<String> outputs, final String who, final boolean checks) {
    if (checks) {
      assertThat(outputs).hasSize(1);
      final Matcher proposed = PROPOSED.matcher(outputs.get(0));
      if (proposed.matches() && open.add(Long.valueOf(proposed.group(1)))) {
        proposerByAct.put(Long.valueOf(proposed.group(1)), who);
      }
      final Matcher toTarget = SENT.matcher(outputs.get(0));
      if (toTarget.matches()) {
        final long act = Long.parseLong(toTarget.group(3));
        assertThat(sent.add(act)).as("act %d is sent once", act).isTrue();
        if (proposerByAct.containsKey(act)) {
          assertThat(who).as("act %d", act).isNotEqualTo(proposerByAct.get(act));
          assertThat(who).as("act %d", act).isIn("olga", "anna", "bert");
        } else {
          assertThat(outputs.get(0)).as("alone").contains(" of " + who + ":");
        }
        final long id = Long.parseLong(toTarget.group(2));
        unanswered.add(
            new long[] {toTarget.group(1).equals("account") ? account(id) : partner(id), act});
      }
    }
    return outputs;
  }
}
