package io.qanat.hub.edge;

/** What passed the edge, and what did not. */
public final class EdgeCounters extends Counters {
  public final Counter reports =
      counter("edge_reports", "messages", "Messages for sessions, handed to a gateway's queue");
  public final Counter reportsDropped =
      counter(
          "edge_reports_dropped",
          "messages",
          "Messages for sessions that found the queue full; their session is ended");
  public final Counter replies = counter("edge_replies", "messages", "Answers to open requests");
  public final Counter repliesUnclaimed =
      counter("edge_replies_unclaimed", "messages", "Answers that nobody waited for any more");
  public final Counter refusals = counter("edge_refusals", "inputs", "Inputs no entity took");
  public final Counter refusalsBusy =
      counter("edge_refusals_busy", "inputs", "Of these, because the entity's window was full");
  public final Counter refusalsUnavailable =
      counter(
          "edge_refusals_unavailable",
          "inputs",
          "Of these, because the entity was loading or moving");
  public final Counter refusalsPoison =
      counter("edge_refusals_poison", "inputs", "Of these, because nothing could be made of them");
  public final Counter refusalsDropped =
      counter("edge_refusals_dropped", "inputs", "Refusals that nobody could be told about");
  public final Counter marketData =
      counter("edge_market_data", "messages", "Market-data messages handed to the publisher");
  public final Counter marketDataDropped =
      counter(
          "edge_market_data_dropped",
          "messages",
          "Market-data messages that found the queue full; subscribers see a gap and recover");
  public final Counter requestsOpen = gauge("edge_requests_open", "requests", "Awaiting an answer");
}
