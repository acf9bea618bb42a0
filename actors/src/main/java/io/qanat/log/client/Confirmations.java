package io.qanat.log.client;

import io.qanat.codecs.log.ConfirmEncoder;
import io.qanat.codecs.log.ConfirmedDecoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Questions whether epochs are still current: many in one message, one message at a time. Whatever
 * is asked meanwhile waits for the next one, so that an answer is never older than its question.
 */
final class Confirmations {
  private static final int BATCH_MAX = 500;

  private final LogTransport transport;
  private final long clientId;
  private final Consumer<Runnable> tell;
  private final Deque<Command.Confirm> waiting = new ArrayDeque<>();
  private final List<Command.Confirm> asked = new ArrayList<>();
  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(1024);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ConfirmEncoder confirm = new ConfirmEncoder();
  private long requestId;
  private boolean isSent;

  /**
   * Nothing is asked.
   *
   * @param tell runs a listener's callback
   */
  Confirmations(final LogTransport transport, final long clientId, final Consumer<Runnable> tell) {
    this.transport = transport;
    this.clientId = clientId;
    this.tell = tell;
  }

  void add(final Command.Confirm question) {
    waiting.add(question);
  }

  /** Whether an answer is on its way. */
  boolean isAwaitingAnswer() {
    return isSent;
  }

  /** A new session or leader: the question may not have arrived. */
  void resend() {
    isSent = false;
  }

  /** Sends what is to be asked now; returns how much was done. */
  int send() {
    if (isSent || (asked.isEmpty() && waiting.isEmpty())) {
      return 0;
    }
    if (asked.isEmpty()) {
      requestId++;
      while (!waiting.isEmpty() && asked.size() < BATCH_MAX) {
        asked.add(waiting.poll());
      }
    }
    final ConfirmEncoder.ClaimsEncoder claims =
        confirm
            .wrapAndApplyHeader(message, 0, header)
            .clientId(clientId)
            .requestId(requestId)
            .claimsCount(asked.size());
    for (final Command.Confirm question : asked) {
      claims.next().entity(question.entity()).epoch(question.epoch());
    }
    isSent =
        transport.offer(message, MessageHeaderEncoder.ENCODED_LENGTH + confirm.encodedLength());
    return isSent ? 1 : 0;
  }

  void onConfirmed(final ConfirmedDecoder answer) {
    if (answer.clientId() != clientId || answer.requestId() != requestId || asked.isEmpty()) {
      return;
    }
    final Set<Long> lost = new HashSet<>();
    for (final ConfirmedDecoder.LostDecoder one : answer.lost()) {
      lost.add(one.entity());
    }
    final List<Command.Confirm> answered = List.copyOf(asked);
    asked.clear();
    isSent = false;
    for (final Command.Confirm question : answered) {
      tell.accept(
          lost.contains(question.entity())
              ? () -> question.listener().onLost(question.epoch())
              : () -> question.listener().onConfirmed(question.epoch()));
    }
  }
}
