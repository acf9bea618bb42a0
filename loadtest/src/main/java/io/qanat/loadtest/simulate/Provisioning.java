package io.qanat.loadtest.simulate;

import io.qanat.codecs.entity.AdminActReplyDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.hub.provisioning.KeySetup;
import io.qanat.hub.provisioning.PartnerSetup;
import io.qanat.sim.SimScheduler;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** Brings a simulated hub to a setup, act by act, each asked again until it is done. */
final class Provisioning {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int ATTEMPTS_MAX = 1_000;

  private final TradingWorld world;
  private final SimScheduler scheduler;
  private final AdminMessages messages = new AdminMessages();

  Provisioning(final TradingWorld world) {
    this.world = world;
    this.scheduler = world.simulation().scheduler();
  }

  void apply(final HubSetup setup) {
    final Map<String, InstrumentSetup> bySymbol = setup.bySymbol();
    for (final InstrumentSetup instrument : setup.instruments()) {
      act(EntityKey.instrument(instrument.id()), messages.instrumentDefine(instrument));
    }
    for (final PartnerSetup partner : setup.partners()) {
      final long entity = EntityKey.partner(partner.id());
      act(entity, messages.partnerDefine(partner));
      for (final KeySetup key : partner.keys()) {
        act(entity, messages.keyPut(key));
      }
      for (final PartnerSetup.Entitlement entitlement : partner.entitlements()) {
        act(entity, messages.entitlementPut(entitlement, bySymbol.get(entitlement.symbol())));
      }
      for (final PartnerSetup.Account account : partner.accounts()) {
        act(entity, messages.accountPut(account));
        for (final PartnerSetup.Deposit deposit : account.deposits()) {
          act(EntityKey.account(account.id()), messages.cashTransfer(deposit));
        }
      }
    }
  }

  private void act(final long target, final DirectBuffer act) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      final AdminResult result = ask(target, act);
      if (result == AdminResult.DONE || result == AdminResult.UNCHANGED) {
        return;
      }
      if (result != null && result != AdminResult.NOT_FOUND) {
        throw world.failure(EntityKey.toString(target) + " is not defined: " + result);
      }
    }
    throw world.failure(EntityKey.toString(target) + " is not defined after many attempts");
  }

  /** Returns null if there was no answer in time. */
  private AdminResult ask(final long target, final DirectBuffer act) {
    final SimulatedGateway gateway = world.anyGateway(scheduler.random());
    final Answer answer = new Answer();
    if (gateway != null) {
      final long requestId = gateway.requests().open(answer, Long.MAX_VALUE / 2);
      final DirectBuffer input =
          messages.adminInput(requestId, target, act, AdminMessages.Author.configuration(), "");
      gateway.tell(EntityKey.THE_ADMINISTRATION, input, 0, input.capacity());
    }
    final long untilNanos = scheduler.nowNanos() + PATIENCE_NANOS;
    while (!answer.ended && scheduler.runNext(untilNanos)) {
      // The condition does the work.
    }
    return answer.result;
  }

  private static final class Answer implements Requests.Listener {
    private AdminResult result;
    private boolean ended;

    @Override
    public void onReply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
      if (header.templateId() == AdminActReplyDecoder.TEMPLATE_ID) {
        result = new AdminActReplyDecoder().wrapAndApplyHeader(buffer, offset, header).result();
        ended = true;
      }
    }

    @Override
    public void onRefused(
        final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
      ended = true;
    }
  }
}
