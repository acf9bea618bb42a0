package io.qanat.loadtest.conform;

import io.qanat.loadtest.conform.CaseResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plays cases one after the other. */
public final class ConformRun {
  private ConformRun() {}

  /**
   * Plays them all, whatever some of them find.
   *
   * @param heard told of each result as it is there
   * @throws io.qanat.loadtest.RunException one line, if the hub cannot be reached or used at all
   */
  public static List<CaseResult> play(
      final Target target, final List<ConformCase> cases, final Consumer<CaseResult> heard) {
    final List<CaseResult> results = new ArrayList<>();
    try (Floor floor = new Floor(target, System.currentTimeMillis())) {
      final Instrument instrument = new Discovery(floor).find();
      // Numbers below belong to the discovery.
      int number = floor.market().instruments().size();
      for (final ConformCase next : cases) {
        final CaseResult result = play(floor, instrument, next, number++);
        results.add(result);
        heard.accept(result);
      }
    }
    return results;
  }

  private static CaseResult play(
      final Floor floor, final Instrument instrument, final ConformCase next, final int number) {
    final long begin = System.nanoTime();
    Outcome outcome = Outcome.PASS;
    String reason = "";
    try (Desk desk = new Desk(floor, instrument, number)) {
      try {
        next.script().play(desk);
      } catch (final CaseSkipped e) {
        outcome = Outcome.SKIP;
        reason = e.getMessage();
      } catch (final CaseFailure e) {
        outcome = Outcome.FAIL;
        reason = e.getMessage();
      } catch (final IllegalStateException | IndexOutOfBoundsException e) {
        // A decoder's: another message than the case reads, or bytes that end too soon.
        outcome = Outcome.FAIL;
        reason = "the answer cannot be read as what was expected: " + e.getMessage();
      }
      try {
        desk.cleanUp(outcome != Outcome.PASS);
      } catch (final CaseFailure e) {
        // What failed before has made this likely: its reason is the one that helps.
        if (outcome == Outcome.PASS) {
          outcome = Outcome.FAIL;
          reason = "afterwards: " + e.getMessage();
        }
      }
    } catch (final CaseSkipped e) {
      outcome = Outcome.SKIP;
      reason = e.getMessage();
    }
    return new CaseResult(next, outcome, reason, System.nanoTime() - begin);
  }
}
