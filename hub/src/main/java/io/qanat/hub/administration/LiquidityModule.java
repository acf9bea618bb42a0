package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.AdminReplyDecoder;
import io.qanat.codecs.entity.ExplainQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PriceQueryEncoder;
import io.qanat.codecs.entity.PricingQueryEncoder;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.http.EntitledInstrument;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.Operation;
import io.qanat.hub.gateway.http.Outcomes;
import io.qanat.hub.gateway.http.PartnerScope;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.gateway.http.QueryFields;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Prices that the hub makes for a partner, and why its fills came about; for operators the prices,
 * positions and orders to providers of an instrument, and every fill. Which partner gets which
 * prices is the instrument's to say, not decided here.
 */
public final class LiquidityModule implements HttpModule {
  private static final String INSTRUMENT = "/v1/admin/instruments/{instrument}";
  private static final String EXPLAIN = "/executions/{execution}/explain";
  private static final long ACCOUNT_MAX = (1 << 24) - 1;

  private final EntityCalls calls;

  /** Asks by these calls. */
  public LiquidityModule(final EntityCalls calls) {
    this.calls = calls;
  }

  @Override
  public String documentation() {
    return "openapi/liquidity.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.partner(
            "getPrices", HttpMethods.GET, "/v1/instruments/{instrument}/prices", this::prices),
        Operation.partner("explainExecution", HttpMethods.GET, "/v1" + EXPLAIN, this::explain),
        Operation.operator(
            "getPricing",
            HttpMethods.GET,
            INSTRUMENT + "/pricing",
            AdminModule.ALL,
            (operator, exchange) -> pricing(exchange)),
        Operation.operator(
            "explainAnyExecution",
            HttpMethods.GET,
            "/v1/admin" + EXPLAIN,
            AdminModule.ALL,
            (operator, exchange) -> explain(exchange)));
  }

  private CompletionStage<HttpResponse> prices(final PartnerScope scope, final Exchange exchange) {
    final QueryFields fields = exchange.query();
    final long account = fields.number("account", 1, ACCOUNT_MAX, 0);
    fields.noOthers();
    if (account == 0) {
      throw Problem.field("account", "is missing: whose prices are wanted");
    }
    return scope
        .account(Long.toString(account))
        .thenCompose(owned -> scope.instrument(exchange.parameter("instrument")))
        .thenCompose(
            instrument ->
                instrument.query(priceQuery(scope.partner(), account), LiquidityModule::isOne))
        .thenApply(
            messages -> {
              final ObjectNode node = MessageJson.read(messages.get(0));
              node.remove("entitled");
              return exchange.answer(200, node);
            });
  }

  private static boolean isOne(final List<DirectBuffer> messages) {
    return !messages.isEmpty();
  }

  private static DirectBuffer priceQuery(final long partner, final long account) {
    final UnsafeBuffer query = question(PriceQueryEncoder.BLOCK_LENGTH);
    new PriceQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .partner(partner)
        .account(account);
    return query;
  }

  private static UnsafeBuffer question(final int blockLength) {
    return new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + blockLength]);
  }

  private CompletionStage<HttpResponse> pricing(final Exchange exchange) {
    final QueryFields fields = exchange.query();
    final long version = fields.number("version", 1, Long.MAX_VALUE, 0);
    fields.noOthers();
    final UnsafeBuffer query = question(PricingQueryEncoder.BLOCK_LENGTH);
    new PricingQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .version(version);
    return calls
        .query(EntityKey.instrument(PathIds.instrument(exchange)), query)
        .thenApply(
            outcome -> {
              final ObjectNode node = MessageJson.read(Outcomes.answer(outcome));
              if (node.path("version").asLong() == 0) {
                throw Problem.notFound();
              }
              return exchange.answer(200, node);
            });
  }

  /** An execution's id: its instrument and its trade there. */
  private record ExecutionId(String instrument, long tradeId) {
    static ExecutionId of(final Exchange exchange) {
      final String[] parts = exchange.parameter("execution").split("-", -1);
      try {
        if (parts.length == 2) {
          return new ExecutionId(parts[0], Long.parseLong(parts[1]));
        }
      } catch (final NumberFormatException e) {
        // As any other name that is no execution's.
      }
      throw Problem.notFound();
    }
  }

  private static DirectBuffer explainQuery(final long partner, final long tradeId) {
    final UnsafeBuffer query = question(ExplainQueryEncoder.BLOCK_LENGTH);
    new ExplainQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .partner(partner)
        .tradeId(tradeId);
    return query;
  }

  private CompletionStage<HttpResponse> explain(final PartnerScope scope, final Exchange exchange) {
    exchange.query().noOthers();
    final ExecutionId id = ExecutionId.of(exchange);
    return scope
        .instrument(id.instrument)
        .thenCompose(
            (final EntitledInstrument instrument) ->
                instrument.query(explainQuery(scope.partner(), id.tradeId), LiquidityModule::isOne))
        .thenApply(messages -> explained(exchange, messages.get(0), false));
  }

  private CompletionStage<HttpResponse> explain(final Exchange exchange) {
    exchange.query().noOthers();
    final ExecutionId id = ExecutionId.of(exchange);
    final long instrument;
    try {
      instrument = Long.parseLong(id.instrument);
    } catch (final NumberFormatException e) {
      throw Problem.notFound();
    }
    if (instrument < 1 || instrument > Integer.MAX_VALUE) {
      throw Problem.notFound();
    }
    return calls
        .query(EntityKey.instrument(instrument), explainQuery(0, id.tradeId))
        .thenApply(outcome -> explained(exchange, Outcomes.answer(outcome), true));
  }

  private static HttpResponse explained(
      final Exchange exchange, final DirectBuffer message, final boolean whole) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    if (header.templateId() == AdminReplyDecoder.TEMPLATE_ID) {
      throw Problem.notFound();
    }
    final ObjectNode node = MessageJson.read(message);
    final ArrayNode words = node.arrayNode();
    FillWords.of(node).forEach(words::add);
    final ObjectNode answer = exchange.json().object();
    answer.set("words", words);
    if (!whole) {
      // What the house holds is not the partner's to know.
      node.remove("housePosition");
    }
    answer.setAll(node);
    return exchange.answer(200, answer);
  }
}
