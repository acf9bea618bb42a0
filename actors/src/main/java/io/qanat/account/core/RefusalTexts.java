package io.qanat.account.core;

import io.qanat.codecs.fix.CxlRejReason;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.OrdRejReason;
import java.util.Locale;

/** What the instrument decided, in words for people. */
final class RefusalTexts {
  private RefusalTexts() {}

  static String of(final OrdRejReason reason) {
    return switch (reason) {
      case POST_ONLY_WOULD_TRADE -> "post-only, and it would trade at once";
      case WOULD_INCREASE_POSITION -> "it only reduces, and there is no position to reduce";
      case UNKNOWN_ORDER -> "the other order of the pair is not open or has traded";
      case TOO_LATE_TO_ENTER -> "expireTime has passed";
      default -> words(reason);
    };
  }

  static String of(final CxlRejReason reason) {
    return switch (reason) {
      case POST_ONLY_WOULD_TRADE -> "post-only, and it would trade at once";
      case BELOW_CUM_QTY -> "the new total is not above what is executed";
      case TOO_LATE_TO_CANCEL -> "the order is finished";
      default -> words(reason);
    };
  }

  static String of(final ExecRestatementReason reason) {
    return switch (reason) {
      case REPRICING -> "what is left is a limit order at the price of its trades";
      case UNFILLED -> "what could not trade at once is cancelled";
      case MIN_QTY -> "minQty could not be executed at once";
      case SELF_MATCH_PREVENTION -> "it would have traded with an own order";
      case LINKED_ORDER -> "the other order of the pair traded or was triggered";
      case WOULD_INCREASE_POSITION -> "there is no position left to reduce";
      case OPERATOR -> "cancelled by the operator";
      case NULL_VAL, SBE_UNKNOWN -> "";
    };
  }

  private static String words(final Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
