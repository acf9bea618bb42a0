package io.qanat.hub.gateway;

import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.hub.edge.Counter;
import io.qanat.hub.edge.Counters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What an order-entry gateway counts. */
public final class GatewayCounters extends Counters {
  public final Counter framesReceived =
      counter("gateway_frames_received", "frames", "Frames received from clients, good or bad");
  public final Counter framesSent =
      counter("gateway_frames_sent", "frames", "Messages handed to clients' channels");
  public final Counter bytesReceived =
      counter("gateway_bytes_received", "bytes", "Bytes of frames received");
  public final Counter inputs =
      counter("gateway_inputs", "inputs", "Inputs told to accounts and partners");
  public final Counter inputsToldAgain =
      counter(
          "gateway_inputs_told_again",
          "inputs",
          "Inputs told again because nodes had changed or an account had no room");
  public final Counter connections =
      gauge("gateway_connections", "connections", "Clients connected, logged on or not");
  public final Counter connectionsRefused =
      counter(
          "gateway_connections_refused", "connections", "Connections beyond the configured number");
  public final Counter sessions = gauge("gateway_sessions", "sessions", "Sessions established");
  public final Counter sessionsLost =
      counter("gateway_sessions_lost", "sessions", "Sessions that ended without a Terminate");
  public final Counter logonsAccepted =
      counter("gateway_logons_accepted", "logons", "Negotiations accepted");
  public final Counter logonsRejected =
      counter("gateway_logons_rejected", "logons", "Negotiations rejected, for whatever reason");
  public final Counter businessRejects =
      counter("gateway_business_rejects", "messages", "BusinessMessageReject sent by the gateway");
  public final Counter throttled =
      counter("gateway_throttled", "messages", "Orders refused for exceeding the published rate");
  public final Counter busy =
      counter("gateway_busy", "messages", "Messages refused because an entity had no room");
  public final Counter gaps = counter("gateway_gaps", "gaps", "Gaps in clients' numbers");
  public final Counter reportsUnclaimed =
      counter(
          "gateway_reports_unclaimed",
          "messages",
          "Reports that found no session here, or one that does not claim their account");
  public final Counter retransmittedReports =
      counter("gateway_retransmitted_reports", "messages", "Reports sent again on request");
  public final Counter sessionLossRetries =
      counter("gateway_session_loss_retries", "inputs", "SessionLost told again after a refusal");

  private final Map<TerminateCode, Counter> terminations = new EnumMap<>(TerminateCode.class);

  /** All zero. */
  public GatewayCounters() {
    for (final TerminateCode code : TerminateCode.values()) {
      if (code != TerminateCode.NULL_VAL) {
        terminations.put(
            code,
            counter(
                "gateway_terminated_" + code.name().toLowerCase(Locale.ROOT),
                "sessions",
                "Connections ended by the hub with " + code));
      }
    }
  }

  /** Connections that the hub ended with this code. */
  public Counter terminated(final TerminateCode code) {
    return terminations.get(code);
  }
}
