package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.TradesAnswerDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The instruments that a partner may trade, their books and their trades. Asked of the instruments
 * themselves, so every node answers alike, and after a restart too.
 */
public final class InstrumentsModule implements HttpModule {
  private static final String INSTRUMENTS = "/v1/instruments";
  private static final String INSTRUMENT = INSTRUMENTS + "/{instrument}";
  private static final int LEVELS_DEFAULT = 20;
  private static final int LEVELS_MAX = 1_000;

  @Override
  public String documentation() {
    return "openapi/instruments.yaml";
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.partner("listInstruments", HttpMethods.GET, INSTRUMENTS, this::list),
        Operation.partner("getInstrument", HttpMethods.GET, INSTRUMENT, this::get),
        Operation.partner("getDepth", HttpMethods.GET, INSTRUMENT + "/depth", this::depth),
        Operation.partner("listTrades", HttpMethods.GET, INSTRUMENT + "/trades", this::trades));
  }

  private CompletionStage<HttpResponse> list(final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final Paging.Request request = Paging.Request.of(query);
    query.noOthers();
    return Paging.answer(
        exchange,
        request,
        (cursor, count) ->
            scope.instruments().thenApply(all -> page(exchange, all, cursor, count)));
  }

  private static Paging.Page page(
      final Exchange exchange,
      final List<EntitledInstrument> all,
      final long cursor,
      final int count) {
    final List<EntitledInstrument> rest =
        all.stream().filter(instrument -> instrument.securityId() > cursor).toList();
    final List<EntitledInstrument> page = rest.subList(0, Math.min(count, rest.size()));
    return new Paging.Page(
        page.stream().map(instrument -> terms(exchange, instrument)).toList(),
        page.size() < rest.size() ? page.get(page.size() - 1).securityId() : 0);
  }

  private static ObjectNode terms(final Exchange exchange, final EntitledInstrument instrument) {
    final EntitledInstrument.Terms terms = instrument.terms();
    return exchange
        .json()
        .object()
        .put("securityId", terms.securityId())
        .put("symbol", terms.symbol())
        .put("baseCurrency", terms.baseCurrency())
        .put("quoteCurrency", terms.quoteCurrency())
        .put("contractType", terms.contractType().name())
        .put("contractSize", Values.decimal(terms.contractSize()))
        .put("tickSize", Values.decimal(terms.tickSize()))
        .put("lotSize", Values.decimal(terms.lotSize()))
        .put("minQty", Values.decimal(terms.minQty()))
        .put("maxQty", Values.decimal(terms.maxQty()))
        .put("lowLimitPrice", Values.decimal(terms.lowLimitPrice()))
        .put("highLimitPrice", Values.decimal(terms.highLimitPrice()))
        .put("nonPositivePricesAllowed", terms.nonPositivePricesAllowed())
        .put("marginRate", Values.decimal(terms.marginRate()))
        .put("makerFeeRate", Values.decimal(terms.makerFeeRate()))
        .put("takerFeeRate", Values.decimal(terms.takerFeeRate()));
  }

  private CompletionStage<HttpResponse> get(final PartnerScope scope, final Exchange exchange) {
    exchange.query().noOthers();
    return scope
        .instrument(exchange.parameter("instrument"))
        .thenCompose(
            instrument ->
                instrument
                    .query(Queries.fullRefresh(false), contains(TopOfBookDecoder.TEMPLATE_ID))
                    .thenApply(
                        messages -> {
                          final ObjectNode node = terms(exchange, instrument);
                          messages.forEach(message -> describe(node, message));
                          return exchange.answer(200, node);
                        }));
  }

  private static void describe(final ObjectNode node, final DirectBuffer message) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    if (header.templateId() == TopOfBookDecoder.TEMPLATE_ID) {
      final TopOfBookDecoder top = new TopOfBookDecoder().wrapAndApplyHeader(message, 0, header);
      node.put("securityTradingStatus", top.securityTradingStatus().name())
          .put("bidPx", Values.decimal(top.bidPx()))
          .put("bidSize", Values.decimal(top.bidSize()))
          .put("offerPx", Values.decimal(top.offerPx()))
          .put("offerSize", Values.decimal(top.offerSize()))
          .put("lastPx", Values.decimal(top.lastPx()))
          .put("lastQty", Values.decimal(top.lastQty()))
          .put("totalVolume", Values.decimal(top.totalVolume()))
          .put("tradeCount", top.tradeCount())
          .put("transactTime", Values.time(top.transactTime()))
          .put("tradingPhase", top.tradingPhase().name())
          .put("indicativePx", Values.decimal(top.indicativePx()))
          .put("indicativeQty", Values.decimal(top.indicativeQty()))
          .put("imbalanceQty", Values.decimal(top.imbalanceQty()))
          .put("markPx", Values.decimal(top.markPx()));
    } else if (header.templateId() == SecurityDefinitionDecoder.TEMPLATE_ID) {
      node.put(
          "definitionVersion",
          new SecurityDefinitionDecoder().wrapAndApplyHeader(message, 0, header).rptSeq());
    }
  }

  private static Predicate<List<DirectBuffer>> contains(final int template) {
    return messages -> {
      final DirectBuffer last = messages.get(messages.size() - 1);
      return isRefusal(last) || template(last) == template;
    };
  }

  private static int template(final DirectBuffer message) {
    return new MessageHeaderDecoder().wrap(message, 0).templateId();
  }

  /** An instrument that nobody has defined answers in another schema. */
  private static boolean isRefusal(final DirectBuffer message) {
    return new MessageHeaderDecoder().wrap(message, 0).schemaId() != MessageHeaderDecoder.SCHEMA_ID;
  }

  private CompletionStage<HttpResponse> depth(final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final int levels = (int) query.number("levels", 1, LEVELS_MAX, LEVELS_DEFAULT);
    query.noOthers();
    return scope
        .instrument(exchange.parameter("instrument"))
        .thenCompose(
            instrument ->
                instrument
                    .query(Queries.fullRefresh(true), InstrumentsModule::isWholeBook)
                    .thenApply(messages -> depth(exchange, instrument, messages, levels)));
  }

  private static boolean isWholeBook(final List<DirectBuffer> messages) {
    final DirectBuffer last = messages.get(messages.size() - 1);
    if (isRefusal(last)) {
      return true;
    }
    if (template(last) != FullRefreshByPriceDecoder.TEMPLATE_ID) {
      return false;
    }
    final FullRefreshByPriceDecoder chunk =
        new FullRefreshByPriceDecoder().wrapAndApplyHeader(last, 0, new MessageHeaderDecoder());
    return chunk.currentChunk() >= chunk.noChunks();
  }

  private static HttpResponse depth(
      final Exchange exchange,
      final EntitledInstrument instrument,
      final List<DirectBuffer> messages,
      final int levels) {
    final ObjectNode node =
        exchange
            .json()
            .object()
            .put("securityId", instrument.securityId())
            .put("symbol", instrument.symbol());
    final ArrayNode bids = node.putArray("bids");
    final ArrayNode offers = node.putArray("offers");
    for (final DirectBuffer message : messages) {
      if (isRefusal(message)) {
        throw Problem.notFound();
      }
      if (template(message) == FullRefreshByPriceDecoder.TEMPLATE_ID) {
        final FullRefreshByPriceDecoder chunk =
            new FullRefreshByPriceDecoder()
                .wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
        node.put("rptSeq", chunk.rptSeq())
            .put("transactTime", Values.time(chunk.transactTime()))
            .put("securityTradingStatus", chunk.securityTradingStatus().name())
            .put("tradingPhase", chunk.tradingPhase().name());
        for (final FullRefreshByPriceDecoder.EntriesDecoder entry : chunk.entries()) {
          final ArrayNode side = entry.side() == Side.BUY ? bids : offers;
          if (side.size() < levels) {
            side.addObject()
                .put("price", Values.decimal(entry.price()))
                .put("size", Values.decimal(entry.size()))
                .put("numberOfOrders", entry.numberOfOrders());
          }
        }
      }
    }
    return exchange.answer(200, node);
  }

  private CompletionStage<HttpResponse> trades(final PartnerScope scope, final Exchange exchange) {
    final QueryFields query = exchange.query();
    final Paging.Request request = Paging.Request.of(query);
    query.noOthers();
    return scope
        .instrument(exchange.parameter("instrument"))
        .thenCompose(
            instrument ->
                Paging.answer(
                    exchange,
                    request,
                    (cursor, count) ->
                        instrument
                            .query(Queries.trades(cursor, count), messages -> true)
                            .thenApply(messages -> trades(exchange, messages.get(0)))));
  }

  private static Paging.Page trades(final Exchange exchange, final DirectBuffer message) {
    final TradesAnswerDecoder answer =
        new TradesAnswerDecoder()
            .wrapAndApplyHeader(message, 0, new io.qanat.codecs.entity.MessageHeaderDecoder());
    final boolean more = answer.more() == Bool.YES;
    final List<ObjectNode> items = new ArrayList<>();
    long last = 0;
    for (final TradesAnswerDecoder.TradesDecoder trade : answer.trades()) {
      last = trade.tradeId();
      items.add(
          exchange
              .json()
              .object()
              .put("tradeId", Long.toString(last))
              .put("transactTime", Values.time(trade.transactTime()))
              .put("price", Values.decimal(trade.price()))
              .put("size", Values.decimal(trade.size()))
              .put("aggressorSide", trade.aggressorSide().name())
              .put("execType", trade.execType().name()));
    }
    return new Paging.Page(items, more ? last : 0);
  }
}
