package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.AccountAnswerDecoder;
import io.qanat.codecs.entity.AccountsAnswerDecoder;
import io.qanat.codecs.entity.FillsAnswerDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.ReportsAnswerDecoder;
import io.qanat.codecs.fix.Bool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.agrona.DirectBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a partner's accounts are and have: balances, positions, fills, reports. */
public final class AccountsModule implements HttpModule {
  private static final String ACCOUNTS = "/v1/accounts";
  private static final String ACCOUNT = ACCOUNTS + "/{account}";

  @Override
  public String documentation() {
    return "openapi/accounts.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.partner("listAccounts", HttpMethods.GET, ACCOUNTS, this::list),
        Operation.partner(
            "getAccount", HttpMethods.GET, ACCOUNT, (scope, e) -> state(scope, e, true, true)),
        Operation.partner(
            "listBalances",
            HttpMethods.GET,
            ACCOUNT + "/balances",
            (scope, e) -> state(scope, e, true, false)),
        Operation.partner(
            "listPositions",
            HttpMethods.GET,
            ACCOUNT + "/positions",
            (scope, e) -> state(scope, e, false, true)),
        Operation.partner("listFills", HttpMethods.GET, ACCOUNT + "/fills", this::fills),
        Operation.partner("listReports", HttpMethods.GET, ACCOUNT + "/reports", this::reports));
  }

  private CompletionStage<HttpResponse> list(final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final Paging.Request request = Paging.Request.of(query);
    query.noOthers();
    return Paging.answer(
        exchange,
        request,
        (cursor, count) ->
            scope
                .queryPartner(Queries.accounts(cursor, count))
                .thenApply(message -> accounts(exchange, message)));
  }

  private static Paging.Page accounts(final Exchange exchange, final DirectBuffer message) {
    final AccountsAnswerDecoder answer =
        new AccountsAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final boolean more = answer.more() == Bool.YES;
    final List<ObjectNode> items = new ArrayList<>();
    long last = 0;
    for (final AccountsAnswerDecoder.AccountsDecoder entry : answer.accounts()) {
      last = entry.account();
      final ObjectNode item = exchange.json().object().put("account", last);
      if (!entry.creditCurrency().isEmpty()) {
        item.put("creditLimit", Values.decimal(entry.creditLimit()))
            .put("creditCurrency", entry.creditCurrency());
      }
      items.add(item);
    }
    return new Paging.Page(items, more ? last : 0);
  }

  private CompletionStage<HttpResponse> state(
      final PartnerScope scope,
      final Exchange exchange,
      final boolean balances,
      final boolean positions) {
    exchange.query().noOthers();
    return scope
        .account(exchange.parameter("account"))
        .thenCompose(account -> account.query(Queries.account()))
        .thenApply(
            message -> {
              final AccountAnswerDecoder answer =
                  new AccountAnswerDecoder()
                      .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
              if (answer.partner() != scope.partner()) {
                // The partner has put it, but has not told it its terms yet.
                throw Problem.notFound();
              }
              final ObjectNode node = exchange.json().object().put("account", answer.account());
              if (balances && positions) {
                node.put("liveOrders", answer.liveOrders());
              }
              putBalances(answer, balances ? node.putArray("balances") : node.arrayNode());
              putPositions(answer, positions ? node.putArray("positions") : node.arrayNode());
              return exchange.answer(200, node);
            });
  }

  private static void putBalances(final AccountAnswerDecoder answer, final ArrayNode array) {
    for (final AccountAnswerDecoder.BalancesDecoder balance : answer.balances()) {
      array
          .addObject()
          .put("currency", balance.currency())
          .put("cash", Values.decimal(balance.cash()))
          .put("reserved", Values.decimal(balance.reserved()))
          .put("available", Values.decimal(balance.available()));
    }
  }

  private static void putPositions(final AccountAnswerDecoder answer, final ArrayNode array) {
    for (final AccountAnswerDecoder.PositionsDecoder position : answer.positions()) {
      array
          .addObject()
          .put("securityId", position.instrument())
          .put("quantity", Values.decimal(position.quantity()))
          .put("averagePrice", Values.decimal(position.averagePrice()))
          .put("realisedProfit", Values.decimal(position.realisedProfit()));
    }
  }

  private CompletionStage<HttpResponse> fills(final PartnerScope scope, final Exchange exchange) {
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
                            .query(Queries.fills(account, cursor, count))
                            .thenApply(message -> fills(exchange, message))));
  }

  private static Paging.Page fills(final Exchange exchange, final DirectBuffer message) {
    final FillsAnswerDecoder answer =
        new FillsAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    if (answer.known() != Bool.YES) {
      throw Problem.notFound();
    }
    final boolean more = answer.more() == Bool.YES;
    final List<ObjectNode> items = new ArrayList<>();
    for (final FillsAnswerDecoder.FillsDecoder entry : answer.fills()) {
      final byte[] body = new byte[entry.bodyLength()];
      entry.getBody(body, 0, body.length);
      items.add(ReportJson.report(exchange.json(), body));
    }
    return new Paging.Page(items, more ? items.get(items.size() - 1).get("reportNo").asLong() : 0);
  }

  private CompletionStage<HttpResponse> reports(final PartnerScope scope, final Exchange exchange) {
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
                    (cursor, count) -> reports(exchange, account, cursor, count)));
  }

  /** From the oldest that is kept, if the cursor is before it. */
  private static CompletionStage<Paging.Page> reports(
      final Exchange exchange, final OwnedAccount account, final long cursor, final int count) {
    return account
        .query(Queries.reports(account, Math.max(1, cursor), count))
        .thenCompose(
            message -> {
              final ReportsAnswerDecoder answer =
                  new ReportsAnswerDecoder()
                      .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
              final long from = answer.fromReportNo();
              final long oldest = answer.oldestReportNo();
              final long end = answer.nextReportNo();
              if (end == 0) {
                throw Problem.notFound();
              }
              if (from < oldest && oldest < end) {
                return reports(exchange, account, oldest, count);
              }
              final List<ObjectNode> items = new ArrayList<>();
              for (final ReportsAnswerDecoder.ReportsDecoder entry : answer.reports()) {
                final byte[] body = new byte[entry.bodyLength()];
                entry.getBody(body, 0, body.length);
                items.add(ReportJson.report(exchange.json(), body));
              }
              final long next = from + items.size();
              return java.util.concurrent.CompletableFuture.completedFuture(
                  new Paging.Page(items, next < end && !items.isEmpty() ? next : 0));
            });
  }
}
