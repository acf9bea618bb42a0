package io.qanat.hub.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.CxlRejResponseTo;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.MassActionResponse;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.codecs.value.OrderDefaults;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Walks every field of order entry's messages, as their schema has them: what can be said over
 * order entry can be said in JSON, and arrives; what is reported there is reported here.
 */
class OrderFieldTableTest {
  /** What JSON does not say, and why: a field that is in neither place fails the test. */
  private static final Map<String, String> SAID_ELSEWHERE =
      Map.of(
          "seqNum", "sessions number their messages, HTTP has none",
          "account", "in the path",
          "orderId", "in the path");

  private static final Json JSON = new Json(8, 4096);
  private static final OwnedAccount ACCOUNT = new OwnedAccount(101, 1, null, 0);

  private final OrderMessages messages = new OrderMessages(() -> 1_000);

  /** The names of a message's fields and texts in the schema. */
  private static Set<String> fields(final String message) {
    final Set<String> names = new TreeSet<>();
    for (Node node = schema().getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element
          && element.getLocalName().equals("message")
          && element.getAttribute("name").equals(message)) {
        for (Node field = node.getFirstChild(); field != null; field = field.getNextSibling()) {
          if (field instanceof Element named) {
            names.add(named.getAttribute("name"));
          }
        }
      }
    }
    assertThat(names).as(message).isNotEmpty();
    return names;
  }

  private static Element schema() {
    try (InputStream in = OrderFieldTableTest.class.getResourceAsStream("/sbe/order-entry.xml")) {
      final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (final IOException | ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(final Object decoder, final String field) {
    try {
      return decoder.getClass().getMethod(field).invoke(decoder);
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException(field, e);
    }
  }

  private static DirectBuffer encoded(final Consumer<MutableDirectBuffer> encode) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    encode.accept(buffer);
    return buffer;
  }

  /** The client's message inside its envelope. */
  private static DirectBuffer body(final DirectBuffer envelope) {
    final ClientInputDecoder input =
        new ClientInputDecoder()
            .wrapAndApplyHeader(envelope, 0, new io.qanat.codecs.entity.MessageHeaderDecoder());
    final byte[] body = new byte[input.bodyLength()];
    input.getBody(body, 0, body.length);
    return new UnsafeBuffer(body);
  }

  @Test
  void everyFieldOfANewOrderIsReadFromJsonAndArrives() {
    final BodyFields fields =
        new BodyFields(
            (ObjectNode)
                HttpHub.json(
                    """
                    {"clOrdId": "a", "side": "SELL", "ordType": "STOP_LIMIT", "timeInForce": "GOOD_TILL_DATE",
                     "price": "1", "orderQty": "2", "stopPx": "3", "displayQty": "4", "minQty": "5",
                     "expireTime": "2026-11-25T00:00:00Z", "sendingTime": "2026-11-24T00:00:00Z",
                     "clOrdLinkId": "b", "execInst": ["DO_NOT_INCREASE", "PARTICIPATE_DONT_INITIATE"],
                     "triggerPriceType": "MARK", "selfMatchPreventionInstruction": "DECREMENT",
                     "selfMatchPreventionScope": "PARTNER"}
                    """));
    final NewOrderSingleDecoder said =
        new NewOrderSingleDecoder()
            .wrapAndApplyHeader(
                body(messages.newOrder(ACCOUNT, 7, OrderFields.newOrder(fields)).apply(1)),
                0,
                new MessageHeaderDecoder());
    fields.noOthers();
    assertThat(said)
        .hasToString(
            "[NewOrderSingle](sbeTemplateId=20|sbeSchemaId=101|sbeSchemaVersion=1|sbeBlockLength=127):"
                + "seqNum=0|account=101|securityId=7|price=100000000|orderQty=200000000"
                + "|sendingTime=1795478400000000000|clOrdId=a|side=SELL|ordType=STOP_LIMIT"
                + "|timeInForce=GOOD_TILL_DATE|stopPx=300000000|displayQty=400000000"
                + "|minQty=500000000|expireTime=1795564800000000000|clOrdLinkId=b|execInst=3"
                + "|triggerPriceType=MARK|selfMatchPreventionInstruction=DECREMENT"
                + "|selfMatchPreventionScope=PARTNER");
    final NewOrderSingleDecoder plain =
        new NewOrderSingleDecoder()
            .wrapAndApplyHeader(
                encoded(
                    buffer ->
                        OrderDefaults.plain(
                                new NewOrderSingleEncoder()
                                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()))
                            .side(Side.BUY)
                            .ordType(OrdType.LIMIT)
                            .timeInForce(TimeInForce.DAY)),
                0,
                new MessageHeaderDecoder());
    assertSaid("NewOrderSingle", "NewOrder", said, plain);
  }

  @Test
  void everyFieldOfAReplaceIsReadFromJsonAndArrives() {
    final BodyFields fields =
        new BodyFields(
            (ObjectNode)
                HttpHub.json(
                    """
                    {"clOrdId": "a", "origClOrdId": "b", "price": "1", "orderQty": "2", "stopPx": "3",
                     "displayQty": "4", "expireTime": "2026-11-25T00:00:00Z",
                     "sendingTime": "2026-11-24T00:00:00Z"}
                    """));
    final OrderCancelReplaceRequestDecoder said =
        new OrderCancelReplaceRequestDecoder()
            .wrapAndApplyHeader(
                body(messages.replace(ACCOUNT, 9, OrderFields.replace(fields)).apply(1)),
                0,
                new MessageHeaderDecoder());
    fields.noOthers();
    assertThat(said)
        .hasToString(
            "[OrderCancelReplaceRequest](sbeTemplateId=22|sbeSchemaId=101|sbeSchemaVersion=1"
                + "|sbeBlockLength=112):seqNum=0|account=101|orderId=9|price=100000000"
                + "|orderQty=200000000|sendingTime=1795478400000000000|clOrdId=a|origClOrdId=b"
                + "|stopPx=300000000|displayQty=400000000|expireTime=1795564800000000000");
    final OrderCancelReplaceRequestDecoder plain =
        new OrderCancelReplaceRequestDecoder()
            .wrapAndApplyHeader(
                encoded(
                    buffer ->
                        OrderDefaults.plain(
                            new OrderCancelReplaceRequestEncoder()
                                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()))),
                0,
                new MessageHeaderDecoder());
    assertSaid("OrderCancelReplaceRequest", "ReplaceOrder", said, plain);
  }

  /** Each field is elsewhere, or in the document and different from what it is when left out. */
  private static void assertSaid(
      final String message, final String schema, final Object said, final Object plain) {
    final JsonNode properties =
        OpenApi.of(List.of(new OrdersModule(null)))
            .at("/components/schemas/" + schema + "/properties");
    for (final String field : fields(message)) {
      if (!SAID_ELSEWHERE.containsKey(field)) {
        assertThat(properties.has(field)).as(schema + " documents " + field).isTrue();
        assertThat(value(said, field)).as(field).isNotEqualTo(value(plain, field));
      }
    }
  }

  @Test
  void everyFieldOfAReportIsInJson() {
    assertReported(
        "ExecutionReport",
        encoded(
            buffer -> {
              final ExecutionReportEncoder report =
                  new ExecutionReportEncoder()
                      .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
              report
                  .account(1)
                  .reportNo(2)
                  .transactTime(3)
                  .securityId(4)
                  .orderId(5)
                  .mdOrderId(6)
                  .price(7)
                  .orderQty(8)
                  .lastPx(9)
                  .lastQty(10)
                  .leavesQty(11)
                  .cumQty(12)
                  .tradeId(13)
                  .fee(14)
                  .contraMdOrderId(15)
                  .clOrdId("c")
                  .origClOrdId("o")
                  .execType(ExecType.TRADE)
                  .ordStatus(OrdStatus.FILLED)
                  .side(Side.BUY)
                  .ordType(OrdType.STOP)
                  .timeInForce(TimeInForce.DAY)
                  .lastLiquidityInd(LiquidityInd.ADDED)
                  .possResend(Bool.YES)
                  .ordRejReason(OrdRejReason.OTHER)
                  .stopPx(16)
                  .displayQty(17)
                  .minQty(18)
                  .expireTime(19)
                  .clOrdLinkId("l")
                  .execInst((short) 4)
                  .triggerPriceType(TriggerPriceType.BEST_BID)
                  .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.CANCEL_PASSIVE)
                  .selfMatchPreventionScope(SelfMatchPreventionScope.PARTNER)
                  .workingIndicator(Bool.YES)
                  .execRestatementReason(ExecRestatementReason.REPRICING)
                  .text("t");
            }));
    assertReported(
        "OrderCancelReject",
        encoded(
            buffer -> {
              final OrderCancelRejectEncoder report =
                  new OrderCancelRejectEncoder()
                      .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
              report
                  .account(1)
                  .reportNo(2)
                  .transactTime(3)
                  .orderId(4)
                  .clOrdId("c")
                  .origClOrdId("o")
                  .ordStatus(OrdStatus.NEW)
                  .cxlRejResponseTo(CxlRejResponseTo.REPLACE)
                  .possResend(Bool.YES)
                  .cxlRejReason(CxlRejReason.BELOW_CUM_QTY)
                  .text("t");
            }));
    assertReported(
        "OrderMassActionReport",
        encoded(
            buffer -> {
              final OrderMassActionReportEncoder report =
                  new OrderMassActionReportEncoder()
                      .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
              report
                  .account(1)
                  .reportNo(2)
                  .transactTime(3)
                  .securityId(4)
                  .totalAffectedOrders(5)
                  .clOrdId("c")
                  .scope(MassActionScope.SECURITY)
                  .response(MassActionResponse.ACCEPTED)
                  .possResend(Bool.YES)
                  .text("t");
            }));
  }

  private static void assertReported(final String message, final DirectBuffer buffer) {
    final byte[] bytes = new byte[buffer.capacity()];
    buffer.getBytes(0, bytes);
    final ObjectNode json = ReportJson.report(JSON, bytes);
    for (final String field : fields(message)) {
      assertThat(json.hasNonNull(field)).as(message + " reports " + field + ": " + json).isTrue();
    }
  }
}
