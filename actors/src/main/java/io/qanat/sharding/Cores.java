package io.qanat.sharding;

import io.qanat.account.core.AccountCore;
import io.qanat.administration.core.AdministrationCore;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.instrument.core.InstrumentCore;
import io.qanat.partner.core.PartnerCore;

/** Which core decides for which kind of entity. */
public final class Cores implements Core.Factory {
  @Override
  public Core create(final long entity) {
    final long id = EntityKey.id(entity);
    return switch (EntityKey.kind(entity)) {
      case EntityKey.PARTNER -> new PartnerCore(id);
      case EntityKey.ACCOUNT -> new AccountCore(id);
      case EntityKey.INSTRUMENT -> new InstrumentCore(id);
      case EntityKey.ADMINISTRATION -> new AdministrationCore(id);
      default -> throw new IllegalArgumentException("no core for " + EntityKey.toString(entity));
    };
  }
}
