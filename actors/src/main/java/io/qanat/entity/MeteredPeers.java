package io.qanat.entity;

import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.PeerInputDecoder;
import io.qanat.codecs.entity.PeerNackDecoder;
import io.qanat.log.LogEntry;
import org.agrona.DirectBuffer;

/** Counts messages between entities, those that are sent again, and gaps. */
public final class MeteredPeers implements PeerTransport {
  private final PeerTransport transport;
  private final RuntimeCounters counters;

  /** Counts on the way through a transport. */
  public MeteredPeers(final PeerTransport transport, final RuntimeCounters counters) {
    this.transport = transport;
    this.counters = counters;
  }

  @Override
  public Route to(final long peer) {
    return new MeteredRoute(transport.to(peer));
  }

  /** From one entity to another; used by the sender's thread alone. */
  private final class MeteredRoute implements Route {
    private final Route route;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final PeerInputDecoder input = new PeerInputDecoder();
    private long sentThrough;

    MeteredRoute(final Route route) {
      this.route = route;
    }

    @Override
    public void send(
        final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
      count(message);
      route.send(message, cause, causeTimeNanos);
    }

    @Override
    public boolean handOver(
        final DirectBuffer message, final LogEntry.Cause cause, final long causeTimeNanos) {
      if (!route.handOver(message, cause, causeTimeNanos)) {
        return false;
      }
      count(message);
      return true;
    }

    private void count(final DirectBuffer message) {
      counters.channelMessages.increment();
      switch (header.wrap(message, 0).templateId()) {
        case PeerInputDecoder.TEMPLATE_ID -> {
          final long seq = input.wrapAndApplyHeader(message, 0, header).channelSeq();
          if (seq <= sentThrough) {
            counters.channelResends.increment();
          }
          sentThrough = Math.max(sentThrough, seq);
        }
        case PeerNackDecoder.TEMPLATE_ID -> counters.channelGaps.increment();
        default -> {
          // An acknowledgement.
        }
      }
    }
  }
}
