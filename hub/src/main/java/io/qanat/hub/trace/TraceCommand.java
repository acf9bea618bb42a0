package io.qanat.hub.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.config.ConfigException;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.administration.MessageJson;
import io.qanat.hub.gateway.http.Values;
import io.qanat.log.LogEntry;
import io.qanat.log.history.LogHistory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qanat trace}. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Leads from a request to its entries of the log, and to everything that followed from them.",
      "Exit 0 if something was found."
    })
public final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Data directory of a node or of the demo; the node may run, it is not disturbed.")
  private Path data;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Find the request here by its X-Request-Id.")
  private Path accessLog;

  @Option(names = "--json", description = "A line of JSON for each entry.")
  private boolean json;

  @Parameters(
      paramLabel = "ID",
      description =
          "With --access-log an X-Request-Id; else one of its logEntries, such as"
              + " account-299/1764028800123456789, or the number alone.")
  private String id;

  @Override
  public Integer call() {
    final List<TraceStart> starts =
        accessLog == null ? List.of(TraceStart.parse(id)) : TraceStart.of(accessLog, id);
    final PrintWriter out = spec.commandLine().getOut();
    final TraceFinder finder =
        new TraceFinder(
            starts,
            (entry, position) -> out.println(json ? node(entry, position) : text(entry, position)));
    final LogHistory history = LogHistory.open(directory());
    final LogHistory.Base first = history.bases().get(0);
    final long end = history.visit(first, finder);
    out.flush();
    if (finder.count() == 0) {
      throw new ConfigException(
          "nothing between the log's positions "
              + first.logPosition()
              + " and "
              + end
              + " carries "
              + (accessLog == null ? id : starts));
    }
    return 0;
  }

  /** The log's own directory: a demonstration keeps it inside its own. */
  private Path directory() {
    final Path inside = data.resolve("log");
    return Files.exists(data.resolve("FORMAT")) || !Files.exists(inside.resolve("FORMAT"))
        ? data
        : inside;
  }

  private static String text(final LogEntry entry, final long position) {
    final ObjectNode input = input(entry);
    final JsonNode body = input.path("body");
    final String what =
        body.isObject()
            ? body.path("type").asText() + " " + ((ObjectNode) body).deepCopy().without("type")
            : input.without("type").toString();
    return String.format(
        Locale.ROOT,
        "%d %s #%d %s %s: %s %s",
        position,
        EntityKey.toString(entry.entity()),
        entry.seqNr(),
        Values.time(entry.timeNanos()),
        cause(entry),
        MessageJson.nameOf(entry.input()),
        what);
  }

  private static String cause(final LogEntry entry) {
    final LogEntry.Cause cause = entry.cause();
    return cause.entity() == EntityKey.NONE
        ? "from outside"
        : "from " + EntityKey.toString(cause.entity()) + " #" + cause.seqNr();
  }

  private static ObjectNode node(final LogEntry entry, final long position) {
    final ObjectNode input = input(entry);
    final ObjectNode node = input.objectNode();
    node.put("position", position)
        .put("entity", EntityKey.toString(entry.entity()))
        .put("epoch", entry.epoch())
        .put("seqNr", entry.seqNr())
        .put("time", Values.time(entry.timeNanos()));
    final LogEntry.Cause cause = entry.cause();
    if (cause.entity() != EntityKey.NONE) {
      node.putObject("cause")
          .put("entity", EntityKey.toString(cause.entity()))
          .put("epoch", cause.epoch())
          .put("seqNr", cause.seqNr())
          .put("outputIndex", cause.outputIndex());
    }
    node.set("input", input);
    return node;
  }

  private static ObjectNode input(final LogEntry entry) {
    final ObjectNode input = MessageJson.read(entry.input());
    if (input == null) {
      throw new ConfigException(
          EntityKey.toString(entry.entity()) + " #" + entry.seqNr() + " cannot be read");
    }
    return input.put("type", MessageJson.nameOf(entry.input()));
  }
}
