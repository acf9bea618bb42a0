package io.qanat.hub.session;

import io.qanat.hub.gateway.http.Values;
import io.qanat.session.SessionMarks;
import io.qanat.sharding.Cores;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code qanat session list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the sessions that are marked in a log and still wholly there.")
final class SessionListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Override
  public Integer call() {
    final PrintWriter out = spec.commandLine().getOut();
    final List<SessionMarks.Span> spans = SessionMarks.of(data.open(), new Cores());
    for (final SessionMarks.Span span : spans) {
      final boolean ended = span.endedAtNanos() != 0;
      out.printf(
          "%s  %s to %s  log position %d to %s%n",
          span.name(),
          Values.time(span.beganAtNanos()),
          ended ? Values.time(span.endedAtNanos()) : "now",
          span.fromPosition(),
          ended ? Long.toString(span.toPosition()) : "its end");
    }
    out.println(spans.size() + " sessions");
    return 0;
  }
}
