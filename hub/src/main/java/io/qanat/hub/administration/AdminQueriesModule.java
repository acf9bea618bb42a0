package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.administration.core.Acts;
import io.qanat.codecs.entity.AuditEndDecoder;
import io.qanat.codecs.entity.AuditQueryEncoder;
import io.qanat.codecs.entity.DefinitionQueryEncoder;
import io.qanat.codecs.entity.DefinitionsEndDecoder;
import io.qanat.codecs.entity.DirectoryAnswerDecoder;
import io.qanat.codecs.entity.DirectoryQueryEncoder;
import io.qanat.codecs.entity.LiquidityQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ProposalsQueryEncoder;
import io.qanat.codecs.entity.RulePutDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.Operation;
import io.qanat.hub.gateway.http.Outcomes;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.gateway.http.QueryFields;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What operators may read, each with any role: definitions, proposals, the audit trail. */
public final class AdminQueriesModule implements HttpModule {
  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 1_000;
  private static final long ENTITY_ID_MAX = (1L << 56) - 1;

  /** Whole units of a pool's prices for an amount. */
  private static final long LIQUIDITY_SIZE_MAX = 1_000_000_000;

  private final EntityCalls calls;

  /** Asks by these calls. */
  public AdminQueriesModule(final EntityCalls calls) {
    this.calls = calls;
  }

  @Override
  public String documentation() {
    return ""; // In AdminModule's.
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        read("listAdminPartners", "/v1/admin/partners", e -> directory(e, EntityKey.PARTNER)),
        read(
            "listAdminInstruments",
            "/v1/admin/instruments",
            e -> directory(e, EntityKey.INSTRUMENT)),
        read("listAdminAccounts", "/v1/admin/accounts", e -> directory(e, EntityKey.ACCOUNT)),
        definition(
            "getAdminPartner",
            "/v1/admin/partners/{partner}",
            e -> EntityKey.partner(PathIds.partner(e))),
        definition(
            "getAdminInstrument",
            "/v1/admin/instruments/{instrument}",
            e -> EntityKey.instrument(PathIds.instrument(e))),
        definition(
            "getAdminAccount",
            "/v1/admin/accounts/{account}",
            e -> EntityKey.account(PathIds.account(e))),
        definition("getAdministration", "/v1/admin", e -> EntityKey.THE_ADMINISTRATION),
        read("getLiquidity", "/v1/admin/instruments/{instrument}/liquidity", this::liquidity),
        read("listProposals", "/v1/admin/proposals", this::proposals),
        read("readAudit", "/v1/audit", this::audit));
  }

  private static Operation read(
      final String id,
      final String path,
      final Function<Exchange, CompletionStage<HttpResponse>> handler) {
    return Operation.operator(
        id,
        HttpMethods.GET,
        path,
        AdminModule.ALL,
        (final Caller.Operator operator, final Exchange exchange) -> handler.apply(exchange));
  }

  private Operation definition(
      final String id, final String path, final ToLongFunction<Exchange> entity) {
    return read(
        id,
        path,
        exchange -> {
          exchange.query().noOthers();
          return calls
              .query(entity.applyAsLong(exchange), definitionQuery(), AdminQueriesModule::isEnded)
              .thenApply(
                  outcome -> {
                    final ObjectNode node = exchange.json().object();
                    final ArrayNode all = node.putArray("definitions");
                    Outcomes.answered(outcome).messages().stream()
                        .filter(message -> !isEnd(message))
                        .forEach(message -> all.add(named(message)));
                    if (all.isEmpty()) {
                      throw Problem.notFound();
                    }
                    return exchange.answer(200, node);
                  });
        });
  }

  private static boolean isEnded(final List<DirectBuffer> messages) {
    return isEnd(messages.get(messages.size() - 1));
  }

  private static boolean isEnd(final DirectBuffer message) {
    final int template = new MessageHeaderDecoder().wrap(message, 0).templateId();
    return template == DefinitionsEndDecoder.TEMPLATE_ID || template == AuditEndDecoder.TEMPLATE_ID;
  }

  private static ObjectNode named(final DirectBuffer message) {
    final ObjectNode node = MessageJson.read(message);
    final String name = MessageJson.nameOf(message);
    if (name.equals("RulePut")) {
      final int act =
          new RulePutDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder()).act();
      node.put("act", Acts.of(act).name());
    }
    return node.put("type", name);
  }

  private CompletionStage<HttpResponse> liquidity(final Exchange exchange) {
    final QueryFields fields = exchange.query();
    final long size = fields.number("size", 1, LIQUIDITY_SIZE_MAX, 0);
    fields.noOthers();
    final UnsafeBuffer query =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + LiquidityQueryEncoder.BLOCK_LENGTH]);
    new LiquidityQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .size(Fixed8.ofUnits(size));
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

  private CompletionStage<HttpResponse> proposals(final Exchange exchange) {
    exchange.query().noOthers();
    final UnsafeBuffer query =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProposalsQueryEncoder.BLOCK_LENGTH]);
    new ProposalsQueryEncoder().wrapAndApplyHeader(query, 0, new MessageHeaderEncoder());
    return calls
        .query(EntityKey.THE_ADMINISTRATION, query, AdminQueriesModule::isEnded)
        .thenApply(
            outcome -> {
              final ObjectNode node = exchange.json().object();
              final ArrayNode all = node.putArray("proposals");
              Outcomes.answered(outcome).messages().stream()
                  .filter(message -> !isEnd(message))
                  .forEach(message -> all.add(withTarget(MessageJson.read(message))));
              return exchange.answer(200, node);
            });
  }

  /** Entity keys as people say them. */
  private static ObjectNode withTarget(final ObjectNode node) {
    return node.put("target", EntityKey.toString(node.get("target").longValue()));
  }

  private CompletionStage<HttpResponse> audit(final Exchange exchange) {
    final QueryFields fields = exchange.query();
    final long from = fields.number("from", 0, Long.MAX_VALUE, 0);
    final long count = fields.number("count", 1, PAGE_MAX, PAGE_DEFAULT);
    fields.noOthers();
    final UnsafeBuffer query =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + AuditQueryEncoder.BLOCK_LENGTH]);
    new AuditQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .fromSequence(from)
        .count(count);
    return calls
        .query(EntityKey.THE_ADMINISTRATION, query, AdminQueriesModule::isEnded)
        .thenApply(
            outcome -> {
              final List<DirectBuffer> messages = Outcomes.answered(outcome).messages();
              final ObjectNode node = exchange.json().object();
              final ArrayNode records = node.putArray("records");
              messages.stream()
                  .filter(message -> !isEnd(message))
                  .forEach(message -> records.add(withTarget(MessageJson.read(message))));
              final AuditEndDecoder end =
                  new AuditEndDecoder()
                      .wrapAndApplyHeader(
                          messages.get(messages.size() - 1), 0, new MessageHeaderDecoder());
              node.put("oldestSequence", end.oldestSequence())
                  .put("nextSequence", end.nextSequence());
              return exchange.answer(200, node);
            });
  }

  private CompletionStage<HttpResponse> directory(final Exchange exchange, final int kind) {
    final QueryFields fields = exchange.query();
    final long after = fields.number("after", 0, ENTITY_ID_MAX, 0);
    final long count = fields.number("count", 1, PAGE_MAX, PAGE_DEFAULT);
    fields.noOthers();
    final UnsafeBuffer query =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + DirectoryQueryEncoder.BLOCK_LENGTH]);
    new DirectoryQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .fromEntity(EntityKey.of(kind, after) + 1)
        .count(count);
    return calls
        .query(EntityKey.THE_ADMINISTRATION, query)
        .thenApply(
            outcome -> {
              final ObjectNode node = exchange.json().object();
              final ArrayNode ids = node.putArray("ids");
              for (final DirectoryAnswerDecoder.EntitiesDecoder entity :
                  new DirectoryAnswerDecoder()
                      .wrapAndApplyHeader(Outcomes.answer(outcome), 0, new MessageHeaderDecoder())
                      .entities()) {
                if (EntityKey.kind(entity.entity()) == kind) {
                  ids.add(EntityKey.id(entity.entity()));
                }
              }
              return exchange.answer(200, node);
            });
  }

  private static DirectBuffer definitionQuery() {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(32);
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new DefinitionQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .putAct(new byte[0], 0, 0)
                .encodedLength();
    return new UnsafeBuffer(buffer, 0, length);
  }
}
