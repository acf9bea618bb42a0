package io.qanat.hub.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.administration.core.Definitions;
import io.qanat.apikey.core.ApiKey;
import io.qanat.hub.administration.MessageJson;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.hub.provisioning.KeySetup;
import io.qanat.hub.provisioning.LiquiditySetup;
import io.qanat.hub.provisioning.OperatorSetup;
import io.qanat.hub.provisioning.PartnerSetup;
import io.qanat.hub.provisioning.Provisioner;
import io.qanat.hub.provisioning.ScheduleSetup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What files say, as items under the names by which the hub's own definitions are found. Stages are
 * applied one after the other: an instrument before what it is traded on, pools before policies, a
 * partner before its accounts, a key before its rights, an account before its deposits.
 */
final class DesiredState {
  /** Stages in their order. */
  enum Stage {
    INSTRUMENTS,
    SCHEDULES,
    LIQUIDITY,
    PRICING,
    PARTNERS,
    OF_PARTNERS,
    RIGHTS,
    DEPOSITS,
    OPERATORS,
    OF_OPERATORS
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Stage, Map<String, Item>> stages = new LinkedHashMap<>();
  private final Instant now;
  private final AdminMessages messages = new AdminMessages();
  private final Definitions definitions = new Definitions();

  /**
   * What files say at an instant.
   *
   * @param now schedules are from then on
   */
  DesiredState(final HubSetup setup, final Instant now) {
    this.now = now;
    for (final Stage stage : Stage.values()) {
      stages.put(stage, new LinkedHashMap<>());
    }
    final Map<String, InstrumentSetup> bySymbol = setup.bySymbol();
    setup.instruments().forEach(this::instrument);
    setup.partners().forEach(partner -> partner(partner, bySymbol));
    setup.operators().forEach(this::operator);
  }

  /** Items of a stage by name. */
  Map<String, Item> of(final Stage stage) {
    return stages.get(stage);
  }

  private void instrument(final InstrumentSetup instrument) {
    put(
        Stage.INSTRUMENTS,
        Names.instrument(instrument.id()),
        messages.instrumentDefine(instrument),
        "/v1/admin/instruments/" + instrument.id());
    schedule(instrument);
    final String path = "/v1/admin/instruments/" + instrument.id();
    final LiquiditySetup liquidity = instrument.liquidity();
    liquidity
        .liquidity()
        .ifPresent(
            act ->
                put(Stage.LIQUIDITY, Names.liquidity(instrument.id()), act, path + "/liquidity"));
    liquidity
        .pricing()
        .ifPresent(
            act -> put(Stage.PRICING, Names.pricing(instrument.id()), act, path + "/pricing"));
  }

  /** As the hub says it: what has begun began with the epoch. */
  private void schedule(final InstrumentSetup instrument) {
    final List<ScheduleSetup.Transition> transitions =
        instrument
            .trading()
            .schedule()
            .map(schedule -> schedule.transitions(now, Provisioner.SCHEDULE_DAYS))
            .orElse(List.of());
    final List<ScheduleSetup.Transition> asSaid = new ArrayList<>(transitions);
    if (!asSaid.isEmpty()) {
      asSaid.set(0, new ScheduleSetup.Transition(1, asSaid.get(0).phase()));
    }
    final String name = Names.schedule(instrument.id());
    of(Stage.SCHEDULES)
        .put(
            name,
            new Item(
                name,
                read(messages.scheduleSet(asSaid)),
                new Item.Request(
                    "PUT",
                    "/v1/admin/instruments/" + instrument.id() + "/schedule",
                    read(messages.scheduleSet(transitions))),
                null));
  }

  static ObjectNode noSchedule() {
    return read(new AdminMessages().scheduleSet(List.of()));
  }

  private void partner(final PartnerSetup partner, final Map<String, InstrumentSetup> bySymbol) {
    final String path = "/v1/admin/partners/" + partner.id();
    put(Stage.PARTNERS, Names.partner(partner.id()), messages.partnerDefine(partner), path);
    for (final KeySetup key : partner.keys()) {
      key(Stage.OF_PARTNERS, Names.key(partner.id(), key.id()), key, "", path + "/keys");
    }
    partner
        .transferRights()
        .forEach(
            (key, allowed) ->
                put(
                    Stage.RIGHTS,
                    Names.transferRight(partner.id(), key),
                    messages.transferRightPut(key, allowed),
                    path + "/transfer-right"));
    for (final PartnerSetup.Entitlement e : partner.entitlements()) {
      final InstrumentSetup instrument = bySymbol.get(e.symbol());
      put(
          Stage.OF_PARTNERS,
          Names.entitlement(partner.id(), instrument.id()),
          messages.entitlementPut(e, instrument),
          path + "/entitlements/" + instrument.id());
    }
    for (final PartnerSetup.Account account : partner.accounts()) {
      put(
          Stage.OF_PARTNERS,
          Names.account(partner.id(), account.id()),
          messages.accountPut(account),
          path + "/accounts/" + account.id());
      for (final PartnerSetup.Deposit deposit : account.deposits()) {
        deposit(account.id(), deposit);
      }
    }
  }

  private void deposit(final long account, final PartnerSetup.Deposit deposit) {
    final ObjectNode fields = read(messages.cashTransfer(deposit));
    final String name = Names.deposit(account, deposit.transferId());
    of(Stage.DEPOSITS)
        .put(
            name,
            new Item(
                name,
                fields,
                new Item.Request(
                    "POST", "/v1/admin/accounts/" + account + "/transfers", fields.deepCopy()),
                null));
  }

  private void operator(final OperatorSetup operator) {
    final String path = "/v1/admin/operators/" + operator.name();
    put(Stage.OPERATORS, Names.operator(operator.name()), messages.operatorPut(operator), path);
    for (final KeySetup key : operator.keys()) {
      key(Stage.OF_OPERATORS, Names.operatorKey(key.id()), key, operator.name(), path + "/keys");
    }
  }

  private void key(
      final Stage stage,
      final String item,
      final KeySetup key,
      final String owner,
      final String path) {
    final byte[] definition =
        definitions.key(
            key.id(), new ApiKey(key.verifier(), key.expiresAtNanos(), key.allowed()), owner);
    final ObjectNode fields = read(new UnsafeBuffer(definition));
    final ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("accessKeyId", key.id()).put("verifier", key.verifier().text());
    body.set("expiresAt", fields.get("expiresAt"));
    body.set("allowed", fields.get("allowed"));
    of(stage).put(item, new Item(item, fields, new Item.Request("POST", path, body), null));
  }

  private void put(
      final Stage stage, final String name, final DirectBuffer message, final String path) {
    final ObjectNode fields = read(message);
    final ObjectNode body = fields.deepCopy();
    // The path names these.
    if (path.contains("/accounts/")) {
      body.remove("account");
    }
    if (path.contains("/entitlements/")) {
      body.remove("instrument");
    }
    if (path.contains("/operators/")) {
      body.remove("name");
    }
    of(stage).put(name, new Item(name, fields, new Item.Request("PUT", path, body), null));
  }

  /** As it is over HTTP, so that numbers in lists have the types they are compared in. */
  private static ObjectNode read(final DirectBuffer message) {
    try {
      return (ObjectNode) JSON.readTree(MessageJson.read(message).toString());
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("a message is an object", e);
    }
  }
}
