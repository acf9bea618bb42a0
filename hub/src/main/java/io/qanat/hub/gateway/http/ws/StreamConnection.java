package io.qanat.hub.gateway.http.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.gateway.TokenBucket;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Doorkeeper;
import io.qanat.hub.gateway.http.EntitledInstrument;
import io.qanat.hub.gateway.http.OwnedAccount;
import io.qanat.hub.gateway.http.PartnerScope;
import io.qanat.hub.gateway.http.Problem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said with one client: logon, subscriptions, heartbeats. Everything that belongs to
 * somebody is reached through the client's {@link PartnerScope}. Of the client's own thread, but
 * for what says otherwise.
 */
final class StreamConnection {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

  private static final int WAITING_MAX = 16;

  private final Streams streams;
  private final InetAddress remote;
  private final Wire wire;
  private final Outbox outbox;
  private final TokenBucket budget;
  private final TokenBucket flood;
  private final List<byte[]> waiting = new ArrayList<>();
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private volatile Doorkeeper.Logon logon;
  private boolean loggingOn;
  private boolean closed;

  /**
   * A client that has come.
   *
   * @param logon null: it has still to say who it is
   */
  StreamConnection(
      final Streams streams,
      final Doorkeeper.Logon logon,
      final InetAddress remote,
      final Wire wire,
      final Outbox outbox) {
    this.streams = streams;
    this.logon = logon;
    this.remote = remote;
    this.wire = wire;
    this.outbox = outbox;
    final long perSecond = streams.config().messagesPerSecondMax();
    final long nowNanos = streams.clock().nanoTime();
    budget = new TokenBucket(perSecond, perSecond * 2, nowNanos);
    flood =
        new TokenBucket(
            perSecond * streams.floodMultiple(), perSecond * 2 * streams.floodMultiple(), nowNanos);
  }

  void onOpen() {
    if (!streams.opened(this)) {
      return;
    }
    if (logon != null) {
      welcome();
    } else {
      streams.after(
          streams.config().logonTimeout(),
          () ->
              wire.execute(
                  () -> {
                    if (logon == null) {
                      wire.close(CloseCode.UNAUTHENTICATED, "no logon in time");
                    }
                  }));
    }
  }

  /** The stream ends, however that came; called once or twice. */
  void onClosed() {
    if (!closed) {
      closed = true;
      streams.closed(this);
      subscriptions.values().forEach(s -> streams.engine().unsubscribe(s, () -> {}));
      subscriptions.clear();
    }
  }

  void onHeartbeatDue() {
    outbox.offer(streams.messages().heartbeat(streams.epochClock().nanoTime()));
  }

  /** Who it is; null until that is known. */
  Doorkeeper.Logon logon() {
    return logon;
  }

  InetAddress remote() {
    return remote;
  }

  Wire wire() {
    return wire;
  }

  private void welcome() {
    outbox.offer(
        streams
            .messages()
            .logon(logon.scope().partner(), logon.scope().caller().keyId(), streams.config()));
  }

  void onText(final byte[] utf8) {
    final long nowNanos = streams.clock().nanoTime();
    if (!flood.tryTake(nowNanos)) {
      wire.close(CloseCode.FLOOD, "far more messages than are taken");
      return;
    }
    try {
      if (!budget.tryTake(nowNanos)) {
        throw Problem.later(
            Problem.Kind.RATE_LIMITED,
            "at most " + streams.config().messagesPerSecondMax() + " messages per second",
            (int) Math.max(1, budget.nanosUntilToken(nowNanos) / 1_000_000));
      }
      if (loggingOn && logon == null) {
        await(utf8);
        return;
      }
    } catch (final Problem problem) {
      refuse(null, problem);
      return;
    }
    handle(utf8);
  }

  /** Keeps what came before the answer to the logon. */
  private void await(final byte[] utf8) {
    if (waiting.size() >= WAITING_MAX) {
      throw Problem.of(Problem.Kind.CONFLICT, "a logon is under way; wait for its answer");
    }
    waiting.add(utf8);
  }

  private void handle(final byte[] utf8) {
    String requestId = null;
    try {
      final JsonNode node = streams.json().read(utf8);
      if (!(node instanceof ObjectNode object)) {
        throw Problem.of(Problem.Kind.BAD_REQUEST, "a message is a JSON object");
      }
      final BodyFields fields = new BodyFields(object);
      requestId = ClientMessages.requestId(fields);
      on(fields, requestId);
    } catch (final Problem problem) {
      refuse(requestId, problem);
    }
  }

  private void on(final BodyFields fields, final String requestId) {
    final String type = ClientMessages.type(fields);
    if (logon == null) {
      if (!type.equals("logon")) {
        wire.close(CloseCode.UNAUTHENTICATED, "the first message is a logon");
        return;
      }
      onLogon(fields);
      return;
    }
    switch (type) {
      case "subscribe" -> onSubscribe(fields, requestId);
      case "unsubscribe" -> onUnsubscribe(fields, requestId);
      case "heartbeat" -> {
        fields.noOthers();
        onHeartbeatDue();
      }
      default -> throw Problem.of(Problem.Kind.CONFLICT, "this stream is logged on already");
    }
  }

  private void onLogon(final BodyFields fields) {
    final String key = ClientMessages.key(fields);
    fields.noOthers();
    loggingOn = true;
    resolve(
        streams.doorkeeper().logon(key, remote),
        granted -> {
          logon = granted;
          if (streams.loggedOn(this)) {
            welcome();
            waiting.forEach(this::handle);
          }
          waiting.clear();
        },
        problem -> {
          switch (problem.kind()) {
            case UNAUTHENTICATED ->
                wire.close(CloseCode.UNAUTHENTICATED, "credentials are missing or wrong");
            case FORBIDDEN -> wire.close(CloseCode.FORBIDDEN, problem.getMessage());
            default -> wire.close(CloseCode.TRY_AGAIN_LATER, problem.getMessage());
          }
        });
  }

  private void onSubscribe(final BodyFields fields, final String requestId) {
    final Subscription subscription =
        ClientMessages.subscription(fields, requestId, streams.config(), this::onRefused, outbox);
    final String name = name(subscription.channel(), subscription.target());
    if (subscriptions.size() >= streams.config().subscriptionsMax()) {
      throw Problem.of(
          Problem.Kind.REFUSED,
          "a stream has at most " + streams.config().subscriptionsMax() + " subscriptions",
          node ->
              node.put("mdReqRejReason", "INSUFFICIENT_BANDWIDTH").put("mdReqRejReasonCode", 2));
    }
    if (subscriptions.putIfAbsent(name, subscription) != null) {
      throw Problem.of(
          Problem.Kind.CONFLICT,
          "this stream is subscribed to it; unsubscribe first",
          node -> node.put("mdReqRejReason", "DUPLICATE_MD_REQ_ID").put("mdReqRejReasonCode", 1));
    }
    if (subscription.channel() == Subscription.Channel.REPORTS) {
      resolve(
          logon.scope().account(subscription.target()),
          account -> found(name, subscription, account),
          problem -> notFound(name, subscription, problem));
    } else {
      resolve(
          logon.scope().instrument(subscription.target()),
          instrument -> found(name, subscription, instrument),
          problem -> notFound(name, subscription, problem));
    }
  }

  private void found(
      final String name, final Subscription subscription, final OwnedAccount account) {
    if (isCurrent(name, subscription)) {
      subscription.resolved(account);
      streams.engine().subscribe(subscription);
    }
  }

  /** The instrument may be subscribed to under its other name. */
  private void found(
      final String name, final Subscription subscription, final EntitledInstrument instrument) {
    if (!isCurrent(name, subscription)) {
      return;
    }
    final boolean twice =
        subscriptions.values().stream()
            .anyMatch(
                other ->
                    other.channel() == subscription.channel()
                        && other.instrument() != null
                        && other.instrument().securityId() == instrument.securityId());
    if (twice) {
      notFound(
          name,
          subscription,
          Problem.of(
              Problem.Kind.CONFLICT,
              "this stream is subscribed to it; unsubscribe first",
              node ->
                  node.put("mdReqRejReason", "DUPLICATE_MD_REQ_ID").put("mdReqRejReasonCode", 1)));
      return;
    }
    subscription.resolved(instrument);
    streams.engine().subscribe(subscription);
  }

  private boolean isCurrent(final String name, final Subscription subscription) {
    return subscriptions.get(name) == subscription;
  }

  private void notFound(final String name, final Subscription subscription, final Problem problem) {
    if (subscriptions.remove(name, subscription)) {
      refuse(subscription.terms().requestId(), problem);
    }
  }

  /** Of the engine's thread: a subscription ended before it began. */
  void onRefused(final Subscription subscription, final Problem problem) {
    wire.execute(
        () -> notFound(name(subscription.channel(), subscription.target()), subscription, problem));
  }

  private void onUnsubscribe(final BodyFields fields, final String requestId) {
    final Subscription.Channel channel = ClientMessages.channel(fields);
    final String target = ClientMessages.target(fields, channel);
    fields.noOthers();
    final Subscription subscription = subscriptions.get(name(channel, target));
    if (subscription == null) {
      throw ClientMessages.unknown(channel);
    }
    end(subscription, requestId, "REQUESTED");
  }

  private void end(final Subscription subscription, final String requestId, final String reason) {
    subscriptions.remove(name(subscription.channel(), subscription.target()));
    // Behind what the engine has offered for it until then.
    streams
        .engine()
        .unsubscribe(
            subscription,
            () -> outbox.offer(streams.messages().unsubscribed(subscription, requestId, reason)));
  }

  /** Ends subscriptions to instruments that are none of these, by their ids. */
  void keepEntitled(final Set<Long> securityIds) {
    final List<Subscription> lost = new ArrayList<>();
    for (final Subscription subscription : subscriptions.values()) {
      if (subscription.instrument() != null
          && !securityIds.contains(subscription.instrument().securityId())) {
        lost.add(subscription);
      }
    }
    lost.forEach(s -> end(s, s.terms().requestId(), "NOT_ENTITLED"));
  }

  private static String name(final Subscription.Channel channel, final String target) {
    return channel + "/" + target;
  }

  private void refuse(final String requestId, final Problem problem) {
    streams.counters().errors.increment();
    outbox.offer(streams.messages().error(requestId, problem));
  }

  /** Goes on with an answer on the client's thread. */
  private <T> void resolve(
      final CompletionStage<T> answer, final Consumer<T> then, final Consumer<Problem> otherwise) {
    answer.whenComplete(
        (value, e) ->
            wire.execute(
                () -> {
                  if (closed) {
                    return;
                  }
                  if (e == null) {
                    then.accept(value);
                  } else {
                    otherwise.accept(problem(e));
                  }
                }));
  }

  private static Problem problem(final Throwable thrown) {
    final Throwable e =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (e instanceof Problem problem) {
      return problem;
    }
    LOG.error("a stream's request failed", e);
    return Problem.of(Problem.Kind.INTERNAL, "the hub failed on this message");
  }
}
