package io.qanat.hub.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.qanat.hub.apply.ApplyException;
import io.qanat.hub.apply.ClusterClient;
import io.qanat.hub.apply.OperatorClient;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the nodes of a running hub: who is a member, who leads the log, which shards and"
          + " entities each has, sessions, and how far each member of the log is behind.",
      "Exit 0 only if every node that was asked is ready and every member can be reached."
    })
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private OperatorClient.Options hub;

  @Option(
      names = "--also",
      split = ",",
      paramLabel = "URL",
      description =
          "Other nodes to be asked too: sessions and positions of the log are each node's own.")
  private List<URI> others = List.of();

  @Option(names = "--json", description = "What the nodes answer, as they say it.")
  private boolean json;

  @Override
  public Integer call() {
    final PrintWriter out = spec.commandLine().getOut();
    final List<URI> urls = new ArrayList<>(List.of(hub.url()));
    urls.addAll(others);
    final List<JsonNode> answers = new ArrayList<>();
    final List<String> silent = new ArrayList<>();
    for (final URI url : urls) {
      try {
        answers.add(new ClusterClient(url, hub.key()).status());
      } catch (final ApplyException e) {
        if (urls.size() == 1) {
          throw e;
        }
        silent.add(url + ": " + e.getMessage());
      }
    }
    if (json) {
      final ArrayNode all = JsonNodeFactory.instance.arrayNode();
      answers.forEach(all::add);
      out.println(all);
    } else {
      print(out, answers, silent);
    }
    return silent.isEmpty() && answers.stream().allMatch(StatusCommand::isWhole) ? 0 : 1;
  }

  private static boolean isWhole(final JsonNode status) {
    if (!status.path("ready").asBoolean()) {
      return false;
    }
    for (final JsonNode member : status.path("members")) {
      if (!member.path("reachable").asBoolean()) {
        return false;
      }
    }
    return true;
  }

  private static void print(
      final PrintWriter out, final List<JsonNode> answers, final List<String> silent) {
    silent.forEach(line -> out.println("no answer from " + line));
    if (answers.isEmpty()) {
      return;
    }
    out.println("node  address               status    roles                shards entities");
    for (final JsonNode member : answers.get(0).path("members")) {
      out.printf(
          Locale.ROOT,
          "%-5d %-21s %-9s %-20s %6d %s%n",
          member.path("node").asInt(),
          member.path("address").asText(),
          member.path("reachable").asBoolean() ? member.path("status").asText() : "UNREACHABLE",
          roles(member),
          sum(member.path("shards")),
          counts(member.path("entities")));
    }
    long most = 0;
    for (final JsonNode answer : answers) {
      most = Math.max(most, answer.path("log").path("positionBytes").asLong());
    }
    for (final JsonNode answer : answers) {
      out.println(line(answer, most));
    }
  }

  private static String line(final JsonNode answer, final long most) {
    final JsonNode log = answer.path("log");
    final String ofLog =
        log.isNull() || log.isMissingNode()
            ? "holds no member of the log"
            : String.format(
                Locale.ROOT,
                "log member %d %s, term %d, position %d (%d bytes behind), snapshot at %d",
                log.path("member").asInt(),
                log.path("leads").asBoolean() ? "leads" : "follows",
                log.path("term").asLong(),
                log.path("positionBytes").asLong(),
                most - log.path("positionBytes").asLong(),
                log.path("snapshotPositionBytes").asLong());
    final String state =
        answer.path("draining").asBoolean()
            ? "drained"
            : answer.path("ready").asBoolean() ? "ready" : "not ready";
    return "node "
        + answer.path("node").asInt()
        + ": "
        + state
        + ", "
        + answer.path("sessions").asLong()
        + " sessions, "
        + answer.path("entities").asLong()
        + " entities; "
        + ofLog;
  }

  private static String roles(final JsonNode member) {
    final List<String> roles = new ArrayList<>();
    member.path("roles").forEach(role -> roles.add(role.asText()));
    return String.join(",", roles);
  }

  private static int sum(final JsonNode counts) {
    int sum = 0;
    for (final JsonNode count : counts) {
      sum += count.asInt();
    }
    return sum;
  }

  private static String counts(final JsonNode counts) {
    final List<String> all = new ArrayList<>();
    for (final Map.Entry<String, JsonNode> field : counts.properties()) {
      if (field.getValue().asInt() > 0) {
        all.add(field.getKey() + " " + field.getValue().asInt());
      }
    }
    return String.join(", ", all);
  }
}
