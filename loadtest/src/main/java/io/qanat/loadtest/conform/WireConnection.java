package io.qanat.loadtest.conform;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.qanat.codecs.AeronChannels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/** One client's channels to and from the hub, carrying any bytes. Not thread-safe. */
public final class WireConnection implements AutoCloseable {
  private static final int FRAGMENTS_MAX = 64;
  private static final long OFFER_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

  private final Subscription answers;
  private final ExclusivePublication requests;
  private final FragmentAssembler assembler;
  private final Deque<Heard> heard = new ArrayDeque<>();

  WireConnection(final Target target) {
    final Aeron aeron = target.aeron();
    answers =
        aeron.addSubscription(
            target.ipc()
                ? AeronChannels.orderEntryResponseIpc()
                : AeronChannels.orderEntryResponse(target.host(), target.controlPort()),
            AeronChannels.ORDER_ENTRY_RESPONSE_STREAM);
    requests =
        aeron.addExclusivePublication(
            (target.ipc()
                    ? AeronChannels.orderEntryRequestIpc(answers.registrationId())
                    : AeronChannels.orderEntryRequest(
                        target.host(), target.port(), answers.registrationId()))
                + "|term-length=64k",
            AeronChannels.ORDER_ENTRY_REQUEST_STREAM);
    assembler =
        new FragmentAssembler(
            (buffer, offset, length, ignored) -> {
              final byte[] bytes = new byte[length];
              buffer.getBytes(offset, bytes);
              heard.add(new Heard(bytes, System.nanoTime()));
            });
  }

  /** Whether both directions stand. */
  public boolean isConnected() {
    return requests.isConnected() && answers.isConnected();
  }

  /**
   * Sends one frame.
   *
   * @throws CaseFailure if the hub has gone or does not read
   */
  public void send(final byte[] frame) {
    final UnsafeBuffer buffer = new UnsafeBuffer(frame);
    final long deadline = System.nanoTime() + OFFER_NANOS_MAX;
    long position = requests.offer(buffer, 0, frame.length);
    while (position < 0) {
      if (position == Publication.CLOSED || position == Publication.NOT_CONNECTED) {
        throw new CaseFailure("the hub closed the connection before it was sent everything");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new CaseFailure("the hub does not read what it is sent");
      }
      Thread.onSpinWait();
      position = requests.offer(buffer, 0, frame.length);
    }
  }

  int poll() {
    return answers.poll(assembler, FRAGMENTS_MAX);
  }

  /** Whether something came and was not taken yet. */
  public boolean hasHeard() {
    return !heard.isEmpty();
  }

  /** What came and was not taken yet. */
  Deque<Heard> heard() {
    return heard;
  }

  /** Goes without a word. */
  @Override
  public void close() {
    CloseHelper.closeAll(requests, answers);
  }
}
