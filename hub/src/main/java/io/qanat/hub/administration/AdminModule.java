package io.qanat.hub.administration;

import io.qanat.administration.core.Acts;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.Operation;
import io.qanat.hub.gateway.http.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Operators' acts whose message is read from the body under the schema's own names. Every operator
 * reaches the administration, which decides, so that what it forbids is in the audit trail too.
 */
public final class AdminModule implements HttpModule {
  static final Set<Caller.Role> ALL = EnumSet.allOf(Caller.Role.class);

  private static final String PARTNER = "/v1/admin/partners/{partner}";
  private static final String INSTRUMENT = "/v1/admin/instruments/{instrument}";
  private static final String TRADE = INSTRUMENT + "/trades/{tradeId}";

  private final AdminActs acts;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * Sends acts by these calls.
   *
   * @param timeoutMillis until an act is answered as pending
   */
  public AdminModule(final EntityCalls calls, final long timeoutMillis) {
    acts = new AdminActs(calls, timeoutMillis);
    final ToLongFunction<Exchange> partner = e -> EntityKey.partner(PathIds.partner(e));
    final ToLongFunction<Exchange> instrument = e -> EntityKey.instrument(PathIds.instrument(e));
    final ToLongFunction<Exchange> self = e -> EntityKey.THE_ADMINISTRATION;
    act("putPartner", HttpMethods.PUT, PARTNER, "PartnerDefine", partner);
    act("putAccount", HttpMethods.PUT, PARTNER + "/accounts/{account}", "AccountPut", partner);
    act(
        "putEntitlement",
        HttpMethods.PUT,
        PARTNER + "/entitlements/{instrument}",
        "EntitlementPut",
        partner);
    act(
        "removeEntitlement",
        HttpMethods.DELETE,
        PARTNER + "/entitlements/{instrument}",
        "EntitlementRemove",
        partner);
    act("setKillSwitch", HttpMethods.PUT, PARTNER + "/kill-switch", "KillSwitchSet", partner);
    act(
        "putTransferRight",
        HttpMethods.PUT,
        PARTNER + "/transfer-right",
        "TransferRightPut",
        partner);
    act("putInstrument", HttpMethods.PUT, INSTRUMENT, "InstrumentDefine", instrument);
    act(
        "setTradingStatus",
        HttpMethods.PUT,
        INSTRUMENT + "/trading-status",
        "TradingStatusChange",
        instrument);
    act(
        "cancelInstrumentOrders",
        HttpMethods.POST,
        INSTRUMENT + "/mass-cancel",
        "InstrumentMassCancel",
        instrument);
    act("setSchedule", HttpMethods.PUT, INSTRUMENT + "/schedule", "ScheduleSet", instrument);
    act(
        "setTradingPhase",
        HttpMethods.PUT,
        INSTRUMENT + "/trading-phase",
        "TradingPhaseChange",
        instrument);
    act("putLiquidity", HttpMethods.PUT, INSTRUMENT + "/liquidity", "LiquidityDefine", instrument);
    act("putPricing", HttpMethods.PUT, INSTRUMENT + "/pricing", "PricingDefine", instrument);
    act(
        "revertPricing",
        HttpMethods.POST,
        INSTRUMENT + "/pricing/reversion",
        "PricingRevert",
        instrument);
    act(
        "resolveProviderOrder",
        HttpMethods.POST,
        INSTRUMENT + "/provider-orders/{providerOrderId}/resolution",
        "ProviderOrderResolve",
        instrument);
    act(
        "setHouseSwitch",
        HttpMethods.PUT,
        INSTRUMENT + "/house-switch",
        "HouseSwitchSet",
        instrument);
    act("setMarkPrice", HttpMethods.PUT, INSTRUMENT + "/mark-price", "MarkPriceSet", instrument);
    act("bustTrade", HttpMethods.POST, TRADE + "/bust", "TradeBust", instrument);
    act("correctTrade", HttpMethods.POST, TRADE + "/correction", "TradeCorrect", instrument);
    act(
        "transferCash",
        HttpMethods.POST,
        "/v1/admin/accounts/{account}/transfers",
        "CashTransfer",
        e -> EntityKey.account(PathIds.account(e)));
    act("putOperator", HttpMethods.PUT, "/v1/admin/operators/{name}", "OperatorPut", self);
    act("removeOperator", HttpMethods.DELETE, "/v1/admin/operators/{name}", "OperatorRemove", self);
    act("putRule", HttpMethods.PUT, "/v1/admin/rules/{act}", "RulePut", self);
    act(
        "putProposalLifetime",
        HttpMethods.PUT,
        "/v1/admin/proposal-lifetime",
        "ProposalLifetimePut",
        self);
    act("markSession", HttpMethods.POST, "/v1/admin/sessions/{name}/marks", "SessionMark", self);
    decision("approveProposal", "approval", true);
    decision("rejectProposal", "rejection", false);
  }

  private void act(
      final String id,
      final HttpMethod method,
      final String path,
      final String message,
      final ToLongFunction<Exchange> target) {
    operations.add(
        Operation.operator(
            id,
            method,
            path,
            ALL,
            (operator, exchange) ->
                method.equals(HttpMethods.DELETE)
                    ? withoutBody(operator, exchange, message, target.applyAsLong(exchange))
                    : exchange
                        .body()
                        .thenCompose(
                            body ->
                                withBody(
                                    operator,
                                    exchange,
                                    message,
                                    target.applyAsLong(exchange),
                                    body))));
  }

  private CompletionStage<HttpResponse> withBody(
      final Caller.Operator operator,
      final Exchange exchange,
      final String message,
      final long target,
      final BodyFields body) {
    final DirectBuffer act =
        MessageJson.write(message, new ActFields(body, numbers(exchange), texts(exchange)));
    final String why = AdminActs.why(body);
    body.noOthers();
    return acts.send(exchange, operator, target, act, why, node -> {});
  }

  private CompletionStage<HttpResponse> withoutBody(
      final Caller.Operator operator,
      final Exchange exchange,
      final String message,
      final long target) {
    final DirectBuffer act =
        MessageJson.write(message, new ActFields(null, numbers(exchange), texts(exchange)));
    return acts.send(exchange, operator, target, act, PathIds.why(exchange), node -> {});
  }

  private void decision(final String id, final String word, final boolean approve) {
    operations.add(
        Operation.operator(
            id,
            HttpMethods.POST,
            "/v1/admin/proposals/{proposal}/" + word,
            ALL,
            (operator, exchange) ->
                exchange
                    .body()
                    .thenCompose(
                        body -> {
                          final String why = AdminActs.why(body);
                          body.noOthers();
                          return acts.send(
                              exchange,
                              operator,
                              EntityKey.THE_ADMINISTRATION,
                              PathIds.decision(exchange, approve),
                              why,
                              node -> {});
                        })));
  }

  /** Fields that the path carries. */
  private static Map<String, Long> numbers(final Exchange exchange) {
    final Map<String, Long> numbers = new HashMap<>();
    if (exchange.parameter("account") != null) {
      numbers.put("account", PathIds.account(exchange));
    }
    if (exchange.parameter("instrument") != null) {
      numbers.put("instrument", PathIds.instrument(exchange));
    }
    if (exchange.parameter("tradeId") != null) {
      numbers.put("tradeId", PathIds.number(exchange, "tradeId", Long.MAX_VALUE));
    }
    if (exchange.parameter("providerOrderId") != null) {
      numbers.put("providerOrderId", PathIds.number(exchange, "providerOrderId", Long.MAX_VALUE));
    }
    final String act = exchange.parameter("act");
    if (act != null) {
      numbers.put(
          "act",
          Acts.all().stream()
              .filter(kind -> kind.name().equals(act))
              .map(kind -> (long) kind.template())
              .findFirst()
              .orElseThrow(Problem::notFound));
    }
    return numbers;
  }

  private static Map<String, String> texts(final Exchange exchange) {
    final String name = exchange.parameter("name");
    return name == null ? Map.of() : Map.of("name", name);
  }

  @Override
  public String documentation() {
    return "openapi/administration.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.copyOf(operations);
  }
}
