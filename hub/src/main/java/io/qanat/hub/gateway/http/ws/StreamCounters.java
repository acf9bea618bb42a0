package io.qanat.hub.gateway.http.ws;

import io.qanat.hub.edge.Counter;
import io.qanat.hub.edge.Counters;

/** What streams count. */
public final class StreamCounters extends Counters {
  public final Counter open = gauge("stream_open", "streams", "Streams that are open");
  public final Counter opened = counter("stream_opened", "streams", "Streams ever opened");
  public final Counter subscriptions =
      gauge("stream_subscriptions", "subscriptions", "Subscriptions that are served");
  public final Counter messagesIn =
      counter("stream_messages_in", "messages", "Messages from clients");
  public final Counter messagesOut =
      counter("stream_messages_out", "messages", "Messages to clients");
  public final Counter conflated =
      counter("stream_conflated", "messages", "Prices replaced by newer ones before they left");
  public final Counter queuedBytes =
      gauge("stream_queued_bytes", "bytes", "Waiting for clients, prices not counted");
  public final Counter errors = counter("stream_errors", "messages", "Refusals of messages");
  public final Counter cutOffSlow =
      counter("stream_cut_off_slow", "streams", "Cut off because the client did not take it");
  public final Counter cutOffSilent =
      counter("stream_cut_off_silent", "streams", "Cut off because nothing came from the client");
  public final Counter cutOffFlood =
      counter("stream_cut_off_flood", "streams", "Cut off because the client sent far too much");
  public final Counter cutOffKey =
      counter("stream_cut_off_key", "streams", "Cut off for want of a key that opens");

  /** A stream is ended from here, with this code. */
  void closed(final CloseCode code) {
    switch (code) {
      case SLOW_CONSUMER -> cutOffSlow.increment();
      case SILENT -> cutOffSilent.increment();
      case FLOOD -> cutOffFlood.increment();
      case UNAUTHENTICATED -> cutOffKey.increment();
      default -> {
        // No client was cut off.
      }
    }
  }
}
