package io.qanat.sharding;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.core.SessionKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The edge of a node among others: what leaves an entity goes to the node whose client it is for.
 * Requests carry their node in their id; where a session is its gateway's node tells the others
 * before it sends on its behalf. A report of a session that nobody has told of yet goes to all:
 * those who do not have it drop it. Delivery is at most once, in order between two nodes; clients
 * see what is missing by number and ask for it. Thread-safe; never blocks.
 */
public final class ClusterEdge implements Edge {
  private static final DirectBuffer NO_BYTES = new UnsafeBuffer(new byte[0]);

  private final int self;
  private final Edge local;

  /** Edges of the other nodes, by number. */
  private final Map<Integer, ActorRef<EdgeMessage>> others = new ConcurrentHashMap<>();

  /** Number of the node where a session is. */
  private final Map<Long, Integer> sessions = new ConcurrentHashMap<>();

  /**
   * Knows no other nodes yet.
   *
   * @param self number of this node
   * @param local where this node's own messages go
   */
  public ClusterEdge(final int self, final Edge local) {
    this.self = self;
    this.local = local;
  }

  int self() {
    return self;
  }

  void nodeUp(final int node, final ActorRef<EdgeMessage> edge) {
    others.put(node, edge);
    sessions.forEach(
        (session, at) -> {
          if (at == self) {
            edge.tell(sessionIsHere(session));
          }
        });
  }

  void nodeGone(final int node) {
    others.remove(node);
    sessions.values().removeIf(at -> at == node);
  }

  /** Entities, which are told on behalf of this node's sessions. */
  public Entities entities(final Entities entities) {
    return new Entities() {
      @Override
      public void tell(
          final long entity, final DirectBuffer input, final int offset, final int length) {
        final long session = SessionOf.input(input, offset, length);
        if (session != SessionKey.NONE) {
          sessionHere(session);
        }
        entities.tell(entity, input, offset, length);
      }

      @Override
      public void query(
          final long entity,
          final long requestId,
          final DirectBuffer body,
          final int offset,
          final int length) {
        entities.query(entity, requestId, body, offset, length);
      }
    };
  }

  private void sessionHere(final long session) {
    final Integer at = sessions.get(session);
    if (at == null || at != self) {
      sessions.put(session, self);
      final EdgeMessage message = sessionIsHere(session);
      others.values().forEach(edge -> edge.tell(message));
    }
  }

  private EdgeMessage sessionIsHere(final long session) {
    return new EdgeMessage(EdgeMessage.Kind.SESSION, session, 0, self, 0, NO_BYTES);
  }

  @Override
  public void onReport(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    final Integer at =
        sessionKey == SessionKey.NONE ? Integer.valueOf(self) : sessions.get(sessionKey);
    // Whoever watches the account on this node sees it wherever the session is.
    local.onReport(at == null || at == self ? sessionKey : SessionKey.NONE, buffer, offset, length);
    if (at == null || at != self) {
      send(
          at,
          new EdgeMessage(
              EdgeMessage.Kind.REPORT, sessionKey, 0, 0, 0, copy(buffer, offset, length)));
    }
  }

  @Override
  public void onReply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final ActorRef<EdgeMessage> asker = others.get(NodeNumber.of(requestId));
    if (asker == null) {
      local.onReply(requestId, buffer, offset, length);
    } else {
      asker.tell(
          new EdgeMessage(
              EdgeMessage.Kind.REPLY, 0, requestId, 0, 0, copy(buffer, offset, length)));
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
    final Integer at =
        requestId != 0
            ? Integer.valueOf(NodeNumber.of(requestId))
            : sessions.get(SessionOf.input(input, offset, length));
    if (at == null || at == self || !others.containsKey(at)) {
      local.onRefused(entity, refusal, retryAfterMillis, requestId, input, offset, length);
    }
    if (at == null || at != self) {
      send(
          at,
          new EdgeMessage(
              EdgeMessage.Kind.REFUSED,
              entity,
              requestId,
              EdgeMessage.code(refusal),
              retryAfterMillis,
              copy(input, offset, length)));
    }
  }

  /** To one node, or to all others when it is not known which. */
  private void send(final Integer node, final EdgeMessage message) {
    if (node == null) {
      others.values().forEach(edge -> edge.tell(message));
      return;
    }
    final ActorRef<EdgeMessage> edge = others.get(node);
    if (edge != null) {
      edge.tell(message);
    }
  }

  /** What another node has for a client of this one. */
  void receive(final EdgeMessage message) {
    final DirectBuffer bytes = message.bytes();
    switch (message.kind()) {
      case SESSION -> sessions.put(message.key(), message.value());
      case MOVED -> local.onAccountMoved(message.key());
      case REPORT -> local.onReport(message.key(), bytes, 0, bytes.capacity());
      case REPLY -> local.onReply(message.id(), bytes, 0, bytes.capacity());
      case REFUSED ->
          local.onRefused(
              message.key(),
              message.refusal(),
              message.retryAfterMillis(),
              message.id(),
              bytes,
              0,
              bytes.capacity());
    }
  }

  @Override
  public void onMarketData(
      final long entity,
      final long epoch,
      final MDFeed feed,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    local.onMarketData(entity, epoch, feed, buffer, offset, length);
  }

  @Override
  public void onInstrumentStarted(final long entity, final long epoch) {
    local.onInstrumentStarted(entity, epoch);
  }

  @Override
  public void onAccountMoved(final long entity) {
    local.onAccountMoved(entity);
    send(null, new EdgeMessage(EdgeMessage.Kind.MOVED, entity, 0, 0, 0, NO_BYTES));
  }

  @Override
  public void onInstrumentStopped(final long entity) {
    local.onInstrumentStopped(entity);
  }

  private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }
}
