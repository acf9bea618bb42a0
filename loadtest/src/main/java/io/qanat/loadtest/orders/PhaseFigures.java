package io.qanat.loadtest.orders;

import io.qanat.loadtest.report.Latencies;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What became of the messages of one phase. */
final class PhaseFigures {
  private final Schedule.Phase phase;
  final Latencies accepted = new Latencies();
  final Latencies cancels = new Latencies();
  long sent;

  /** Not sent by the end of the phase, because the hub took no more: its flow control. */
  long heldBack;

  long answered;

  /** For load, with a time to wait. */
  long shed;

  /** For load, without saying when to try again, or for another reason. */
  long refusedOtherwise;

  long cancelsRefused;

  PhaseFigures(final Schedule.Phase phase) {
    this.phase = phase;
  }

  /** Of what was sent, neither answered nor refused. */
  long lost() {
    return sent - answered - shed - refusedOtherwise;
  }

  double p99Millis() {
    return accepted.micros().get("p99") / 1e3;
  }

  Map<String, Object> asMap() {
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("phase", phase.name());
    map.put("rate", phase.rate());
    map.put("sent", sent);
    map.put("heldBack", heldBack);
    map.put("answered", answered);
    map.put("shed", shed);
    map.put("refusedOtherwise", refusedOtherwise);
    map.put("cancelsRefused", cancelsRefused);
    map.put("lost", lost());
    map.put("acceptedMicros", accepted.micros());
    map.put("cancelMicros", cancels.micros());
    return map;
  }

  @Override
  public String toString() {
    final Map<String, Double> micros = accepted.micros();
    return String.format(
        Locale.ROOT,
        "%-9s %7d/s  sent %d, held back %d, accepted %d, shed %d; p50 %.1f ms, p99 %.1f ms;"
            + " cancels p99 %.1f ms",
        phase.name(),
        phase.rate(),
        sent,
        heldBack,
        answered,
        shed + refusedOtherwise,
        micros.get("p50") / 1e3,
        micros.get("p99") / 1e3,
        cancels.micros().get("p99") / 1e3);
  }
}
