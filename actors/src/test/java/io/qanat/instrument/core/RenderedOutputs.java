package io.qanat.instrument.core;

import io.qanat.codecs.entity.AdminReplyDecoder;
import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.TradeAmendDecoder;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.FullRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.FullRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByOrderDecoder;
import io.qanat.codecs.marketdata.IncrementalRefreshByPriceDecoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.codecs.marketdata.MDUpdateAction;
import io.qanat.codecs.marketdata.MessageHeaderDecoder;
import io.qanat.codecs.marketdata.SecurityDefinitionDecoder;
import io.qanat.codecs.marketdata.SecurityStatusDecoder;
import io.qanat.codecs.marketdata.TopOfBookDecoder;
import io.qanat.codecs.marketdata.TradeAmendmentDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.agrona.DirectBuffer;

/** Every output as one line of text that leaves out what is absent. */
final class RenderedOutputs implements Outputs {
  private final List<String> lines = new ArrayList<>();

  List<String> take() {
    final List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void toPeer(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    final io.qanat.codecs.entity.MessageHeaderDecoder header =
        new io.qanat.codecs.entity.MessageHeaderDecoder();
    if (header.wrap(buffer, offset).templateId() == TradeAmendDecoder.TEMPLATE_ID) {
      lines.add(
          EntityKey.toString(entity)
              + " "
              + amend(new TradeAmendDecoder().wrapAndApplyHeader(buffer, offset, header)));
      return;
    }
    final OrderReportDecoder report =
        new OrderReportDecoder().wrapAndApplyHeader(buffer, offset, header);
    final StringBuilder line = new StringBuilder();
    line.append(EntityKey.toString(entity)).append(' ').append(report.reportType());
    line.append(' ').append(orderId(report.orderId()));
    line.append(" md=").append(report.mdOrderId());
    if (report.requestNo() != 0) {
      line.append(" request=").append(report.requestNo());
    }
    line.append(' ').append(amount(report.orderQty(), report.price()));
    line.append(" leaves=").append(Fixed8.format(report.leavesQty()));
    line.append(" cum=").append(Fixed8.format(report.cumQty()));
    if (report.lastQty() != 0) {
      line.append(" last=").append(amount(report.lastQty(), report.lastPx()));
      line.append(" trade=").append(report.tradeId());
      line.append(" contra=").append(report.contraMdOrderId());
      line.append(" notional=").append(Fixed8.format(report.notional()));
    }
    if (report.lastLiquidityInd() != LiquidityInd.NONE) {
      line.append(' ').append(report.lastLiquidityInd());
    }
    if (report.ordRejReason() != OrdRejReason.NULL_VAL) {
      line.append(' ').append(report.ordRejReason());
    }
    if (report.cxlRejReason() != CxlRejReason.NULL_VAL) {
      line.append(' ').append(report.cxlRejReason());
    }
    if (report.stopPx() != Fixed8.NULL) {
      line.append(" stop=").append(Fixed8.format(report.stopPx()));
    }
    if (report.displayQty() != Fixed8.NULL) {
      line.append(" display=").append(Fixed8.format(report.displayQty()));
    }
    if (report.expireTime() != 0) {
      line.append(" until=+")
          .append((report.expireTime() - InstrumentDesk.START_NANOS) / 1_000_000_000L);
    }
    if (report.execRestatementReason() != ExecRestatementReason.NULL_VAL) {
      line.append(' ').append(report.execRestatementReason());
    }
    lines.add(line.toString());
  }

  private static String amend(final TradeAmendDecoder amend) {
    final boolean busted = amend.newQty() == 0;
    return (busted ? "BUSTED " : "CORRECTED ")
        + orderId(amend.orderId())
        + " "
        + amend.side()
        + " trade="
        + amend.tradeId()
        + " "
        + amount(amend.oldQty(), amend.oldPx())
        + " notional="
        + Fixed8.format(amend.oldNotional())
        + (busted
            ? ""
            : " to "
                + amount(amend.newQty(), amend.newPx())
                + " notional="
                + Fixed8.format(amend.newNotional()));
  }

  @Override
  public void toSession(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    throw new AssertionError("an instrument speaks to no session");
  }

  @Override
  public void toMarketData(
      final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    lines.add(feed + " " + marketData(buffer, offset));
  }

  @Override
  public void reply(
      final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    final io.qanat.codecs.entity.MessageHeaderDecoder header =
        new io.qanat.codecs.entity.MessageHeaderDecoder();
    header.wrap(buffer, offset);
    if (header.schemaId() == AdminReplyDecoder.SCHEMA_ID) {
      final AdminReplyDecoder reply =
          new AdminReplyDecoder().wrapAndApplyHeader(buffer, offset, header);
      lines.add(("reply " + reply.result() + " " + reply.text()).strip());
    } else {
      lines.add("reply " + marketData(buffer, offset));
    }
  }

  private static String marketData(final DirectBuffer buffer, final int offset) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder();
    header.wrap(buffer, offset);
    return switch (header.templateId()) {
      case TopOfBookDecoder.TEMPLATE_ID ->
          top(new TopOfBookDecoder().wrapAndApplyHeader(buffer, offset, header));
      case IncrementalRefreshByPriceDecoder.TEMPLATE_ID ->
          byPrice(
              new IncrementalRefreshByPriceDecoder().wrapAndApplyHeader(buffer, offset, header));
      case IncrementalRefreshByOrderDecoder.TEMPLATE_ID ->
          byOrder(
              new IncrementalRefreshByOrderDecoder().wrapAndApplyHeader(buffer, offset, header));
      case SecurityStatusDecoder.TEMPLATE_ID -> {
        final SecurityStatusDecoder status =
            new SecurityStatusDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield "#" + status.rptSeq() + " " + status(status) + " " + status.feed();
      }
      case TradeAmendmentDecoder.TEMPLATE_ID -> {
        final TradeAmendmentDecoder trade =
            new TradeAmendmentDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield "#"
            + trade.rptSeq()
            + " trade "
            + trade.tradeId()
            + " "
            + trade.updateAction()
            + " "
            + amount(trade.size(), trade.price())
            + " "
            + trade.feed();
      }
      case SecurityDefinitionDecoder.TEMPLATE_ID -> {
        final SecurityDefinitionDecoder definition =
            new SecurityDefinitionDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield "definition #"
            + definition.rptSeq()
            + " "
            + definition.symbol()
            + " tick="
            + Fixed8.format(definition.tickSize())
            + " "
            + definition.securityTradingStatus();
      }
      case FullRefreshByPriceDecoder.TEMPLATE_ID ->
          fullByPrice(new FullRefreshByPriceDecoder().wrapAndApplyHeader(buffer, offset, header));
      case FullRefreshByOrderDecoder.TEMPLATE_ID ->
          fullByOrder(new FullRefreshByOrderDecoder().wrapAndApplyHeader(buffer, offset, header));
      default -> throw new AssertionError("template " + header.templateId());
    };
  }

  /** The status where the phase says no more than it. */
  private static String status(final SecurityStatusDecoder status) {
    return phase(status.securityTradingStatus(), status.tradingPhase())
        + indicative(status.indicativePx(), status.indicativeQty(), status.imbalanceQty())
        + (status.auctionPx() == Fixed8.NULL ? "" : " auction=" + Fixed8.format(status.auctionPx()))
        + (status.nextPhaseAt() == 0
            ? ""
            : " until=+" + (status.nextPhaseAt() - InstrumentDesk.START_NANOS) / 1_000_000_000);
  }

  private static String phase(final SecurityTradingStatus status, final TradingPhase phase) {
    return switch (phase) {
      case CONTINUOUS, HALT, CLOSED -> {
        if (Phases.status(phase) != status) {
          throw new AssertionError(phase + " is not " + status);
        }
        yield status.name();
      }
      default -> phase.name();
    };
  }

  private static String indicative(final long price, final long volume, final long imbalance) {
    return (price == Fixed8.NULL ? "" : " indicative=" + amount(volume, price))
        + (imbalance == 0 ? "" : " imbalance=" + Fixed8.format(imbalance));
  }

  private static String top(final TopOfBookDecoder top) {
    return "#"
        + top.rptSeq()
        + " "
        + amount(top.bidSize(), top.bidPx())
        + " / "
        + amount(top.offerSize(), top.offerPx())
        + " last="
        + amount(top.lastQty(), top.lastPx())
        + " volume="
        + Fixed8.format(top.totalVolume())
        + " trades="
        + top.tradeCount()
        + (top.securityTradingStatus() == SecurityTradingStatus.READY_TO_TRADE
            ? ""
            : " " + phase(top.securityTradingStatus(), top.tradingPhase()))
        + indicative(top.indicativePx(), top.indicativeQty(), top.imbalanceQty())
        + (top.markPx() == Fixed8.NULL ? "" : " mark=" + Fixed8.format(top.markPx()));
  }

  private static String byPrice(final IncrementalRefreshByPriceDecoder message) {
    final StringJoiner line = new StringJoiner(" | ", "#" + message.rptSeq() + " ", "");
    for (final var entry : message.entries()) {
      line.add(
          entry.updateAction()
              + " "
              + entry.side()
              + " "
              + amount(entry.size(), entry.price())
              + " n="
              + entry.numberOfOrders());
    }
    for (final var trade : message.trades()) {
      line.add(
          "trade "
              + trade.tradeId()
              + " "
              + trade.aggressorSide()
              + " "
              + amount(trade.size(), trade.price()));
    }
    return line + (message.endOfEvent() == io.qanat.codecs.fix.Bool.YES ? "" : " ...");
  }

  private static String byOrder(final IncrementalRefreshByOrderDecoder message) {
    final StringJoiner line = new StringJoiner(" | ", "#" + message.rptSeq() + " ", "");
    for (final var entry : message.entries()) {
      if (entry.updateAction() == MDUpdateAction.TRADE) {
        line.add(
            "hidden "
                + entry.side()
                + " trade "
                + entry.tradeId()
                + " "
                + amount(entry.tradedQty(), entry.price()));
        continue;
      }
      line.add(
          entry.updateAction()
              + " "
              + entry.side()
              + " md="
              + entry.mdOrderId()
              + " p="
              + entry.mdOrderPriority()
              + " "
              + amount(entry.size(), entry.price())
              + (entry.tradeId() == 0
                  ? ""
                  : " trade " + entry.tradeId() + " " + Fixed8.format(entry.tradedQty())));
    }
    return line + (message.endOfEvent() == io.qanat.codecs.fix.Bool.YES ? "" : " ...");
  }

  private static String fullByPrice(final FullRefreshByPriceDecoder message) {
    final StringJoiner line =
        new StringJoiner(
            " | ",
            "full by price #"
                + message.rptSeq()
                + " "
                + message.currentChunk()
                + "/"
                + message.noChunks()
                + ": ",
            "");
    for (final var entry : message.entries()) {
      line.add(
          entry.side()
              + " "
              + amount(entry.size(), entry.price())
              + " n="
              + entry.numberOfOrders());
    }
    return line.toString().strip();
  }

  private static String fullByOrder(final FullRefreshByOrderDecoder message) {
    final StringJoiner line =
        new StringJoiner(
            " | ",
            "full by order #"
                + message.rptSeq()
                + " "
                + message.currentChunk()
                + "/"
                + message.noChunks()
                + ": ",
            "");
    for (final var entry : message.entries()) {
      line.add(
          entry.side()
              + " md="
              + entry.mdOrderId()
              + " p="
              + entry.mdOrderPriority()
              + " "
              + amount(entry.size(), entry.price()));
    }
    return line.toString().strip();
  }

  private static String orderId(final long orderId) {
    return (orderId >>> 39) + "/" + (orderId & (1L << 39) - 1);
  }

  private static String amount(final long quantity, final long price) {
    return price == Fixed8.NULL
        ? (quantity == 0 ? "-" : Fixed8.format(quantity) + "@market")
        : Fixed8.format(quantity) + "@" + Fixed8.format(price);
  }
}
