package io.qanat.loadtest.conform.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.HttpDoor;
import io.qanat.loadtest.conform.OrderRequest;
import java.time.Instant;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** Orders as JSON, said as they are said over order entry. */
final class HttpOrders {
  private HttpOrders() {}

  /** Where the orders of an account are. */
  static String at(final long account) {
    return "/v1/accounts/" + account + "/orders";
  }

  /** Places an order with what sets it apart. */
  static HttpDoor.Answer place(
      final Desk desk, final OrderRequest order, final Consumer<NewOrderSingleEncoder> special) {
    return desk.http().post(at(order.account()), json(order, special).toString());
  }

  /** The order's fields under their FIX names; what is not said is not there. */
  static ObjectNode json(final OrderRequest order, final Consumer<NewOrderSingleEncoder> special) {
    final ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("clOrdId", order.clOrdId())
        .put("securityId", order.securityId())
        .put("side", order.side().name())
        .put("ordType", order.ordType().name())
        .put("timeInForce", order.timeInForce().name())
        .put("orderQty", Fixed8.format(order.orderQty()));
    putDecimal(node, "price", order.price());
    putSpecial(node, decoded(special));
    return node;
  }

  private static NewOrderSingleDecoder decoded(final Consumer<NewOrderSingleEncoder> special) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    special.accept(
        OrderDefaults.plain(
            new NewOrderSingleEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())));
    return new NewOrderSingleDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
  }

  private static void putSpecial(final ObjectNode node, final NewOrderSingleDecoder order) {
    putDecimal(node, "stopPx", order.stopPx());
    putDecimal(node, "displayQty", order.displayQty());
    if (order.minQty() != 0) {
      putDecimal(node, "minQty", order.minQty());
    }
    if (order.expireTime() != 0) {
      node.put("expireTime", Instant.EPOCH.plusNanos(order.expireTime()).toString());
    }
    if (!order.clOrdLinkId().isEmpty()) {
      node.put("clOrdLinkId", order.clOrdLinkId());
    }
    if (order.execInst() != 0) {
      final ArrayNode names = node.putArray("execInst");
      if ((order.execInst() & ExecInst.PARTICIPATE_DONT_INITIATE) != 0) {
        names.add("PARTICIPATE_DONT_INITIATE");
      }
      if ((order.execInst() & ExecInst.DO_NOT_INCREASE) != 0) {
        names.add("DO_NOT_INCREASE");
      }
      if ((order.execInst() & ExecInst.ALL_OR_NONE) != 0) {
        names.add("ALL_OR_NONE");
      }
    }
    if (order.triggerPriceType() != TriggerPriceType.NULL_VAL) {
      node.put("triggerPriceType", order.triggerPriceType().name());
    }
    if (order.selfMatchPreventionInstruction() != SelfMatchPreventionInstruction.NONE) {
      node.put("selfMatchPreventionInstruction", order.selfMatchPreventionInstruction().name());
    }
    if (order.selfMatchPreventionScope() != SelfMatchPreventionScope.ACCOUNT) {
      node.put("selfMatchPreventionScope", order.selfMatchPreventionScope().name());
    }
  }

  private static void putDecimal(final ObjectNode node, final String name, final long fixed8) {
    if (fixed8 != Fixed8.NULL) {
      node.put(name, Fixed8.format(fixed8));
    }
  }
}
