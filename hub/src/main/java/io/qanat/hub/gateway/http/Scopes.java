package io.qanat.hub.gateway.http;

import io.qanat.codecs.entity.EntitlementsAnswerDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.hub.edge.EntityCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.agrona.concurrent.NanoClock;

/**
 * Makes the scope of each request. An account belongs to one partner for ever, so whose it is may
 * be remembered; that it is not the caller's is asked again each time, of the caller's own partner,
 * which takes the same steps whether the account exists or not.
 */
final class Scopes {
  private static final int REMEMBERED_MAX = 100_000;

  private static final int PARTNERS_MAX = 1_000;
  private static final long ENTITLEMENTS_NANOS = 1_000_000_000L;

  private record Entitlements(List<EntitledInstrument.Terms> terms, long readAtNanos) {}

  private final NanoClock clock;
  private final Map<Long, Entitlements> entitlements =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Long, Entitlements> eldest) {
          return size() > PARTNERS_MAX;
        }
      };
  private final EntityCalls calls;
  private final long tellTimeoutMillis;
  private final Map<Long, Long> ownerByAccount =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Long, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  Scopes(final EntityCalls calls, final long tellTimeoutMillis, final NanoClock clock) {
    this.clock = clock;
    this.calls = calls;
    this.tellTimeoutMillis = tellTimeoutMillis;
  }

  PartnerScope of(final Caller.Partner caller) {
    return new PartnerScope(caller, this, calls, tellTimeoutMillis);
  }

  boolean isKnownToOwn(final long partner, final long account) {
    synchronized (ownerByAccount) {
      final Long owner = ownerByAccount.get(account);
      return owner != null && owner == partner;
    }
  }

  /** What a partner may trade: as it was told at most a moment ago. */
  CompletionStage<List<EntitledInstrument.Terms>> entitlements(final PartnerScope scope) {
    final long nowNanos = clock.nanoTime();
    synchronized (entitlements) {
      final Entitlements known = entitlements.get(scope.partner());
      if (known != null && nowNanos - known.readAtNanos() < ENTITLEMENTS_NANOS) {
        return CompletableFuture.completedFuture(known.terms());
      }
    }
    return entitlementsAfter(scope, 0, List.of())
        .thenApply(
            terms -> {
              synchronized (entitlements) {
                entitlements.put(scope.partner(), new Entitlements(terms, nowNanos));
              }
              return terms;
            });
  }

  private static CompletionStage<List<EntitledInstrument.Terms>> entitlementsAfter(
      final PartnerScope scope,
      final long afterInstrument,
      final List<EntitledInstrument.Terms> before) {
    return scope
        .queryPartner(Queries.entitlements(afterInstrument, Paging.PAGE))
        .thenCompose(
            message -> {
              final EntitlementsAnswerDecoder answer =
                  new EntitlementsAnswerDecoder()
                      .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
              final boolean more = answer.more() == Bool.YES;
              final List<EntitledInstrument.Terms> all = new ArrayList<>(before);
              for (final EntitlementsAnswerDecoder.InstrumentsDecoder entry :
                  answer.instruments()) {
                all.add(EntitledInstrument.Terms.of(entry));
              }
              return more
                  ? entitlementsAfter(scope, all.get(all.size() - 1).securityId(), all)
                  : CompletableFuture.completedFuture(List.copyOf(all));
            });
  }

  void remember(final long partner, final long account) {
    synchronized (ownerByAccount) {
      ownerByAccount.put(account, partner);
    }
  }
}
