package io.qanat.hub.gateway.aeron;

import io.aeron.Aeron;
import io.qanat.entity.Entities;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.edge.SessionQueue;
import io.qanat.hub.gateway.GatewayCounters;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Order entry over Aeron, running on a thread of its own until it is closed. */
public final class AeronOrderEntryGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AeronOrderEntryGateway.class);

  private final AeronGatewayConfig config;
  private final GatewayCounters counters;
  private final AgentRunner runner;

  private AeronOrderEntryGateway(
      final AeronGatewayConfig config, final GatewayCounters counters, final AgentRunner runner) {
    this.config = config;
    this.counters = counters;
    this.runner = runner;
  }

  /**
   * Listens, and serves clients.
   *
   * @param aeron a client of the hub's media driver; stays the caller's
   * @param entities where inputs go
   * @param queue what the edge has for this gateway
   * @param requests open requests of the node
   * @param gateway incarnation: greater than that of every earlier gateway of this node, by custom
   *     the clock in epoch nanoseconds
   * @param clock monotonic
   */
  public static AeronOrderEntryGateway start(
      final Aeron aeron,
      final Entities entities,
      final SessionQueue queue,
      final Requests requests,
      final AeronGatewayConfig config,
      final long gateway,
      final NanoClock clock) {
    final AeronGatewayConfig actual = config.withPorts();
    final GatewayCounters counters = new GatewayCounters();
    final OrderEntryAgent agent =
        new OrderEntryAgent(aeron, actual, entities, queue, requests, counters, gateway, clock);
    final AgentRunner runner =
        new AgentRunner(
            actual.idle().newStrategy(),
            error -> LOG.error("gateway failed on one message", error),
            null,
            agent);
    AgentRunner.startOnThread(runner);
    LOG.info(
        "order entry listens host={} port={} controlPort={} ipc={} gateway={}",
        actual.host(),
        actual.port(),
        actual.controlPort(),
        actual.ipc(),
        gateway);
    return new AeronOrderEntryGateway(actual, counters, runner);
  }

  /** Address it listens on. */
  public String host() {
    return config.host();
  }

  /** UDP port of requests, the actual one. */
  public int port() {
    return config.port();
  }

  /** UDP port of responses, the actual one. */
  public int controlPort() {
    return config.controlPort();
  }

  public GatewayCounters counters() {
    return counters;
  }

  /** Terminates every session with HUB_STOPPING, and stops. */
  @Override
  public void close() {
    runner.close();
  }
}
