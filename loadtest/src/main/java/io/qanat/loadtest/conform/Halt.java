package io.qanat.loadtest.conform;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.HubNode;
import io.qanat.hub.edge.Requests;
import io.qanat.loadtest.RunException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Stops trading in an instrument of an embedded hub, so that there is one to be refused by. */
final class Halt {
  private static final int TIMEOUT_SECONDS = 30;

  private Halt() {}

  /** Halts it and returns when that is decided. */
  static void of(final HubNode node, final long securityId) {
    final CountDownLatch answered = new CountDownLatch(1);
    final long requestId =
        node.requests()
            .open(
                new Requests.Listener() {
                  @Override
                  public void onReply(
                      final long id,
                      final DirectBuffer buffer,
                      final int offset,
                      final int length) {
                    answered.countDown();
                  }

                  @Override
                  public void onRefused(
                      final long id, final Edge.Refusal refusal, final int retryAfterMillis) {
                    // Not taken: the wait below ends the run with a reason.
                  }
                },
                System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS));
    final byte[] input = input(requestId);
    node.entities()
        .tell(EntityKey.instrument(securityId), new UnsafeBuffer(input), 0, input.length);
    try {
      if (!answered.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new RunException("instrument " + securityId + " of the embedded hub was not halted");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    } finally {
      node.requests().close(requestId);
    }
  }

  private static byte[] input(final long requestId) {
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final UnsafeBuffer body = new UnsafeBuffer(new byte[64]);
    final int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new TradingStatusChangeEncoder()
                .wrapAndApplyHeader(body, 0, header)
                .status(SecurityTradingStatus.TRADING_HALT)
                .encodedLength();
    final UnsafeBuffer input = new UnsafeBuffer(new byte[256]);
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new AdminInputEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .requestId(requestId)
                .putBody(body, 0, bodyLength)
                .who("conform")
                .why("an instrument that does not trade")
                .encodedLength();
    final byte[] bytes = new byte[length];
    input.getBytes(0, bytes);
    return bytes;
  }
}
