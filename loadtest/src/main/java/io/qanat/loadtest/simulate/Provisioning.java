package io.qanat.loadtest.simulate;

import io.qanat.entity.core.EntityKey;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.hub.provisioning.KeySetup;
import io.qanat.hub.provisioning.PartnerSetup;
import java.util.Map;

/** Brings a simulated hub to a setup, act by act, each asked again until it is done. */
final class Provisioning {
  private final AdminDesk desk;

  Provisioning(final AdminDesk desk) {
    this.desk = desk;
  }

  void apply(final HubSetup setup) {
    final AdminMessages messages = desk.messages();
    final Map<String, InstrumentSetup> bySymbol = setup.bySymbol();
    for (final InstrumentSetup instrument : setup.instruments()) {
      desk.require(EntityKey.instrument(instrument.id()), messages.instrumentDefine(instrument));
    }
    for (final PartnerSetup partner : setup.partners()) {
      final long entity = EntityKey.partner(partner.id());
      desk.require(entity, messages.partnerDefine(partner));
      for (final KeySetup key : partner.keys()) {
        desk.require(entity, messages.keyPut(key));
      }
      for (final PartnerSetup.Entitlement entitlement : partner.entitlements()) {
        desk.require(
            entity, messages.entitlementPut(entitlement, bySymbol.get(entitlement.symbol())));
      }
      for (final PartnerSetup.Account account : partner.accounts()) {
        desk.require(entity, messages.accountPut(account));
        for (final PartnerSetup.Deposit deposit : account.deposits()) {
          desk.require(EntityKey.account(account.id()), messages.cashTransfer(deposit));
        }
      }
    }
  }
}
