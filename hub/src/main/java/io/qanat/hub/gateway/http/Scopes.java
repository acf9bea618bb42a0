package io.qanat.hub.gateway.http;

import io.qanat.hub.edge.EntityCalls;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the scope of each request. An account belongs to one partner for ever, so whose it is may
 * be remembered; that it is not the caller's is asked again each time, of the caller's own partner,
 * which takes the same steps whether the account exists or not.
 */
final class Scopes {
  private static final int REMEMBERED_MAX = 100_000;

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

  Scopes(final EntityCalls calls, final long tellTimeoutMillis) {
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

  void remember(final long partner, final long account) {
    synchronized (ownerByAccount) {
      ownerByAccount.put(account, partner);
    }
  }
}
