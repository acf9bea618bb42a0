package io.qanat.hub.gateway.http.ws;

import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.hub.gateway.http.Authenticator;
import io.qanat.hub.gateway.http.Doorkeeper;
import io.qanat.hub.gateway.http.EntitledInstrument;
import io.qanat.hub.gateway.http.HttpConfig;
import io.qanat.hub.gateway.http.Json;
import io.qanat.hub.gateway.http.StreamConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams of a node: how many there may be, whether their keys still open, and the engine that
 * feeds them. Thread-safe.
 */
public final class Streams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final long ENGINE_PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long UNUSED_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final String NO_PLACE = "no place for one more stream";

  /** Stands for those who have not said yet who they are. */
  private static final long NOBODY = 0;

  /** Whoever logs on with the same key from the same address is asked about once. */
  private record Key(long partner, String keyId, InetAddress remote) {}

  private final ActorSystem<?> system;
  private final StreamConfig config;
  private final int floodMultiple;
  private final Doorkeeper doorkeeper;
  private final Json json;
  private final StreamMessages messages;
  private final StreamCounters counters = new StreamCounters();
  private final NanoClock clock = SystemNanoClock.INSTANCE;
  private final Map<StreamConnection, Long> partnerByStream = new HashMap<>();
  private final Map<Long, Integer> countByPartner = new HashMap<>();
  private final StreamEngine engine;
  private final AgentRunner runner;
  private final Cancellable checks;
  private boolean stopping;

  private Streams(
      final ActorSystem<?> system,
      final HttpConfig http,
      final Doorkeeper doorkeeper,
      final WatchQueue watched,
      final MarketDataQueue publisher) {
    this.system = system;
    this.doorkeeper = doorkeeper;
    config = http.stream();
    floodMultiple = http.floodMultiple();
    json = new Json(http.jsonDepthMax(), config.messageBytesMax());
    messages = new StreamMessages(json);
    engine = new StreamEngine(watched, publisher, messages, config, counters, clock);
    runner =
        new AgentRunner(
            new Idle(), error -> LOG.error("streams failed on one message", error), null, engine);
    checks =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                config.keyCheck(), config.keyCheck(), this::check, system.executionContext());
  }

  /**
   * Begins to serve streams.
   *
   * @param watched what the edge shows of reports and market data
   * @param publisher asked for full refreshes
   */
  public static Streams start(
      final ActorSystem<?> system,
      final HttpConfig http,
      final Doorkeeper doorkeeper,
      final WatchQueue watched,
      final MarketDataQueue publisher) {
    final Streams streams = new Streams(system, http, doorkeeper, watched, publisher);
    AgentRunner.startOnThread(streams.runner);
    return streams;
  }

  public StreamCounters counters() {
    return counters;
  }

  StreamConfig config() {
    return config;
  }

  int floodMultiple() {
    return floodMultiple;
  }

  Doorkeeper doorkeeper() {
    return doorkeeper;
  }

  Json json() {
    return json;
  }

  StreamMessages messages() {
    return messages;
  }

  StreamEngine engine() {
    return engine;
  }

  NanoClock clock() {
    return clock;
  }

  EpochNanoClock epochClock() {
    return SystemEpochNanoClock.INSTANCE;
  }

  /** Runs something later. */
  void after(final Duration delay, final Runnable what) {
    system.scheduler().scheduleOnce(delay, what, system.executionContext());
  }

  /** A stream has come; false: there is no place for it, and it is being closed. */
  boolean opened(final StreamConnection connection) {
    final long partner = connection.logon() == null ? NOBODY : partner(connection);
    if (!enter(connection, partner)) {
      connection.wire().close(CloseCode.TRY_AGAIN_LATER, NO_PLACE);
      return false;
    }
    counters.opened.increment();
    counters.open.increment();
    return true;
  }

  /** A stream has said who it is; false: its partner has no place for it. */
  boolean loggedOn(final StreamConnection connection) {
    leave(connection);
    if (enter(connection, partner(connection))) {
      return true;
    }
    counters.open.decrement();
    connection.wire().close(CloseCode.TRY_AGAIN_LATER, NO_PLACE);
    return false;
  }

  /** A stream has ended. */
  void closed(final StreamConnection connection) {
    if (leave(connection)) {
      counters.open.decrement();
    }
  }

  private static long partner(final StreamConnection connection) {
    return connection.logon().scope().partner();
  }

  private synchronized boolean enter(final StreamConnection connection, final long partner) {
    final int count = countByPartner.getOrDefault(partner, 0);
    final int max = partner == NOBODY ? config.anonymousMax() : config.streamsPerPartnerMax();
    if (stopping || count >= max) {
      return false;
    }
    countByPartner.put(partner, count + 1);
    partnerByStream.put(connection, partner);
    return true;
  }

  private synchronized boolean leave(final StreamConnection connection) {
    final Long partner = partnerByStream.remove(connection);
    if (partner == null) {
      return false;
    }
    countByPartner.computeIfPresent(partner, (key, count) -> count == 1 ? null : count - 1);
    return true;
  }

  private synchronized List<StreamConnection> open() {
    return List.copyOf(partnerByStream.keySet());
  }

  /** Asks whether each stream's key still opens, and what its partner may trade. */
  private void check() {
    final Map<Key, List<StreamConnection>> byKey = new HashMap<>();
    for (final StreamConnection connection : open()) {
      final Doorkeeper.Logon logon = connection.logon();
      if (logon != null) {
        byKey
            .computeIfAbsent(
                new Key(partner(connection), logon.scope().caller().keyId(), connection.remote()),
                key -> new ArrayList<>())
            .add(connection);
      }
    }
    byKey.values().forEach(this::check);
  }

  private void check(final List<StreamConnection> ofOneKey) {
    final Doorkeeper.Logon logon = ofOneKey.get(0).logon();
    logon
        .recheck()
        .get()
        .whenComplete(
            (outcome, e) -> {
              // Without an answer nothing is known; the next look comes soon.
              if (outcome instanceof Authenticator.Denied) {
                ofOneKey.forEach(
                    connection ->
                        connection
                            .wire()
                            .close(CloseCode.UNAUTHENTICATED, "the key no longer opens"));
              }
            });
    logon
        .scope()
        .instruments()
        .whenComplete(
            (instruments, e) -> {
              if (instruments != null) {
                final Set<Long> ids =
                    instruments.stream()
                        .map(EntitledInstrument::securityId)
                        .collect(Collectors.toUnmodifiableSet());
                ofOneKey.forEach(
                    connection -> connection.wire().execute(() -> connection.keepEntitled(ids)));
              }
            });
  }

  /** Ends all streams (1001), and stops. */
  @Override
  public void close() {
    checks.cancel();
    final List<StreamConnection> last;
    synchronized (this) {
      stopping = true;
      last = open();
    }
    last.forEach(connection -> connection.wire().close(CloseCode.GOING_AWAY, "the hub stops"));
    runner.close();
  }

  /** Sleeps longer while there are no streams. */
  private final class Idle implements IdleStrategy {
    @Override
    public void idle(final int workCount) {
      if (workCount == 0) {
        idle();
      }
    }

    @Override
    public void idle() {
      LockSupport.parkNanos(counters.open.value() == 0 ? UNUSED_PARK_NANOS : ENGINE_PARK_NANOS);
    }

    @Override
    public void reset() {
      // There is no state.
    }
  }
}
