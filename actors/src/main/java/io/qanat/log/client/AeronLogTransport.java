package io.qanat.log.client;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/** The log over Aeron: a session of the cluster, and a subscription of its own for answers. */
final class AeronLogTransport implements LogTransport {
  private static final int FRAGMENTS_MAX = 32;

  private final Aeron aeron;
  private final ClusterLink link;
  private final int answerStreamId = ThreadLocalRandom.current().nextInt(10_000, Integer.MAX_VALUE);
  private final Subscription answers;
  private final FragmentAssembler assembler =
      new FragmentAssembler(
          (buffer, offset, length, header) -> answerHandler().onAnswer(buffer, offset));
  private Handler polling;
  private String answerChannel;

  AeronLogTransport(
      final LogClientConfig config,
      final Aeron aeron,
      final Consumer<String> notices,
      final long nowNanos) {
    this.aeron = aeron;
    link = new ClusterLink(config, aeron, notices, nowNanos);
    answers = aeron.addSubscription(config.answerChannel(), answerStreamId);
  }

  private Handler answerHandler() {
    return polling;
  }

  @Override
  public boolean isConnected() {
    return link.isConnected();
  }

  @Override
  public int poll(final Handler handler, final long nowNanos) {
    return aeron.conductorAgentInvoker().invoke() + link.poll(handler, nowNanos);
  }

  @Override
  public int pollAnswers(final Handler handler) {
    polling = handler;
    return answers.poll(assembler, FRAGMENTS_MAX);
  }

  @Override
  public boolean offer(final DirectBuffer buffer, final int length) {
    return link.offer(buffer, length);
  }

  @Override
  public void disconnect(final String why, final long nowNanos) {
    link.disconnect(why, nowNanos);
  }

  @Override
  public String answerChannel() {
    if (answerChannel == null) {
      answerChannel = answers.tryResolveChannelEndpointPort();
    }
    return answerChannel;
  }

  @Override
  public int answerStreamId() {
    return answerStreamId;
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(answers, link, aeron);
  }
}
