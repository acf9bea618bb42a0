package io.qanat.hub.gateway.http.ws;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.TradesAnswerDecoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.MarketDataQueue;
import io.qanat.hub.edge.WatchQueue;
import io.qanat.hub.gateway.http.EntitledInstrument;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.gateway.http.Queries;
import io.qanat.hub.gateway.http.StreamConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds all streams of a node, on one thread of its own: follows the instruments and accounts that
 * somebody is subscribed to, and fills the clients' outboxes. It waits for nobody: what a client
 * does not take is conflated or cuts it off.
 */
final class StreamEngine implements Agent, WatchQueue.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEngine.class);
  private static final int QUEUE_LIMIT = 256;
  private static final int COMMANDS_LIMIT = 256;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long FILL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final WatchQueue watched;
  private final MarketDataQueue publisher;
  private final StreamMessages messages;
  private final StreamCounters counters;
  private final NanoClock clock;
  private final long pricesIntervalNanos;
  private final ManyToOneConcurrentLinkedQueue<Runnable> commands =
      new ManyToOneConcurrentLinkedQueue<>();
  private final Long2ObjectHashMap<InstrumentStream> instruments = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<AccountStream> accounts = new Long2ObjectHashMap<>();

  private long nextTickNanos;
  private long nextFillNanos;

  /**
   * An engine without subscriptions.
   *
   * @param publisher asked for full refreshes of instruments that begin to be followed
   */
  StreamEngine(
      final WatchQueue watched,
      final MarketDataQueue publisher,
      final StreamMessages messages,
      final StreamConfig config,
      final StreamCounters counters,
      final NanoClock clock) {
    this.watched = watched;
    this.publisher = publisher;
    this.messages = messages;
    this.counters = counters;
    this.clock = clock;
    pricesIntervalNanos = config.pricesInterval().toNanos();
    nextTickNanos = clock.nanoTime();
    nextFillNanos = nextTickNanos;
  }

  @Override
  public String roleName() {
    return "streams";
  }

  /** Of any thread: serves a subscription whose instrument or account was found. */
  void subscribe(final Subscription subscription) {
    commands.add(() -> add(subscription));
  }

  /** Of any thread: serves it no longer; {@code then} runs on the engine's thread. */
  void unsubscribe(final Subscription subscription, final Runnable then) {
    commands.add(
        () -> {
          remove(subscription);
          then.run();
        });
  }

  private void add(final Subscription subscription) {
    counters.subscriptions.increment();
    final long nowNanos = clock.nanoTime();
    if (subscription.account() != null) {
      final long account = subscription.account().number();
      AccountStream stream = accounts.get(account);
      if (stream == null) {
        stream = new AccountStream(messages, this::fetch);
        accounts.put(account, stream);
        // Before the first question: what is not in its answer comes by the queue.
        watched.watchAccount(account);
      }
      stream.add(subscription, nowNanos);
      return;
    }
    final EntitledInstrument instrument = subscription.instrument();
    final long entity = EntityKey.instrument(instrument.securityId());
    InstrumentStream stream = instruments.get(entity);
    if (stream == null) {
      stream = new InstrumentStream(instrument, messages, pricesIntervalNanos);
      instruments.put(entity, stream);
      watched.watchInstrument(entity);
      // Without room now it comes with the next refresh in turn.
      publisher.offerRefreshWanted(entity);
    }
    stream.add(subscription, nowNanos);
  }

  private void remove(final Subscription subscription) {
    if (subscription.account() != null) {
      final long account = subscription.account().number();
      final AccountStream stream = accounts.get(account);
      if (stream != null && stream.remove(subscription)) {
        counters.subscriptions.decrement();
        if (stream.isEmpty()) {
          accounts.remove(account);
          watched.unwatchAccount(account);
        }
      }
    } else if (subscription.instrument() != null) {
      final long entity = EntityKey.instrument(subscription.instrument().securityId());
      final InstrumentStream stream = instruments.get(entity);
      if (stream != null && stream.remove(subscription)) {
        counters.subscriptions.decrement();
        if (stream.isEmpty()) {
          instruments.remove(entity);
          watched.unwatchInstrument(entity);
        }
      }
    }
  }

  @Override
  public int doWork() {
    int work = runCommands();
    work += watched.poll(this, QUEUE_LIMIT);
    if (watched.drainOverflow()) {
      accounts.values().forEach(AccountStream::onOverflow);
    }
    final long nowNanos = clock.nanoTime();
    if (nowNanos - nextTickNanos >= 0) {
      nextTickNanos = nowNanos + TICK_NANOS;
      for (final InstrumentStream stream : instruments.values()) {
        work += stream.flush(nowNanos);
      }
      for (final AccountStream stream : accounts.values()) {
        work += stream.fetchDue(nowNanos);
      }
    }
    if (nowNanos - nextFillNanos >= 0) {
      nextFillNanos = nowNanos + FILL_INTERVAL_NANOS;
      instruments.values().forEach(this::fill);
    }
    return work;
  }

  private int runCommands() {
    int run = 0;
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
      if (++run == COMMANDS_LIMIT) {
        break;
      }
    }
    return run;
  }

  @Override
  public void onMarketData(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    final InstrumentStream stream = instruments.get(entity);
    if (stream != null) {
      stream.onMessage(buffer, offset, length);
    }
  }

  @Override
  public void onReport(
      final long account,
      final long reportNo,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final AccountStream stream = accounts.get(account);
    if (stream != null) {
      stream.onReport(reportNo, buffer, offset, length);
    }
  }

  private void fetch(final Subscription subscription) {
    final long from = Math.max(1, subscription.next);
    final int count =
        subscription.terms().after() < 0 && !subscription.confirmed ? 0 : AccountStream.PAGE;
    subscription
        .account()
        .query(Queries.reports(subscription.account(), from, count))
        .whenComplete((answer, e) -> commands.add(() -> fetched(subscription, answer, e)));
  }

  private void fetched(
      final Subscription subscription, final DirectBuffer answer, final Throwable e) {
    final AccountStream stream = accounts.get(subscription.account().number());
    if (stream == null || !stream.contains(subscription)) {
      return;
    }
    if (answer == null) {
      LOG.debug("an account could not be asked for reports", e);
      stream.onFetchFailed(subscription, clock.nanoTime());
      return;
    }
    final Problem problem = stream.onFetched(subscription, answer, clock.nanoTime());
    if (problem != null) {
      remove(subscription);
      subscription.onRefused(problem);
    }
  }

  private void fill(final InstrumentStream stream) {
    if (!stream.trades().isFillWanted()) {
      return;
    }
    stream.trades().fillAsked();
    stream
        .instrument()
        .query(Queries.trades(0, TradeTape.KEPT_MAX), all -> true)
        .whenComplete((answer, e) -> commands.add(() -> filled(stream, answer)));
  }

  private void filled(final InstrumentStream stream, final List<DirectBuffer> answer) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder();
    if (answer == null
        || header.wrap(answer.get(0), 0).templateId() != TradesAnswerDecoder.TEMPLATE_ID) {
      stream.trades().wantFill();
    } else {
      stream.onTrades(new TradesAnswerDecoder().wrapAndApplyHeader(answer.get(0), 0, header));
    }
  }
}
