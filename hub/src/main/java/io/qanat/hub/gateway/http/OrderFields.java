package io.qanat.hub.gateway.http;

import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.fix.TriggerPriceType;
import io.qanat.codecs.value.ExecInst;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the JSON of orders: every field of NewOrderSingle and OrderCancelReplaceRequest under its
 * FIX name, apart from those that the address gives. Checks form only; what goes together is the
 * account's to say, over HTTP as over order entry.
 */
final class OrderFields {
  /** What a ClOrdID looks like. */
  static final Pattern CL_ORD_ID = Pattern.compile("[!-~]{1,20}");

  static final String CL_ORD_ID_WORDS = "1 to 20 printable ASCII characters without blanks";

  /** FIX ExecInst (18) by bit. */
  private static final Map<Integer, String> EXEC_INSTS = execInsts();

  /**
   * A new order, in the units of NewOrderSingle: decimals are Fixed8, absent ones {@link
   * Fixed8#NULL}, times are epoch nanoseconds.
   *
   * @param expireTime 0: absent
   * @param clOrdLinkId empty: absent
   * @param sendingTime 0: absent
   */
  record NewOrder(
      String clOrdId,
      Side side,
      OrdType ordType,
      TimeInForce timeInForce,
      long price,
      long orderQty,
      long stopPx,
      long displayQty,
      long minQty,
      long expireTime,
      String clOrdLinkId,
      int execInst,
      TriggerPriceType triggerPriceType,
      SelfMatchPreventionInstruction selfMatchPreventionInstruction,
      SelfMatchPreventionScope selfMatchPreventionScope,
      long sendingTime) {}

  /** A replace, in the units of OrderCancelReplaceRequest; absent values leave what is there. */
  record Replace(
      String clOrdId,
      String origClOrdId,
      long price,
      long orderQty,
      long stopPx,
      long displayQty,
      long expireTime,
      long sendingTime) {}

  private OrderFields() {}

  private static Map<Integer, String> execInsts() {
    final Map<Integer, String> names = new LinkedHashMap<>();
    names.put(ExecInst.PARTICIPATE_DONT_INITIATE, "PARTICIPATE_DONT_INITIATE");
    names.put(ExecInst.DO_NOT_INCREASE, "DO_NOT_INCREASE");
    names.put(ExecInst.ALL_OR_NONE, "ALL_OR_NONE");
    return names;
  }

  /** The names of the execution instructions in a sum of them. */
  static List<String> execInstNames(final int execInst) {
    final List<String> names = new ArrayList<>();
    EXEC_INSTS.forEach(
        (bit, name) -> {
          if ((execInst & bit) != 0) {
            names.add(name);
          }
        });
    return names;
  }

  /** The name that the client gives to its request. */
  static String clOrdId(final BodyFields fields) {
    return fields.text("clOrdId", CL_ORD_ID, CL_ORD_ID_WORDS);
  }

  /** All of a new order but its instrument. */
  static NewOrder newOrder(final BodyFields fields) {
    return new NewOrder(
        clOrdId(fields),
        fields.code("side", Side.class),
        fields.code("ordType", OrdType.class),
        fields.code("timeInForce", TimeInForce.class, TimeInForce.DAY),
        optional(fields, "price"),
        fields.decimal("orderQty"),
        optional(fields, "stopPx"),
        optional(fields, "displayQty"),
        fields.optionalDecimal("minQty").orElse(0L),
        fields.instant("expireTime", 0),
        optionalClOrdId(fields, "clOrdLinkId"),
        (int) fields.bits("execInst", EXEC_INSTS),
        fields.code("triggerPriceType", TriggerPriceType.class, TriggerPriceType.NULL_VAL),
        fields.code(
            "selfMatchPreventionInstruction",
            SelfMatchPreventionInstruction.class,
            SelfMatchPreventionInstruction.NONE),
        fields.code(
            "selfMatchPreventionScope",
            SelfMatchPreventionScope.class,
            SelfMatchPreventionScope.ACCOUNT),
        fields.instant("sendingTime", 0));
  }

  /** All of a replace but its order's number. */
  static Replace replace(final BodyFields fields) {
    return new Replace(
        clOrdId(fields),
        optionalClOrdId(fields, "origClOrdId"),
        optional(fields, "price"),
        fields.decimal("orderQty"),
        optional(fields, "stopPx"),
        optional(fields, "displayQty"),
        fields.instant("expireTime", 0),
        fields.instant("sendingTime", 0));
  }

  private static long optional(final BodyFields fields, final String name) {
    return fields.optionalDecimal(name).orElse(Fixed8.NULL);
  }

  private static String optionalClOrdId(final BodyFields fields, final String name) {
    return fields.has(name) ? fields.text(name, CL_ORD_ID, CL_ORD_ID_WORDS) : "";
  }
}
