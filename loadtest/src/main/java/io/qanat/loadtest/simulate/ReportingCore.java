package io.qanat.loadtest.simulate;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ReportsAnswerDecoder;
import io.qanat.codecs.entity.ReportsQueryEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.ForwardingCore;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An account's core that is asked after each input which reports it has made: it sends them only to
 * a session that claims it, and keeps them until they are acknowledged.
 */
final class ReportingCore extends ForwardingCore {
  private static final long COUNT = 1_000;

  private final RecordSink reports;
  private final UnsafeBuffer query = new UnsafeBuffer(new byte[64]);
  private final ReportsQueryEncoder encoder = new ReportsQueryEncoder();
  private final MessageHeaderEncoder queryHeader = new MessageHeaderEncoder();
  private final Input input = new Input();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ReportsAnswerDecoder answer = new ReportsAnswerDecoder();
  private final long partner;
  private long known;

  /**
   * Makes one.
   *
   * @param partner whose account it is
   * @param reports hears each report once, in order
   */
  ReportingCore(final Core core, final long partner, final RecordSink reports) {
    super(core);
    this.partner = partner;
    this.reports = reports;
  }

  @Override
  public void apply(final Input applied, final Outputs outputs) {
    core.apply(applied, outputs);
    encoder
        .wrapAndApplyHeader(query, 0, queryHeader)
        .partner(partner)
        .fromReportNo(known + 1)
        .count(COUNT);
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    core.query(input.wrapQuery(query, 0, length, 1, applied.timeNanos()), new Answers());
  }

  /** Takes the answer to the question for reports; a question has no other outputs. */
  private final class Answers implements Outputs {
    @Override
    public void reply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      if (header.wrap(buffer, offset).templateId() != ReportsAnswerDecoder.TEMPLATE_ID) {
        return;
      }
      answer.wrapAndApplyHeader(buffer, offset, header);
      final ReportsAnswerDecoder.ReportsDecoder group = answer.reports();
      while (group.hasNext()) {
        group.next();
        final int bodyLength = group.bodyLength();
        final int bodyAt = answer.limit() + ReportsAnswerDecoder.ReportsDecoder.bodyHeaderLength();
        group.skipBody();
        known++;
        reports.record(buffer, bodyAt, bodyLength);
      }
    }

    @Override
    public void toPeer(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      throw unexpected();
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      throw unexpected();
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
      throw unexpected();
    }

    private IllegalStateException unexpected() {
      return new IllegalStateException("a question has other outputs than an answer");
    }
  }
}
