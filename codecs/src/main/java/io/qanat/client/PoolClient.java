package io.qanat.client;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.liquidity.MessageHeaderDecoder;
import io.qanat.codecs.liquidity.PoolTopsDecoder;
import org.agrona.DirectBuffer;

/**
 * Subscribes to the best prices of pools. Not thread-safe and without threads: call {@link #poll()}
 * often. Every message is the whole truth at its time, so what is lost is mended by the next one;
 * RptSeq, which counts per instrument and pool, tells that something was lost.
 */
public final class PoolClient implements AutoCloseable {
  /** Hears what comes. */
  @FunctionalInterface
  public interface Listener {
    /** A message, valid during the call. */
    void onPoolTops(PoolTopsDecoder tops);
  }

  private static final int FRAGMENTS_MAX = 64;

  private final Subscription subscription;
  private final FragmentAssembler assembler = new FragmentAssembler(this::onFragment);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final PoolTopsDecoder tops = new PoolTopsDecoder();
  private final Listener listener;
  private long malformedFrames;

  private PoolClient(final Subscription subscription, final Listener listener) {
    this.subscription = subscription;
    this.listener = listener;
  }

  /**
   * Subscribes.
   *
   * @param aeron stays the caller's
   * @param localHost address of the client's interface towards the hub
   * @param controlPort usually {@link AeronChannels#MARKET_DATA_CONTROL_PORT}
   */
  public static PoolClient connect(
      final Aeron aeron,
      final String localHost,
      final String hubHost,
      final int controlPort,
      final Listener listener) {
    return new PoolClient(
        aeron.addSubscription(
            AeronChannels.marketDataSubscription(localHost, hubHost, controlPort),
            AeronChannels.POOL_STREAM),
        listener);
  }

  private void onFragment(
      final DirectBuffer buffer, final int offset, final int length, final Header ignored) {
    if (FrameChecker.LIQUIDITY.check(buffer, offset, length).isDecodable()
        && header.wrap(buffer, offset).templateId() == PoolTopsDecoder.TEMPLATE_ID) {
      listener.onPoolTops(tops.wrapAndApplyHeader(buffer, offset, header));
    } else {
      malformedFrames++;
    }
  }

  /** Whether the stream has its publisher. */
  public boolean isConnected() {
    return subscription.isConnected();
  }

  /** Frames that were no message of pools and were dropped. */
  public long malformedFrames() {
    return malformedFrames;
  }

  /**
   * Receives what has come.
   *
   * @return how many fragments there were; 0: idle
   */
  public int poll() {
    return subscription.poll(assembler, FRAGMENTS_MAX);
  }

  @Override
  public void close() {
    subscription.close();
  }
}
