package io.qanat.hub.gateway.aeron;

import io.qanat.client.CloseReason;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.TerminateCode;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a client was told. */
final class RecordingListener implements OrderEntryListener {
  final List<Long> reportNos = new ArrayList<>();
  final List<String> rejects = new ArrayList<>();
  NegotiationRejectCode negotiationReject;
  long lastIncarnation;
  TerminateCode terminateCode;
  String terminateText = "";
  CloseReason closeReason;
  long claimed;

  @Override
  public void onNegotiationRejected(
      final NegotiationRejectCode code, final long last, final String text) {
    negotiationReject = code;
    lastIncarnation = last;
  }

  @Override
  public void onTerminated(final TerminateCode code, final String text) {
    terminateCode = code;
    terminateText = text;
  }

  @Override
  public void onClosed(final CloseReason reason) {
    closeReason = reason;
  }

  @Override
  public void onAccountClaimed(final long account, final long nextReportNo, final long oldest) {
    claimed = account;
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    reportNos.add(report.reportNo());
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    rejects.add(
        "%s %d %d %s"
            .formatted(
                reject.businessRejectReason(),
                reject.refTemplateId(),
                reject.retryAfterMillis(),
                reject.clOrdId()));
  }
}
