package io.qanat.hub.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.hub.provisioning.PartnerSetup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What the hub has of what the files speak of. */
final class ActualState {
  private final Map<String, Item> items = new LinkedHashMap<>();

  private ActualState() {}

  /** Reads it, everything at once. */
  static ActualState read(final AdminClient client, final HubSetup setup) {
    final ActualState state = new ActualState();
    final List<CompletableFuture<Void>> reads = new ArrayList<>();
    for (final InstrumentSetup instrument : setup.instruments()) {
      // What nobody has defined yet will trade continuously.
      state.put(Names.schedule(instrument.id()), DesiredState.noSchedule(), null);
      reads.add(
          state.read(
              client,
              "/v1/admin/instruments/" + instrument.id(),
              node -> state.instrument(instrument.id(), node)));
    }
    for (final PartnerSetup partner : setup.partners()) {
      reads.add(
          state.read(
              client,
              "/v1/admin/partners/" + partner.id(),
              node -> state.partner(partner.id(), node)));
      for (final PartnerSetup.Account account : partner.accounts()) {
        if (!account.deposits().isEmpty()) {
          reads.add(
              state.read(
                  client,
                  "/v1/admin/accounts/" + account.id(),
                  node -> state.account(account.id(), node)));
        }
      }
    }
    if (!setup.operators().isEmpty()) {
      reads.add(state.read(client, "/v1/admin", node -> state.administration(node)));
    }
    Waiting.forAll(reads);
    return state;
  }

  private CompletableFuture<Void> read(
      final AdminClient client, final String path, final Consumer<ObjectNode> each) {
    return client
        .get(path)
        .thenAccept(
            answer -> {
              if (answer != null) {
                for (final JsonNode node : answer.path("definitions")) {
                  each.accept((ObjectNode) node);
                }
              }
            });
  }

  /** What is called so; null: nothing. */
  synchronized Item get(final String name) {
    return items.get(name);
  }

  synchronized List<Item> all() {
    return List.copyOf(items.values());
  }

  private synchronized void put(
      final String name, final ObjectNode fields, final String removalPath) {
    items.put(
        name,
        new Item(
            name,
            fields,
            null,
            removalPath == null ? null : new Item.Request("DELETE", removalPath, null)));
  }

  private void instrument(final long id, final ObjectNode node) {
    switch (node.path("type").asText()) {
      case "InstrumentDefine" -> put(Names.instrument(id), node, null);
      case "ScheduleSet" -> put(Names.schedule(id), node, null);
      case "LiquidityDefine" -> put(Names.liquidity(id), node, null);
      case "PricingDefine" -> put(Names.pricing(id), node, null);
      default -> {
        // What operators want for now is no matter of files.
      }
    }
  }

  private void partner(final long id, final ObjectNode node) {
    final String path = "/v1/admin/partners/" + id;
    switch (node.path("type").asText()) {
      case "PartnerDefine" -> put(Names.partner(id), node, null);
      case "KeyDefinition" -> {
        final String key = node.path("accessKeyId").asText();
        put(Names.key(id, key), node, path + "/keys/" + key);
      }
      case "AccountPut" -> put(Names.account(id, node.path("account").asLong()), node, null);
      case "EntitlementPut" -> {
        final long instrument = node.path("instrument").asLong();
        put(Names.entitlement(id, instrument), node, path + "/entitlements/" + instrument);
      }
      case "TransferRightPut" ->
          put(Names.transferRight(id, node.path("accessKeyId").asText()), node, null);
      default -> {
        // The kill switch is no matter of files.
      }
    }
  }

  private void account(final long id, final ObjectNode node) {
    if (node.path("type").asText().equals("CashTransfer")) {
      put(Names.deposit(id, node.path("transferId").asLong()), node, null);
    }
  }

  private void administration(final ObjectNode node) {
    switch (node.path("type").asText()) {
      case "OperatorPut" -> put(Names.operator(node.path("name").asText()), node, null);
      case "KeyDefinition" -> put(Names.operatorKey(node.path("accessKeyId").asText()), node, null);
      default -> {
        // Rules are no matter of files.
      }
    }
  }

  /** Partners' keys and entitlements that a list in the files leaves out. */
  List<Item> leftOut(final WholeLists listed) {
    final List<Item> leftOut = new ArrayList<>();
    for (final Item item : all()) {
      if (item.removal() != null && listed.leavesOut(item.name())) {
        leftOut.add(item);
      }
    }
    return leftOut;
  }

  /** Which lists the files hold whole. */
  static final class WholeLists {
    private final HubSetup setup;
    private final DesiredState desired;

    WholeLists(final HubSetup setup, final DesiredState desired) {
      this.setup = setup;
      this.desired = desired;
    }

    boolean leavesOut(final String name) {
      if (desired.of(DesiredState.Stage.OF_PARTNERS).containsKey(name)) {
        return false;
      }
      return setup.partners().stream()
          .anyMatch(
              partner ->
                  (partner.listsKeys() && name.startsWith(Names.key(partner.id(), "")))
                      || (partner.listsEntitlements()
                          && name.startsWith(Names.partner(partner.id()) + " entitlement ")));
    }
  }
}
