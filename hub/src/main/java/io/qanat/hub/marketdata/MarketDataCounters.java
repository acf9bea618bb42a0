package io.qanat.hub.marketdata;

import io.qanat.hub.edge.Counter;
import io.qanat.hub.edge.Counters;

/** What the publisher counts. */
public final class MarketDataCounters extends Counters {
  public final Counter published =
      counter("market_data_published", "messages", "Messages sent to subscribers");
  public final Counter unheard =
      counter("market_data_unheard", "messages", "Messages of streams nobody subscribes to");
  public final Counter dropped =
      counter("market_data_dropped", "messages", "Messages the channel did not take");
  public final Counter conflated =
      counter("market_data_conflated", "messages", "Tops of book replaced by newer ones unsent");
  public final Counter unknown =
      counter("market_data_unknown", "messages", "Messages of no known template");
  public final Counter refreshes =
      counter("market_data_refreshes", "refreshes", "Full refreshes completed");
  public final Counter refreshesFailed =
      counter("market_data_refreshes_failed", "refreshes", "Full refreshes refused or unanswered");
  public final Counter instruments =
      gauge("market_data_instruments", "instruments", "Instruments seen");
}
