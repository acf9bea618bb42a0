package io.qanat.hub.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.provisioning.HubSetup;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Compares what files say with what a hub has, prints the difference, and applies it. */
public final class Applier {
  /** Requests under way at once. */
  private static final int IN_FLIGHT_MAX = 32;

  /**
   * What was done.
   *
   * @param differences between files and hub, before
   * @param proposed acts that await a second person
   * @param refused acts that the hub refused
   */
  public record Summary(int differences, int applied, int proposed, int refused) {}

  private final AdminClient client;
  private final PrintWriter out;
  private final String why;
  private final Semaphore room = new Semaphore(IN_FLIGHT_MAX);

  /**
   * An applier to one hub.
   *
   * @param hub its HTTP address
   * @param key KEYID.SECRET of an operator
   * @param why the reason that goes into the audit trail
   */
  public Applier(final URI hub, final String key, final String why, final PrintWriter out) {
    client = new AdminClient(hub, key);
    this.why = why;
    this.out = out;
  }

  /**
   * Applies a setup.
   *
   * @param dryRun only prints the difference
   * @throws ApplyException one line, if the hub cannot be read
   */
  public Summary apply(final HubSetup setup, final boolean dryRun) {
    final DesiredState desired = new DesiredState(setup, Clock.systemUTC().instant());
    final ActualState actual = ActualState.read(client, setup);
    final Map<DesiredState.Stage, List<Item>> work = new LinkedHashMap<>();
    int differences = 0;
    for (final DesiredState.Stage stage : DesiredState.Stage.values()) {
      final List<Item> items = difference(desired.of(stage), actual);
      work.put(stage, items);
      differences += items.size();
    }
    final List<Item> leftOut = actual.leftOut(new ActualState.WholeLists(setup, desired));
    leftOut.forEach(item -> out.println("- " + item.name()));
    differences += leftOut.size();
    out.flush();
    final int[] counts = new int[3];
    if (!dryRun) {
      work.values().forEach(items -> send(items, false, counts));
      send(leftOut, true, counts);
    }
    out.println(
        differences == 0
            ? "the hub is as the files say"
            : differences
                + " differences"
                + (dryRun
                    ? ", nothing was changed"
                    : ": "
                        + counts[0]
                        + " applied, "
                        + counts[1]
                        + " await a second person, "
                        + counts[2]
                        + " refused"));
    out.flush();
    return new Summary(differences, counts[0], counts[1], counts[2]);
  }

  private List<Item> difference(final Map<String, Item> desired, final ActualState actual) {
    final List<Item> items = new ArrayList<>();
    for (final Item item : desired.values()) {
      final Item there = actual.get(item.name());
      if (there == null) {
        out.println("+ " + item.name() + " " + item.fields());
        items.add(item);
      } else {
        final List<String> changes = item.changesFrom(there.fields());
        changes.forEach(change -> out.println("~ " + item.name() + " " + change));
        if (!changes.isEmpty()) {
          items.add(item);
        }
      }
    }
    return items;
  }

  private void send(final List<Item> items, final boolean removal, final int[] counts) {
    final List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (final Item item : items) {
      room.acquireUninterruptibly();
      sent.add(
          send(removal ? item.removal() : item.act())
              .whenComplete((answer, e) -> room.release())
              .thenAccept(answer -> note(item, answer, counts)));
    }
    Waiting.forAll(sent);
  }

  private CompletableFuture<AdminClient.Answer> send(final Item.Request request) {
    if (request.body() == null) {
      return client.act(
          request.method(),
          request.path() + "?why=" + URLEncoder.encode(why, StandardCharsets.UTF_8),
          null);
    }
    final ObjectNode body = request.body().deepCopy();
    return client.act(request.method(), request.path(), body.put("why", why));
  }

  private void note(final Item item, final AdminClient.Answer answer, final int[] counts) {
    synchronized (counts) {
      if (!answer.isGood()) {
        counts[2]++;
        out.println("! " + item.name() + " was refused: " + answer.words());
      } else if (answer.body().path("status").asText().equals("PROPOSED")) {
        counts[1]++;
        out.println("? " + item.name() + " is proposal " + answer.body().path("proposal").asLong());
      } else {
        counts[0]++;
      }
    }
  }
}
