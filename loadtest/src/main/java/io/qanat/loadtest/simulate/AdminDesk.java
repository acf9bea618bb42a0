package io.qanat.loadtest.simulate;

import io.qanat.codecs.entity.AdminActReplyDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.sim.SimScheduler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Acts of operators on a simulated hub, through whichever gateway is there. */
final class AdminDesk {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int ATTEMPTS_MAX = 1_000;

  private final TradingWorld world;
  private final SimScheduler scheduler;
  private final AdminMessages messages = new AdminMessages();

  AdminDesk(final TradingWorld world) {
    this.world = world;
    this.scheduler = world.simulation().scheduler();
  }

  AdminMessages messages() {
    return messages;
  }

  /** Has it done, asking again as often as it takes. */
  void require(final long target, final DirectBuffer act) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      final AdminResult result = ask(target, act);
      if (result == AdminResult.DONE || result == AdminResult.UNCHANGED) {
        return;
      }
      if (result != null && result != AdminResult.NOT_FOUND) {
        throw world.failure(EntityKey.toString(target) + " does not take an act: " + result);
      }
    }
    throw world.failure(EntityKey.toString(target) + " does not take an act, often asked");
  }

  /** Returns null if there was no answer in time. */
  private AdminResult ask(final long target, final DirectBuffer act) {
    final AdminResult[] answer = new AdminResult[1];
    final boolean[] ended = new boolean[1];
    send(
        target,
        act,
        result -> {
          answer[0] = result;
          ended[0] = true;
        });
    final long untilNanos = scheduler.nowNanos() + PATIENCE_NANOS;
    while (!ended[0] && scheduler.runNext(untilNanos)) {
      // The condition does the work.
    }
    return answer[0];
  }

  /**
   * Asks once.
   *
   * @param heard gets the result, or null if the hub could not take it; nothing if the answer or
   *     the act is lost
   */
  void send(final long target, final DirectBuffer act, final Consumer<AdminResult> heard) {
    final SimulatedGateway gateway = world.anyGateway(scheduler.random());
    if (gateway != null) {
      final long requestId = gateway.requests().open(new Answer(heard), Long.MAX_VALUE / 2);
      final DirectBuffer input =
          messages.adminInput(requestId, target, act, AdminMessages.Author.configuration(), "");
      gateway.tell(EntityKey.THE_ADMINISTRATION, input, 0, input.capacity());
    }
  }

  private record Answer(Consumer<AdminResult> heard) implements Requests.Listener {
    @Override
    public void onReply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
      if (header.templateId() == AdminActReplyDecoder.TEMPLATE_ID) {
        heard.accept(
            new AdminActReplyDecoder().wrapAndApplyHeader(buffer, offset, header).result());
      }
    }

    @Override
    public void onRefused(
        final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
      heard.accept(null);
    }
  }
}
