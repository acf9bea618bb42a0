package io.qanat.hub.gateway;

import io.qanat.codecs.entity.LogonReplyEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderStatusQueryEncoder;
import io.qanat.codecs.entity.OwnsAccountAnswerEncoder;
import io.qanat.codecs.entity.ReportsAnswerEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.orderentry.AccountReleasedEncoder;
import io.qanat.codecs.orderentry.AccountSequenceEncoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateEncoder;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Messages of entities to a gateway, as arrays of bytes. */
public final class EntityMessages {
  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

  private EntityMessages() {}

  public static byte[] logonReply(
      final int rejectCode, final long lastIncarnation, final long perSecond, final long burst) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final LogonReplyEncoder encoder =
        new LogonReplyEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .rejectCode(rejectCode)
            .lastIncarnation(lastIncarnation)
            .messagesPerSecondMax(perSecond)
            .burstMax(burst);
    return bytes(buffer, encoder.encodedLength());
  }

  /**
   * How an account refuses a question: it names what the gateway asked, not what the client did.
   */
  public static byte[] unknownOrder(final long account, final String clOrdId) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final BusinessMessageRejectEncoder encoder =
        new BusinessMessageRejectEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .account(account)
            .refSeqNum(0)
            .clOrdId(clOrdId)
            .refTemplateId(OrderStatusQueryEncoder.TEMPLATE_ID)
            .businessRejectReason(BusinessRejectReason.UNKNOWN_ID)
            .retryAfterMillis(0)
            .text("unknown order");
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] ownsAccount(final long account, final boolean owned) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final OwnsAccountAnswerEncoder encoder =
        new OwnsAccountAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .account(account)
            .owned(owned ? Bool.YES : Bool.NO);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] reports(
      final long from, final long oldest, final long next, final List<byte[]> bodies) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final ReportsAnswerEncoder encoder =
        new ReportsAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .fromReportNo(from)
            .oldestReportNo(oldest)
            .nextReportNo(next);
    final ReportsAnswerEncoder.ReportsEncoder group = encoder.reportsCount(bodies.size());
    for (final byte[] body : bodies) {
      group.next().putBody(body, 0, body.length);
    }
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] report(final long account, final long reportNo, final String clOrdId) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final ExecutionReportEncoder encoder =
        new ExecutionReportEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .account(account)
            .reportNo(reportNo)
            .clOrdId(clOrdId)
            .possResend(Bool.NO)
            .text("");
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] accountSequence(final long account, final long next) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final AccountSequenceEncoder encoder =
        new AccountSequenceEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .account(account)
            .nextReportNo(next)
            .oldestReportNo(next);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] accountReleased(final long account) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final AccountReleasedEncoder encoder =
        new AccountReleasedEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .account(account);
    return bytes(buffer, encoder.encodedLength());
  }

  public static byte[] terminate(final TerminateCode code, final String text) {
    final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    final TerminateEncoder encoder =
        new TerminateEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .session(1)
            .incarnation(1)
            .code(code)
            .text(text);
    return bytes(buffer, encoder.encodedLength());
  }

  private static byte[] bytes(final MutableDirectBuffer buffer, final int bodyLength) {
    return Arrays.copyOf(buffer.byteArray(), HEADER_LENGTH + bodyLength);
  }
}
