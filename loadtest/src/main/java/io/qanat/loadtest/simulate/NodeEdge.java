package io.qanat.loadtest.simulate;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.sharding.SessionOf;
import io.qanat.sim.SimulationFailure;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What leaves the entities of one node: to the gateway that hosts the session or made the request,
 * in order, later if that is on another node; market data to the node's own distributor.
 */
final class NodeEdge implements Edge {
  private static final long NETWORK_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(300);

  private final int node;
  private final TradingWorld world;
  private final Map<Integer, Executor> ways = new TreeMap<>();

  NodeEdge(final int node, final TradingWorld world) {
    this.node = node;
    this.world = world;
  }

  private void forward(final SimulatedGateway gateway, final Consumer<Edge> message) {
    if (gateway == null) {
      return;
    }
    if (gateway.node() == node) {
      message.accept(gateway.edge());
      return;
    }
    final long incarnation = gateway.incarnation();
    ways.computeIfAbsent(
            gateway.node(), n -> world.simulation().scheduler().inOrder(NETWORK_NANOS_MAX))
        .execute(
            () -> {
              if (gateway.isUp() && gateway.incarnation() == incarnation) {
                message.accept(gateway.edge());
              }
            });
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final UnsafeBuffer copy = SimulatedWire.copy(buffer, offset, length);
    forward(
        world.gatewayOf(sessionKey), edge -> edge.onReport(sessionKey, copy, 0, copy.capacity()));
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final UnsafeBuffer copy = SimulatedWire.copy(buffer, offset, length);
    forward(
        world.gatewayOfRequest(requestId),
        edge -> edge.onReply(requestId, copy, 0, copy.capacity()));
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    world.books().onMarketData(entity, epoch, feed, buffer, offset);
    final SimulatedGateway own = world.gateway(node);
    if (own.isUp()) {
      own.edge().onMarketData(entity, epoch, feed, buffer, offset, length);
    }
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    final SimulatedGateway own = world.gateway(node);
    if (own.isUp()) {
      own.edge().onInstrumentStarted(entity, epoch);
    }
  }

  @Override
  public void onRefused(
      final long entity,
      final Refusal refusal,
      final int retryAfterMillis,
      final long requestId,
      final DirectBuffer input,
      final int offset,
      final int length) {
    if (refusal == Refusal.POISON) {
      throw new SimulationFailure(EntityKey.toString(entity) + " failed on an input from outside");
    }
    final UnsafeBuffer copy = SimulatedWire.copy(input, offset, length);
    final SimulatedGateway gateway =
        requestId != 0
            ? world.gatewayOfRequest(requestId)
            : world.gatewayOf(SessionOf.input(copy, 0, copy.capacity()));
    forward(
        gateway,
        edge ->
            edge.onRefused(entity, refusal, retryAfterMillis, requestId, copy, 0, copy.capacity()));
  }
}
