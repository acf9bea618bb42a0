package io.qanat.hub.session;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.HubConfig;
import io.qanat.hub.ReplayNode;
import io.qanat.hub.commands.ConfigFiles;
import io.qanat.hub.commands.DurationConverter;
import io.qanat.session.ReplayReport;
import io.qanat.session.ReplaySink;
import io.qanat.session.SessionReplay;
import io.qanat.sharding.Cores;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine.Option;

/** Replays that others watch and take part in. */
final class ServeOptions {
  @Option(
      names = "--serve",
      description = "Open market data, order entry and HTTP, and let a guest in who may trade.")
  private boolean serve;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "With --serve: addresses and ports as of a node (default: the standard ones).")
  private Path config;

  @Option(names = "--free-ports", description = "With --serve: listen on any free ports.")
  private boolean freePorts;

  @Option(
      names = "--hold",
      paramLabel = "D",
      converter = DurationConverter.class,
      description =
          "With --serve: the first recorded input comes after this time, so that others are there"
              + " by then (default: 10s).")
  private Duration hold = Duration.ofSeconds(10);

  boolean isWanted() {
    return serve;
  }

  @SuppressWarnings("try") // The barrier is only held: closing it lets the process end.
  ReplayReport run(
      final Path file,
      final double speed,
      final ReplayOptions options,
      final OwnOrders orders,
      final List<ReplaySink> sinks,
      final PrintWriter out) {
    if (speed == Speeds.MAX) {
      throw new IllegalArgumentException("--serve wants a --speed such as 1x or 20x");
    }
    final ReplayInbox inbox = new ReplayInbox(speed, options.latencyNanos());
    try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(inbox::stop);
        ReplayNode node = ReplayNode.start(HubConfig.of(configuration()), inbox)) {
      final List<ReplaySink> all = new ArrayList<>(sinks);
      all.add(node.sink());
      final SessionReplay replay =
          new SessionReplay(
              file,
              LiveLogons.around(new Cores(), SystemEpochNanoClock.INSTANCE::nanoTime),
              new ReplaySinks(List.copyOf(all)),
              inbox,
              options.delayNanos(),
              options.untilNanos());
      replay.lead((long) (hold.toNanos() * speed));
      replay.atBegin(() -> begin(replay, node, options, orders, out));
      return replay.run();
    }
  }

  private Config configuration() {
    Config given = config == null ? ConfigFactory.empty() : ConfigFiles.read(config);
    if (config == null) {
      given = given.withValue("qanat.http.access-log", ConfigValueFactory.fromAnyRef(false));
    }
    if (freePorts) {
      given =
          ConfigFactory.parseMap(
                  Map.of(
                      "qanat.gateway.aeron.port", 0,
                      "qanat.gateway.aeron.control-port", 0,
                      "qanat.market-data.control-port", 0,
                      "qanat.http.port", 0))
              .withFallback(given);
    }
    return HubConfig.complete(
        given
            .withoutPath("qanat.setup")
            .withValue("pekko.actor.provider", ConfigValueFactory.fromAnyRef("local")));
  }

  /** On the replay's thread: nothing here may wait for an entity. */
  private void begin(
      final SessionReplay replay,
      final ReplayNode node,
      final ReplayOptions options,
      final OwnOrders orders,
      final PrintWriter out) {
    final List<Long> instruments = new ArrayList<>();
    for (final ReplayedEntity entity : replay.entities()) {
      if (EntityKey.kind(entity.entity()) == EntityKey.INSTRUMENT) {
        instruments.add(EntityKey.id(entity.entity()));
        node.sink().onInstrumentStarted(entity.entity(), replay.epoch(entity.entity()));
      }
    }
    if (orders != null) {
      orders.submit(replay, options.latencyNanos());
    }
    final Thread admission =
        new Thread(() -> admit(node, instruments.stream().sorted().toList(), out), "guest");
    admission.setDaemon(true);
    admission.start();
  }

  private void admit(final ReplayNode node, final List<Long> instruments, final PrintWriter out) {
    final Guest guest = new Guest(node.calls());
    try {
      guest.admit(instruments);
    } catch (final IllegalStateException e) {
      out.println(e.getMessage());
      out.flush();
      return;
    }
    node.ready();
    out.printf(
        "order entry   aeron:udp?endpoint=%s:%d, responses %s:%d%n",
        node.gateway().host(),
        node.gateway().port(),
        node.gateway().host(),
        node.gateway().controlPort());
    out.printf(
        "market data   aeron:udp?control=%s:%d|control-mode=dynamic%n",
        node.marketData().host(), node.marketData().controlPort());
    out.println("same machine  Aeron directory " + node.aeronDirectoryName());
    out.printf(
        "guest         partner %d, account %d, key %s, secret %s, instruments %s%n",
        Guest.PARTNER, Guest.ACCOUNT, Guest.KEY, guest.secret(), instruments);
    node.http()
        .ifPresent(
            http ->
                out.printf(
                    "http          %s/v1, Authorization: Bearer %d.%s.%s%n",
                    http.baseUri(), Guest.PARTNER, Guest.KEY, guest.secret()));
    out.println("the recording begins " + hold.toSeconds() + " s after the start");
    out.flush();
  }
}
