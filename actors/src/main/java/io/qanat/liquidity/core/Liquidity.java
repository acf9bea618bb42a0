package io.qanat.liquidity.core;

import io.qanat.codecs.entity.LiquidityDefineDecoder;
import io.qanat.codecs.liquidity.AgeClock;
import io.qanat.codecs.liquidity.MassQuoteAckEncoder;
import io.qanat.codecs.liquidity.MessageHeaderEncoder;
import io.qanat.codecs.liquidity.QuoteRejectReason;
import io.qanat.codecs.liquidity.QuoteStatus;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.TreeMap;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The liquidity of one instrument: providers, their quotes, and the pools made of them. The part of
 * an instrument's core that is not its book.
 *
 * <p>A MassQuote is taken as a whole or refused as a whole. Each of its events changes one
 * provider's quote; behind each, everything that time and the others' silence bring is judged,
 * every pool is computed, and published as its terms say. Between quotes time alone may change a
 * pool; see {@link #nextDueNanos()}.
 */
public final class Liquidity {
  private static final Provider[] NO_PROVIDERS = {};
  private static final PoolFeed[] NO_POOLS = {};

  private final long instrumentId;
  private final MassQuoteReader reader = new MassQuoteReader();
  private final MassQuoteReader.ProviderLookup lookup = this::mayQuote;
  private final Int2ObjectHashMap<Provider> byNumber = new Int2ObjectHashMap<>();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final MassQuoteAckEncoder ack = new MassQuoteAckEncoder();

  private LiquidityTerms terms = LiquidityTerms.NONE;
  private Provider[] providers = NO_PROVIDERS;
  private PoolFeed[] pools = NO_POOLS;
  private long version;
  private long lastEventNo;

  /** By the clock that quotes age by, when they were last judged. */
  private long nowNanos;

  private long speaker;

  /** Whether quotes, marks or definitions changed since {@link #takeChanged}. */
  private boolean changed;

  /** An instrument without providers. */
  public Liquidity(final long instrumentId) {
    this.instrumentId = instrumentId;
  }

  /** Whether it was ever defined: else it has no state. */
  public boolean isDefined() {
    return version > 0;
  }

  /**
   * Takes a definition: the providers and pools there are from now on. Of those that were there
   * before the quotes stay and the filters begin anew.
   *
   * @return what is wrong with it, empty if it changes nothing, null if it is done
   */
  public String define(
      final LiquidityDefineDecoder decoder, final long inputNanos, final Outputs outputs) {
    final LiquidityTerms newTerms = LiquidityTerms.of(decoder);
    final String problem = newTerms.problem();
    if (problem != null) {
      return problem;
    }
    if (newTerms.equals(terms)) {
      return "";
    }
    if (newTerms.ageClock() != terms.ageClock() || version == 0) {
      nowNanos = newTerms.ageClock() == AgeClock.HUB ? inputNanos : 0;
    }
    take(newTerms);
    for (int i = 0; i < providers.length; i++) {
      providers[i].redefine(newTerms.providers().get(i), nowNanos, lastEventNo);
    }
    version++;
    recompute(inputNanos, outputs);
    return null;
  }

  private void take(final LiquidityTerms newTerms) {
    final TreeMap<Integer, Pool> oldPools = new TreeMap<>();
    for (final PoolFeed feed : pools) {
      oldPools.put(feed.pool().terms().pool(), feed.pool());
    }
    terms = newTerms;
    providers =
        newTerms.providers().stream()
            .map(
                provider -> {
                  final Provider known = byNumber.get(provider.provider());
                  return known == null ? new Provider(provider) : known;
                })
            .toArray(Provider[]::new);
    byNumber.clear();
    for (int i = 0; i < providers.length; i++) {
      byNumber.put(newTerms.providers().get(i).provider(), providers[i]);
    }
    pools =
        newTerms.pools().stream()
            .map(pool -> new PoolFeed(pool(pool, oldPools.get(pool.pool()))))
            .toArray(PoolFeed[]::new);
  }

  private Pool pool(final PoolTerms poolTerms, final Pool known) {
    final Provider[] members =
        poolTerms.members().stream().map(byNumber::get).toArray(Provider[]::new);
    if (known == null) {
      return new Pool(poolTerms, members);
    }
    known.redefine(poolTerms, members);
    return known;
  }

  /** Takes a MassQuote of a partner's session, or refuses it and says why. */
  public void quote(final Input input, final Outputs outputs) {
    reader.wrap(input);
    speaker = input.partner();
    final String problem = problem(input);
    if (problem != null) {
      acknowledge(input, outputs, QuoteStatus.REJECTED, reader.reason(), problem);
      return;
    }
    changed = true;
    final int events = reader.events();
    final long through = lastEventNo + events;
    for (final PoolFeed pool : pools) {
      pool.begin(instrumentId, events, input.timeNanos(), through);
    }
    final int count = reader.rewind();
    for (int i = 0; i < count; i++) {
      reader.next();
      final Provider provider = byNumber.get(reader.provider());
      applyEntry(provider);
      if (reader.isEndOfEvent()) {
        provider.heardFrom(input.sessionKey(), input.incarnation());
        endEvent(provider, input.timeNanos());
      }
    }
    for (final PoolFeed pool : pools) {
      pool.end(instrumentId, input.timeNanos(), lastEventNo, outputs);
    }
    if (reader.wantsAck()) {
      acknowledge(input, outputs, QuoteStatus.ACCEPTED, QuoteRejectReason.NONE, "");
    }
  }

  private String problem(final Input input) {
    final String problem = reader.problem(lookup);
    if (problem != null) {
      return problem;
    }
    final int count = reader.rewind();
    for (int i = 0; i < count; i++) {
      reader.next();
      final Provider provider = byNumber.get(reader.provider());
      if (provider.session() == input.sessionKey()
          && provider.incarnation() > input.incarnation()) {
        return "a newer incarnation of the session has quoted for provider " + reader.provider();
      }
    }
    return null;
  }

  private boolean mayQuote(final int number) {
    final Provider provider = byNumber.get(number);
    return provider != null && provider.terms().partner() == speaker;
  }

  private void applyEntry(final Provider provider) {
    final QuoteLadder ladder = provider.ladder();
    if (reader.isReplaceAll()) {
      ladder.clear();
    }
    if (reader.isCancel()) {
      ladder.cancel(reader.entryId());
    } else {
      ladder.put(
          reader.entryId(), reader.bidPx(), reader.bidSize(), reader.offerPx(), reader.offerSize());
    }
  }

  private void endEvent(final Provider provider, final long inputNanos) {
    nowNanos =
        Math.max(nowNanos, terms.ageClock() == AgeClock.HUB ? inputNanos : reader.timeNanos());
    lastEventNo++;
    provider.quoted(lastEventNo, nowNanos);
    for (final Provider other : providers) {
      if (other != provider) {
        other.judgeTime(nowNanos, lastEventNo);
      }
    }
    for (final PoolFeed pool : pools) {
      pool.onEvent(provider.terms().provider(), provider.marks());
    }
  }

  private void acknowledge(
      final Input input,
      final Outputs outputs,
      final QuoteStatus status,
      final QuoteRejectReason reason,
      final String text) {
    ack.wrapAndApplyHeader(buffer, 0, header)
        .seqNum(reader.seqNum())
        .securityId(instrumentId)
        .transactTime(input.timeNanos())
        .lastEventNo(lastEventNo)
        .quoteStatus(status)
        .quoteRejectReason(reason)
        .text(text);
    outputs.toSession(
        input.sessionKey(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + ack.encodedLength());
  }

  /** Refuses a MassQuote because the instrument itself does not take any. */
  public void refuse(final Input input, final Outputs outputs, final String text) {
    reader.wrap(input);
    acknowledge(input, outputs, QuoteStatus.REJECTED, QuoteRejectReason.UNKNOWN_SYMBOL, text);
  }

  /** An incarnation of a session is gone: what it quoted last is withdrawn. */
  public void sessionLost(final Input input, final Outputs outputs) {
    boolean changed = false;
    for (final Provider provider : providers) {
      if (provider.session() == input.sessionKey()
          && provider.incarnation() == input.incarnation()
          && !provider.ladder().isEmpty()) {
        if (terms.ageClock() == AgeClock.HUB) {
          nowNanos = Math.max(nowNanos, input.timeNanos());
        }
        provider.withdraw(++lastEventNo, nowNanos);
        changed = true;
      }
    }
    if (changed) {
      recompute(input.timeNanos(), outputs);
    }
  }

  /** Judges what time has brought since the last event. */
  public void onTime(final long inputNanos, final Outputs outputs) {
    if (inputNanos < nextDueNanos()) {
      return;
    }
    nowNanos = Math.max(nowNanos, inputNanos);
    boolean changed = false;
    for (final Provider provider : providers) {
      changed |= provider.judgeTime(nowNanos, lastEventNo);
    }
    if (changed) {
      recompute(inputNanos, outputs);
    }
  }

  private void recompute(final long inputNanos, final Outputs outputs) {
    changed = true;
    for (final PoolFeed pool : pools) {
      pool.begin(instrumentId, 0, inputNanos, lastEventNo);
      pool.recompute(instrumentId, inputNanos, lastEventNo, outputs);
    }
  }

  /** When {@link #onTime} has something to judge; {@link Long#MAX_VALUE}: never. */
  public long nextDueNanos() {
    long due = Long.MAX_VALUE;
    if (terms.ageClock() == AgeClock.HUB) {
      for (final Provider provider : providers) {
        due = Math.min(due, provider.nextDueNanos(nowNanos));
      }
    }
    return due;
  }

  /** An input is complete. */
  public void endInput() {
    for (final Provider provider : providers) {
      provider.settle();
    }
  }

  /** Whether a pool may have changed since this was last asked. */
  public boolean takeChanged() {
    final boolean taken = changed;
    changed = false;
    return taken;
  }

  /** The pool of this number, null: there is none. */
  public Pool poolOf(final int number) {
    for (final PoolFeed feed : pools) {
      if (feed.pool().terms().pool() == number) {
        return feed.pool();
      }
    }
    return null;
  }

  /** The provider of this number, null: there is none. */
  public Provider providerOf(final int number) {
    return byNumber.get(number);
  }

  LiquidityTerms terms() {
    return terms;
  }

  /** The instrument's number. */
  public long instrumentId() {
    return instrumentId;
  }

  long version() {
    return version;
  }

  /** Number of the last quote event. */
  public long lastEventNo() {
    return lastEventNo;
  }

  long nowNanos() {
    return nowNanos;
  }

  Provider[] providers() {
    return providers;
  }

  int poolCount() {
    return pools.length;
  }

  Pool pool(final int index) {
    return pools[index].pool();
  }

  /** Of a snapshot. */
  void restore(final long newVersion, final long newLastEventNo, final long newNowNanos) {
    version = newVersion;
    lastEventNo = newLastEventNo;
    nowNanos = newNowNanos;
  }

  /** Of a snapshot. */
  void restore(final LiquidityTerms newTerms) {
    take(newTerms);
  }

  /** Of a snapshot: the provider with this number. */
  Provider provider(final int number) {
    final Provider provider = byNumber.get(number);
    if (provider == null) {
      throw new IllegalArgumentException(
          "snapshot of provider " + number + ", which is not defined");
    }
    return provider;
  }

  /** Continues a hash; without a definition it stays as it is. */
  public long hash(final long seed) {
    if (!isDefined()) {
      return seed;
    }
    long hash = Hash64.mix(seed, version);
    hash = Hash64.mix(hash, lastEventNo);
    hash = terms.hash(Hash64.mix(hash, nowNanos));
    for (final Provider provider : providers) {
      hash = provider.hash(hash);
    }
    for (final PoolFeed pool : pools) {
      hash = pool.pool().hash(hash);
    }
    return hash;
  }
}
