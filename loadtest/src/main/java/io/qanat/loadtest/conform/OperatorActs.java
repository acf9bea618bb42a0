package io.qanat.loadtest.conform;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.KillSwitchSetEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradingStatusChangeEncoder;
import io.qanat.codecs.fix.Bool;
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

/** What an operator does to an embedded hub, so that there is something to be refused by. */
final class OperatorActs {
  private static final int TIMEOUT_SECONDS = 30;
  private static final int BODY_MAX = 64;

  private OperatorActs() {}

  /** Halts an instrument and returns when that is decided. */
  static void halt(final HubNode node, final long securityId) {
    final UnsafeBuffer body = new UnsafeBuffer(new byte[BODY_MAX]);
    final int length =
        new TradingStatusChangeEncoder()
            .wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
            .status(SecurityTradingStatus.TRADING_HALT)
            .encodedLength();
    act(node, EntityKey.instrument(securityId), body, length, "an instrument that does not trade");
  }

  /** The kill switch of a partner. */
  static KillSwitch killSwitch(final HubNode node, final long partner) {
    return on -> {
      final UnsafeBuffer body = new UnsafeBuffer(new byte[BODY_MAX]);
      final int length =
          new KillSwitchSetEncoder()
              .wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
              .on(on ? Bool.YES : Bool.NO)
              .encodedLength();
      act(node, EntityKey.partner(partner), body, length, "a partner that must not trade");
    };
  }

  private static void act(
      final HubNode node,
      final long entity,
      final UnsafeBuffer body,
      final int encodedLength,
      final String why) {
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
    final byte[] input = input(requestId, body, encodedLength, why);
    node.entities().tell(entity, new UnsafeBuffer(input), 0, input.length);
    try {
      if (!answered.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new RunException(EntityKey.toString(entity) + " of the embedded hub did not answer");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("interrupted");
    } finally {
      node.requests().close(requestId);
    }
  }

  private static byte[] input(
      final long requestId, final UnsafeBuffer body, final int encodedLength, final String why) {
    final UnsafeBuffer input = new UnsafeBuffer(new byte[256]);
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new AdminInputEncoder()
                .wrapAndApplyHeader(input, 0, new MessageHeaderEncoder())
                .requestId(requestId)
                .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength)
                .who("conform")
                .why(why)
                .encodedLength();
    final byte[] bytes = new byte[length];
    input.getBytes(0, bytes);
    return bytes;
  }
}
