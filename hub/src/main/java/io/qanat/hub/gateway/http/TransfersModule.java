package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TransferReplyDecoder;
import io.qanat.codecs.entity.TransferRequestEncoder;
import io.qanat.codecs.entity.TransfersAnswerDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.hub.edge.EntityCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Deposits and withdrawals, each applied once by its {@code Idempotency-Key}. */
public final class TransfersModule implements HttpModule {
  private static final String TRANSFERS = "/v1/accounts/{account}/transfers";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,64}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z0-9._/-]{1,8}");

  private enum Kind {
    DEPOSIT,
    WITHDRAWAL
  }

  @Override
  public String documentation() {
    return "openapi/transfers.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.partner("createTransfer", HttpMethods.POST, TRANSFERS, this::create),
        Operation.partner("listTransfers", HttpMethods.GET, TRANSFERS, this::list));
  }

  private CompletionStage<HttpResponse> create(final PartnerScope scope, final Exchange exchange) {
    exchange.query().noOthers();
    if (!scope.caller().mayTransfer()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "this key may not deposit and withdraw: an operator can give it the right");
    }
    final String key = exchange.header("idempotency-key");
    if (!KEY.matcher(key).matches()) {
      throw Problem.field(
          "Idempotency-Key", "must be a header of 1 to 64 printable ASCII characters");
    }
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                exchange.body().thenCompose(fields -> create(account, exchange, key, fields)));
  }

  private static CompletionStage<HttpResponse> create(
      final OwnedAccount account,
      final Exchange exchange,
      final String key,
      final BodyFields fields) {
    final Kind kind = fields.code("type", Kind.class);
    final long amount = fields.decimal("amount");
    final String currency = fields.text("currency", CURRENCY, "1 to 8 of A-Z 0-9 . _ / -");
    fields.noOthers();
    if (amount <= 0) {
      throw BodyFields.refuse("amount", "must be above 0");
    }
    return account
        .tell(
            exchange,
            ClientInputs.of(
                account.partner(),
                buffer ->
                    MessageHeaderEncoder.ENCODED_LENGTH
                        + new TransferRequestEncoder()
                            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                            .amount(kind == Kind.DEPOSIT ? amount : -amount)
                            .currency(currency)
                            .idempotencyKey(key)
                            .encodedLength()))
        .thenApply(outcome -> answer(account, exchange, key, outcome));
  }

  private static HttpResponse answer(
      final OwnedAccount account,
      final Exchange exchange,
      final String key,
      final EntityCalls.Outcome outcome) {
    if (outcome instanceof EntityCalls.Unanswered) {
      final String askAt = "/v1/accounts/" + account.number() + "/transfers";
      return exchange.answer(
          202,
          exchange
              .json()
              .object()
              .put("pending", true)
              .put("idempotencyKey", key)
              .put("askAt", askAt));
    }
    final DirectBuffer message = Outcomes.answer(outcome);
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      throw OrderAnswers.businessReject(
          new BusinessMessageRejectDecoder()
              .wrapAndApplyHeader(
                  message, 0, new io.qanat.codecs.orderentry.MessageHeaderDecoder()));
    }
    final TransferReplyDecoder reply =
        new TransferReplyDecoder().wrapAndApplyHeader(message, 0, header);
    final AdminResult result = reply.result();
    if (result == AdminResult.DONE || result == AdminResult.UNCHANGED) {
      return exchange.answer(
          result == AdminResult.DONE ? 201 : 200,
          transfer(
              exchange,
              reply.transferNo(),
              reply.transactTime(),
              reply.amount(),
              reply.currency(),
              key));
    }
    final int retryAfterMillis = (int) Math.min(Integer.MAX_VALUE, reply.retryAfterMillis());
    reply.skipIdempotencyKey();
    final String text = reply.text();
    if (retryAfterMillis > 0) {
      throw Problem.later(Problem.Kind.RATE_LIMITED, text, retryAfterMillis);
    }
    throw Problem.of(
        result == AdminResult.CONFLICT ? Problem.Kind.CONFLICT : Problem.Kind.REFUSED, text);
  }

  private static ObjectNode transfer(
      final Exchange exchange,
      final long transferNo,
      final long timeNanos,
      final long amount,
      final String currency,
      final String key) {
    return exchange
        .json()
        .object()
        .put("transferNo", transferNo)
        .put("type", (amount > 0 ? Kind.DEPOSIT : Kind.WITHDRAWAL).name())
        .put("amount", Values.decimal(Math.abs(amount)))
        .put("currency", currency)
        .put("transactTime", Values.time(timeNanos))
        .put("idempotencyKey", key);
  }

  private CompletionStage<HttpResponse> list(final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final Paging.Request request = Paging.Request.of(query);
    query.noOthers();
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(
            account ->
                Paging.answer(
                    exchange,
                    request,
                    (cursor, count) ->
                        account
                            .query(Queries.transfers(account, cursor, count))
                            .thenApply(message -> transfers(exchange, message))));
  }

  private static Paging.Page transfers(final Exchange exchange, final DirectBuffer message) {
    final TransfersAnswerDecoder answer =
        new TransfersAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    if (answer.known() != Bool.YES) {
      throw Problem.notFound();
    }
    final boolean more = answer.more() == Bool.YES;
    final List<ObjectNode> items = new ArrayList<>();
    long last = 0;
    for (final TransfersAnswerDecoder.TransfersDecoder entry : answer.transfers()) {
      last = entry.transferNo();
      items.add(
          transfer(
              exchange,
              last,
              entry.transactTime(),
              entry.amount(),
              entry.currency(),
              entry.idempotencyKey()));
    }
    return new Paging.Page(items, more ? last : 0);
  }
}
