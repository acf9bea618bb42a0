package io.qanat.account.core;

import io.qanat.codecs.entity.AccountMassCancelDecoder;
import io.qanat.codecs.entity.AccountTermsDecoder;
import io.qanat.codecs.entity.AdminReplyDecoder;
import io.qanat.codecs.entity.LogonReplyDecoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.entity.OrderSubmitDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.CoreBench.Output;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.SessionKey;
import java.util.List;
import org.agrona.DirectBuffer;

/** Says outputs in one line each, so that a test reads as a specification. */
public final class Say {
  private Say() {}

  public static List<String> all(final List<Output> outputs) {
    return outputs.stream().map(Say::one).toList();
  }

  private static String one(final Output output) {
    final String to =
        switch (output.to()) {
          case "peer" -> EntityKey.toString(output.target());
          case "session" ->
              output.target() == SessionKey.NONE
                  ? "watchers"
                  : "session " + SessionKey.session(output.target());
          default -> "reply " + output.target();
        };
    return to + ": " + message(output.message());
  }

  private static String message(final DirectBuffer m) {
    final MessageHeaderDecoder h = new MessageHeaderDecoder().wrap(m, 0);
    return h.schemaId() == ExecutionReportDecoder.SCHEMA_ID ? client(m, h) : entity(m, h);
  }

  private static String client(final DirectBuffer m, final MessageHeaderDecoder h) {
    return switch (h.templateId()) {
      case ExecutionReportDecoder.TEMPLATE_ID ->
          execution(new ExecutionReportDecoder().wrapAndApplyHeader(m, 0, h));
      case OrderCancelRejectDecoder.TEMPLATE_ID -> {
        final OrderCancelRejectDecoder c =
            new OrderCancelRejectDecoder().wrapAndApplyHeader(m, 0, h);
        yield "#"
            + c.reportNo()
            + " "
            + c.cxlRejResponseTo()
            + " of "
            + c.origClOrdId()
            + " by "
            + c.clOrdId()
            + " refused "
            + c.cxlRejReason()
            + " "
            + c.ordStatus()
            + resend(c.possResend());
      }
      case OrderMassActionReportDecoder.TEMPLATE_ID -> {
        final OrderMassActionReportDecoder a =
            new OrderMassActionReportDecoder().wrapAndApplyHeader(m, 0, h);
        yield "#"
            + a.reportNo()
            + " mass "
            + a.clOrdId()
            + " "
            + a.scope()
            + " "
            + a.response()
            + " "
            + a.totalAffectedOrders()
            + resend(a.possResend());
      }
      case BusinessMessageRejectDecoder.TEMPLATE_ID -> {
        final BusinessMessageRejectDecoder b =
            new BusinessMessageRejectDecoder().wrapAndApplyHeader(m, 0, h);
        yield "BusinessMessageReject " + b.businessRejectReason() + " " + b.text();
      }
      case AccountSequenceDecoder.TEMPLATE_ID -> {
        final AccountSequenceDecoder s = new AccountSequenceDecoder().wrapAndApplyHeader(m, 0, h);
        yield "AccountSequence next " + s.nextReportNo() + " oldest " + s.oldestReportNo();
      }
      case AccountReleasedDecoder.TEMPLATE_ID -> "AccountReleased";
      default -> throw new AssertionError("template " + h.templateId());
    };
  }

  private static String execution(final ExecutionReportDecoder e) {
    final StringBuilder text = new StringBuilder();
    text.append('#').append(e.reportNo()).append(' ').append(e.execType());
    if (e.lastQty() == 0) {
      text.append(' ').append(e.ordStatus());
    } else {
      text.append(' ')
          .append(Fixed8.format(e.lastQty()))
          .append('@')
          .append(Fixed8.format(e.lastPx()))
          .append(" fee ")
          .append(Fixed8.format(e.fee()))
          .append(' ')
          .append(e.ordStatus());
    }
    text.append(' ').append(e.clOrdId());
    if (!e.origClOrdId().isEmpty()) {
      text.append(" orig ").append(e.origClOrdId());
    }
    text.append(" leaves ").append(Fixed8.format(e.leavesQty()));
    text.append(" cum ").append(Fixed8.format(e.cumQty()));
    if (e.execType() == ExecType.REJECTED) {
      text.append(' ').append(e.ordRejReason());
    }
    if (e.execRestatementReason() != ExecRestatementReason.NULL_VAL) {
      text.append(' ').append(e.execRestatementReason()).append(": ").append(e.text());
    }
    if (e.workingIndicator() == Bool.NO && e.execType() != ExecType.REJECTED) {
      text.append(" waits");
    }
    return text + resend(e.possResend());
  }

  private static String resend(final Bool possResend) {
    return possResend == Bool.YES ? " again" : "";
  }

  private static String entity(final DirectBuffer m, final MessageHeaderDecoder h) {
    final io.qanat.codecs.entity.MessageHeaderDecoder header =
        new io.qanat.codecs.entity.MessageHeaderDecoder().wrap(m, 0);
    return switch (h.templateId()) {
      case OrderSubmitDecoder.TEMPLATE_ID -> {
        final OrderSubmitDecoder s = new OrderSubmitDecoder().wrapAndApplyHeader(m, 0, header);
        yield "submit "
            + counter(s.orderId())
            + " "
            + s.side()
            + " "
            + Fixed8.format(s.orderQty())
            + "@"
            + (s.price() == Fixed8.NULL ? "market" : Fixed8.format(s.price()))
            + special(s);
      }
      case OrderCancelDecoder.TEMPLATE_ID -> {
        final OrderCancelDecoder c = new OrderCancelDecoder().wrapAndApplyHeader(m, 0, header);
        yield "cancel " + counter(c.orderId()) + " request " + c.requestNo();
      }
      case OrderReplaceDecoder.TEMPLATE_ID -> {
        final OrderReplaceDecoder r = new OrderReplaceDecoder().wrapAndApplyHeader(m, 0, header);
        yield "replace "
            + counter(r.orderId())
            + " request "
            + r.requestNo()
            + " "
            + Fixed8.format(r.orderQty())
            + "@"
            + (r.price() == Fixed8.NULL ? "market" : Fixed8.format(r.price()))
            + (r.stopPx() == Fixed8.NULL ? "" : " stop " + Fixed8.format(r.stopPx()))
            + (r.displayQty() == Fixed8.NULL ? "" : " display " + Fixed8.format(r.displayQty()))
            + (r.expireTime() == 0 ? "" : " until " + r.expireTime());
      }
      case AdminReplyDecoder.TEMPLATE_ID -> {
        final AdminReplyDecoder a = new AdminReplyDecoder().wrapAndApplyHeader(m, 0, header);
        yield (a.result() + " " + a.text()).trim();
      }
      case AccountTermsDecoder.TEMPLATE_ID -> {
        final AccountTermsDecoder t = new AccountTermsDecoder().wrapAndApplyHeader(m, 0, header);
        yield "terms "
            + t.version()
            + " kill "
            + t.killSwitch()
            + " credit "
            + Fixed8.format(t.creditLimit())
            + " instruments "
            + t.instruments().count()
            + (t.selfMatchPreventionInstruction() == SelfMatchPreventionInstruction.NONE
                ? ""
                : " " + t.selfMatchPreventionInstruction() + " " + t.selfMatchPreventionScope());
      }
      case AccountMassCancelDecoder.TEMPLATE_ID -> "cancel everything";
      case LogonReplyDecoder.TEMPLATE_ID -> {
        final LogonReplyDecoder l = new LogonReplyDecoder().wrapAndApplyHeader(m, 0, header);
        yield "logon "
            + l.rejectCode()
            + " last "
            + l.lastIncarnation()
            + " rate "
            + l.messagesPerSecondMax()
            + "/"
            + l.burstMax();
      }
      default -> "template " + h.templateId();
    };
  }

  private static String special(final OrderSubmitDecoder s) {
    final StringBuilder text = new StringBuilder();
    if (s.stopPx() != Fixed8.NULL) {
      text.append(" stop ").append(Fixed8.format(s.stopPx())).append(' ');
      text.append(s.triggerPriceType());
    }
    if (s.displayQty() != Fixed8.NULL) {
      text.append(" display ").append(Fixed8.format(s.displayQty()));
    }
    if (s.minQty() != 0) {
      text.append(" min ").append(Fixed8.format(s.minQty()));
    }
    if (s.expireTime() != 0) {
      text.append(" until ").append(s.expireTime());
    }
    if (s.linkOrderId() != 0) {
      text.append(" with ").append(counter(s.linkOrderId()));
    }
    if (s.execInst() != 0) {
      text.append(" inst ").append(s.execInst());
    }
    if (s.selfMatchPreventionInstruction() != SelfMatchPreventionInstruction.NONE) {
      text.append(' ').append(s.selfMatchPreventionInstruction());
      text.append(' ').append(s.selfMatchPreventionScope());
    }
    return text.toString();
  }

  private static long counter(final long orderId) {
    return orderId & ((1L << 39) - 1);
  }
}
