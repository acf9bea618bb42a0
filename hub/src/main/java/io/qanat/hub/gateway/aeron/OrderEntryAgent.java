package io.qanat.hub.gateway.aeron;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.exceptions.RegistrationException;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.SessionKey;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.gateway.GatewayCounters;
import io.qanat.hub.gateway.LogonGuard;
import io.qanat.hub.gateway.OrderEntrySession;
import io.qanat.hub.gateway.SessionActions;
import io.qanat.hub.gateway.SessionCodecs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything the gateway does, on one thread. A duty cycle reads a bounded number of frames of each
 * client, so that none of them can hold up the others, then a bounded number of the entities'
 * messages, then sends what has waited.
 */
final class OrderEntryAgent implements Agent, SessionQueue.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(OrderEntryAgent.class);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int QUEUE_LIMIT = 256;

  /** Where clients come from, and how each is answered. */
  private record Ingress(Subscription subscription, boolean ipc) {}

  private final Aeron aeron;
  private final AeronGatewayConfig config;
  private final Entities entities;
  private final SessionQueue queue;
  private final Requests requests;
  private final GatewayCounters counters;
  private final long gateway;
  private final NanoClock clock;
  private final List<Ingress> ingresses = new ArrayList<>();
  private final LogonGuard guard;
  private final SessionCodecs codecs = new SessionCodecs();
  private final Input refusedInput = new Input();
  private final SessionLosses losses;

  private final Long2ObjectHashMap<ClientConnection> byImage = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<ClientConnection> bySession = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<ClientConnection> byRequest = new Long2ObjectHashMap<>();
  private final List<ClientConnection> connections = new ArrayList<>();
  private final LongHashSet ignoredImages = new LongHashSet();
  private long nextTickNanos;

  OrderEntryAgent(
      final Aeron aeron,
      final AeronGatewayConfig config,
      final Entities entities,
      final SessionQueue queue,
      final Requests requests,
      final GatewayCounters counters,
      final long gateway,
      final NanoClock clock) {
    this.aeron = aeron;
    this.config = config;
    this.entities = entities;
    this.queue = queue;
    this.requests = requests;
    this.counters = counters;
    this.gateway = gateway;
    this.clock = clock;
    final long now = clock.nanoTime();
    guard =
        new LogonGuard(config.negotiationsPerSecond(), config.negotiationsPerSecondPerKey(), now);
    losses = new SessionLosses(entities, counters.sessionLossRetries);
    nextTickNanos = now;
    ingresses.add(
        new Ingress(
            aeron.addSubscription(
                AeronChannels.orderEntryListen(config.host(), config.port()),
                AeronChannels.ORDER_ENTRY_REQUEST_STREAM),
            false));
    if (config.ipc()) {
      ingresses.add(
          new Ingress(
              aeron.addSubscription(
                  AeronChannels.orderEntryListenIpc(), AeronChannels.ORDER_ENTRY_REQUEST_STREAM),
              true));
    }
  }

  @Override
  public String roleName() {
    return "order-entry-gateway";
  }

  @Override
  public int doWork() {
    final long now = clock.nanoTime();
    int work = 0;
    final boolean ticks = now - nextTickNanos >= 0;
    if (ticks) {
      nextTickNanos = now + TICK_NANOS;
      acceptClients(now);
    }
    for (int i = 0; i < connections.size(); i++) {
      work += connections.get(i).poll(config.framesPerCycle(), now);
    }
    // What has come is read first: a hub that was held up blames no client for it.
    if (ticks) {
      tick(now);
    }
    work += queue.poll(this, QUEUE_LIMIT);
    queue.drainOverflowed(this::onOverflowed);
    if (queue.pollDoubt()) {
      bySession.values().forEach(connection -> connection.session().doubt());
    }
    for (int i = 0; i < connections.size(); i++) {
      work += send(connections.get(i), now);
    }
    return work;
  }

  private void acceptClients(final long now) {
    for (final Ingress ingress : ingresses) {
      ingress
          .subscription()
          .forEachImage(
              image -> {
                final long id = image.correlationId();
                if (!byImage.containsKey(id) && !ignoredImages.contains(id)) {
                  accept(image, ingress.ipc(), now);
                }
              });
    }
    ignoredImages.removeIfLong(id -> !hasImage(id));
  }

  private boolean hasImage(final long correlationId) {
    for (final Ingress ingress : ingresses) {
      for (final Image image : ingress.subscription().images()) {
        if (image.correlationId() == correlationId) {
          return true;
        }
      }
    }
    return false;
  }

  private void accept(final Image image, final boolean ipc, final long now) {
    final long id = image.correlationId();
    int unestablished = 0;
    for (final ClientConnection connection : connections) {
      unestablished += connection.session().isEstablished() ? 0 : 1;
    }
    if (connections.size() >= config.connectionsMax()
        || unestablished >= config.unestablishedConnectionsMax()) {
      counters.connectionsRefused.increment();
      ignoredImages.add(id);
      image.reject("too many connections");
      return;
    }
    final String channel =
        ipc
            ? AeronChannels.orderEntryAnswerIpc(id)
            : AeronChannels.orderEntryAnswer(config.host(), config.controlPort(), id);
    final Outbound outbound =
        new Outbound(
            aeron,
            channel + "|term-length=" + config.termBytes(),
            AeronChannels.ORDER_ENTRY_RESPONSE_STREAM,
            config.outboundBytesMax(),
            counters.framesSent);
    final ClientConnection connection =
        new ClientConnection(image, outbound, config.sessionLimits().frameBytesMax());
    connection.session(
        new OrderEntrySession(
            config.sessionLimits(),
            guard,
            new Actions(connection),
            codecs,
            counters,
            gateway,
            SourceAddress.of(image.sourceIdentity(), ipc),
            now));
    byImage.put(id, connection);
    connections.add(connection);
    counters.connections.increment();
    LOG.debug("client connected image={} source={}", id, image.sourceIdentity());
  }

  private void tick(final long now) {
    requests.expire(queue, now, id -> onRequestRefused(id, Edge.Refusal.UNAVAILABLE, 0));
    losses.retry(now);
    for (int i = connections.size() - 1; i >= 0; i--) {
      final ClientConnection connection = connections.get(i);
      connection.session().onTick(now);
      if (connection.isDisconnected()) {
        connection.session().onDisconnected();
      }
      if (connection.isEnded() && isDone(connection, now)) {
        connections.remove(i);
        remove(connection);
      }
    }
  }

  /** Whether an ended client has its last message and is gone, or has had time enough. */
  private boolean isDone(final ClientConnection connection, final long now) {
    final boolean late = now - connection.endedAtNanos() > config.lingerNanos();
    if (late) {
      connection.reject();
    }
    return late || connection.isDisconnected();
  }

  private void remove(final ClientConnection connection) {
    connection.outbound().close();
    counters.connections.decrement();
    byImage.remove(connection.imageId());
    // Its channel stays until the driver drops it: that is no new client.
    ignoredImages.add(connection.imageId());
  }

  private int send(final ClientConnection connection, final long now) {
    final Outbound outbound = connection.outbound();
    try {
      final int sent = outbound.flush();
      if (outbound.hasOverflowed()) {
        outbound.clear();
        connection
            .session()
            .terminate(
                TerminateCode.SLOW_CONSUMER,
                "more than " + config.outboundBytesMax() + " bytes wait for the client",
                now);
      }
      return sent;
    } catch (final RegistrationException e) {
      LOG.warn("client cannot be answered reason=\"{}\"", e.getMessage());
      outbound.close();
      connection.session().onDisconnected();
      return 1;
    }
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final ClientConnection connection = bySession.get(sessionKey);
    if (connection == null) {
      counters.reportsUnclaimed.increment();
    } else {
      connection.session().onReport(buffer, offset, length, clock.nanoTime());
    }
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final ClientConnection connection = byRequest.get(requestId);
    if (connection != null) {
      connection.session().onReply(requestId, buffer, offset, length, clock.nanoTime());
    }
  }

  @Override
  public void onRequestRefused(
      final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
    final ClientConnection connection = byRequest.remove(requestId);
    if (connection != null) {
      connection.session().onRequestRefused(requestId, retryAfterMillis, clock.nanoTime());
    }
  }

  @Override
  public void onInputRefused(
      final long entity,
      final long sessionKey,
      final Edge.Refusal refusal,
      final int retryAfterMillis,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final Input input = refusedInput.wrap(buffer, offset, length, 0);
    if (input.schemaId() == SessionLostDecoder.SCHEMA_ID
        && input.templateId() == SessionLostDecoder.TEMPLATE_ID) {
      final long due =
          clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(1, retryAfterMillis));
      if (refusal == Edge.Refusal.POISON || !losses.add(entity, buffer, offset, length, due)) {
        LOG.error(
            "loss of a session not taken, its account may keep orders that were to be cancelled"
                + " entity={} session={} refusal={}",
            entity,
            sessionKey,
            refusal);
      }
      return;
    }
    final ClientConnection connection = bySession.get(sessionKey);
    if (connection != null) {
      connection.session().onInputRefused(input, entity, refusal, retryAfterMillis);
    }
  }

  private void onOverflowed(final long sessionKey) {
    final List<ClientConnection> concerned =
        sessionKey == SessionKey.NONE
            ? List.copyOf(bySession.values())
            : bySession.containsKey(sessionKey) ? List.of(bySession.get(sessionKey)) : List.of();
    for (final ClientConnection connection : concerned) {
      connection
          .session()
          .terminate(
              TerminateCode.SLOW_CONSUMER,
              "the gateway's queue was full: reconnect and ask for what is missing",
              clock.nanoTime());
    }
  }

  /** Says good-bye to every client, and waits a bounded time until they were told. */
  @Override
  public void onClose() {
    for (final ClientConnection connection : connections) {
      connection
          .session()
          .terminate(TerminateCode.HUB_STOPPING, "the hub is stopping", clock.nanoTime());
    }
    final long deadline = clock.nanoTime() + config.lingerNanos();
    final IdleStrategy idle = config.idle().newStrategy();
    while (!connections.stream().allMatch(c -> c.outbound().isEmpty())
        && deadline - clock.nanoTime() > 0) {
      idle.idle(connections.stream().mapToInt(c -> c.outbound().flush()).sum());
    }
    connections.forEach(this::remove);
    connections.clear();
    ingresses.forEach(ingress -> ingress.subscription().close());
  }

  /** What one session wants done. */
  private final class Actions implements SessionActions {
    private final ClientConnection connection;

    Actions(final ClientConnection connection) {
      this.connection = connection;
    }

    @Override
    public void send(final DirectBuffer buffer, final int offset, final int length) {
      connection.outbound().send(buffer, offset, length);
    }

    @Override
    public void tell(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      entities.tell(entity, buffer, offset, length);
    }

    @Override
    public long openRequest(final long nowNanos) {
      final long id = requests.open(queue, nowNanos + config.sessionLimits().requestTimeoutNanos());
      if (id != 0) {
        byRequest.put(id, connection);
      }
      return id;
    }

    @Override
    public void closeRequest(final long requestId) {
      requests.close(requestId);
      byRequest.remove(requestId);
    }

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length) {
      entities.query(entity, requestId, buffer, offset, length);
    }

    @Override
    public void bind(final long sessionKey) {
      final ClientConnection older = bySession.put(sessionKey, connection);
      if (older != null && older != connection) {
        older
            .session()
            .terminate(
                TerminateCode.SUPERSEDED,
                "the session was negotiated again on another connection",
                clock.nanoTime());
      }
    }

    @Override
    public void end() {
      connection.end(clock.nanoTime());
      bySession.remove(connection.session().sessionKey(), connection);
    }
  }
}
