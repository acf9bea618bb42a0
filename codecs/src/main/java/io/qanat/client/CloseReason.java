package io.qanat.client;

/** Why a client ended. What a new client should do differently stands with each. */
public enum CloseReason {
  /** {@code close} was called. */
  CLOSED_BY_CALLER,
  /** No hub answered at the address in time: check address, ports and firewalls, then try again. */
  CONNECT_TIMEOUT,
  /** The hub was there but did not answer the logon in time: try again. */
  LOGON_TIMEOUT,
  /** See the code in {@link OrderEntryListener#onNegotiationRejected}. */
  NEGOTIATION_REJECTED,
  /** See the code in {@link OrderEntryListener#onEstablishmentRejected}. */
  ESTABLISHMENT_REJECTED,
  /** See the code in {@link OrderEntryListener#onTerminated}. */
  TERMINATED_BY_HUB,
  /** Nothing was heard from the hub for the keep-alive interval: try again. */
  HUB_SILENT,
  /** The transport lost the hub: try again. */
  DISCONNECTED,
  /** The hub sent bytes that are no message of this protocol: report it. */
  PROTOCOL_ERROR
}
