package io.qanat.hub.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.entity.ReplayedEntity;
import io.qanat.hub.administration.MessageJson;
import io.qanat.hub.gateway.http.Values;
import io.qanat.log.LogEntry;
import io.qanat.session.Divergence;
import java.io.PrintWriter;
import org.agrona.DirectBuffer;

/** A divergence for people, with the fields of every message named. */
final class DivergenceText {
  private static final int STATE_RECORDS_MAX = 40;

  private final PrintWriter out;

  DivergenceText(final PrintWriter out) {
    this.out = out;
  }

  static String place(final LogEntry entry) {
    return ReplayedEntity.place(entry);
  }

  void print(final Divergence divergence) {
    final LogEntry entry = divergence.entry();
    out.println("first divergence: " + place(entry) + ", at " + Values.time(entry.timeNanos()));
    out.println("  input     " + text(entry.input()));
    out.printf("  expected  outputs hash %x%n", entry.outputsHash());
    for (final Divergence.Recorded output : divergence.recorded()) {
      out.printf(
          "    [%d] to %s: %s%n",
          output.index(),
          io.qanat.entity.core.EntityKey.toString(output.receiver()),
          text(output.message()));
    }
    if (divergence.recorded().isEmpty()) {
      out.println("    (no other entity of the session has received any of them)");
    }
    out.printf("  actual    outputs hash %x%n", divergence.actualHash());
    for (final Divergence.Output output : divergence.actual()) {
      out.printf("    [%d] %s: %s%n", output.index(), output.to(), text(output.message()));
    }
    out.printf("  state before it, hash %x%n", divergence.stateHashBefore());
    divergence.stateBefore().stream()
        .limit(STATE_RECORDS_MAX)
        .forEach(state -> out.println("    " + text(state)));
    if (divergence.stateBefore().size() > STATE_RECORDS_MAX) {
      out.println(
          "    and " + (divergence.stateBefore().size() - STATE_RECORDS_MAX) + " records more");
    }
  }

  /** Name and fields of a message; in hexadecimal if it is not known. */
  static String text(final DirectBuffer message) {
    final ObjectNode node = MessageJson.read(message);
    if (node == null) {
      final byte[] bytes = new byte[message.capacity()];
      message.getBytes(0, bytes);
      return "bytes " + java.util.HexFormat.of().formatHex(bytes);
    }
    return MessageJson.nameOf(message) + " " + node;
  }
}
