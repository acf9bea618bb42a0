package io.qanat.sim;

import io.qanat.log.client.LogTransport;
import io.qanat.log.node.AnswerParts;
import io.qanat.log.node.LogRequests;
import io.qanat.log.store.Records;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node's session with the log: in order in each direction while it lasts. Answers to loads and
 * queries travel beside it, so they overtake acknowledgements and are overtaken.
 */
final class LogSession implements LogTransport, LogRequests.Sender {
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SimulatedLog log;
  private final SimScheduler scheduler;
  private final Simulation.Chance loss;
  private final Runnable wake;
  private final Executor toLog;
  private final Executor fromLog;
  private final Executor answerWay;
  private final ArrayDeque<UnsafeBuffer> received = new ArrayDeque<>();
  private final ArrayDeque<UnsafeBuffer> answers = new ArrayDeque<>();
  private final AnswerParts parts = new AnswerParts();
  private boolean connected;
  private boolean closed;
  private boolean leaderIsNew;
  private long incarnation;

  /** The leader's term as this side knows it: what it sends to an older leader is lost. */
  private long term;

  private long connectAtNanos;

  LogSession(
      final SimulatedLog log,
      final SimScheduler scheduler,
      final long delayNanosMax,
      final Simulation.Chance loss,
      final Runnable wake) {
    this.log = log;
    this.scheduler = scheduler;
    this.loss = loss;
    this.wake = wake;
    toLog = scheduler.inOrder(delayNanosMax);
    fromLog = scheduler.inOrder(delayNanosMax);
    answerWay = scheduler.inOrder(delayNanosMax);
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public int poll(final Handler handler, final long nowNanos) {
    int work = 0;
    if (!connected && !closed && !log.isElecting() && nowNanos - connectAtNanos >= 0) {
      connected = true;
      leaderIsNew = false;
      term = log.term();
      handler.onConnected();
      work++;
    }
    while (!received.isEmpty()) {
      handler.onMessage(received.poll(), 0);
      work++;
    }
    if (leaderIsNew) {
      leaderIsNew = false;
      term = log.term();
      handler.onConnected();
      work++;
    }
    return work;
  }

  @Override
  public int pollAnswers(final Handler handler) {
    int work = 0;
    while (!answers.isEmpty()) {
      handler.onAnswer(answers.poll(), 0);
      work++;
    }
    return work;
  }

  @Override
  public boolean offer(final DirectBuffer buffer, final int length) {
    if (!connected) {
      return false;
    }
    final UnsafeBuffer message = SimulatedLog.copy(buffer, 0, length);
    final long sentInTerm = term;
    toLog.execute(() -> log.receive(this, sentInTerm, message));
    return true;
  }

  @Override
  public void disconnect(final String why, final long nowNanos) {
    connected = false;
    incarnation++;
    received.clear();
    connectAtNanos = nowNanos + RECONNECT_NANOS;
  }

  /** The members have ended the session. */
  void lose() {
    disconnect("lost", scheduler.nowNanos());
    wake.run();
  }

  /** Acknowledgements of the old leader that have not arrived will not. */
  void onNewLeader() {
    if (connected) {
      incarnation++;
      leaderIsNew = true;
      wake.run();
    }
  }

  @Override
  public String answerChannel() {
    return "simulated";
  }

  @Override
  public int answerStreamId() {
    return 1;
  }

  @Override
  public boolean isLeader() {
    return true;
  }

  @Override
  public boolean isAnswering() {
    return connected;
  }

  @Override
  public void answer(final DirectBuffer buffer, final int length) {
    final UnsafeBuffer message = SimulatedLog.copy(buffer, 0, length);
    final long sentIn = incarnation;
    fromLog.execute(
        () -> {
          if (connected && sentIn == incarnation) {
            received.add(message);
            wake.run();
          }
        });
  }

  @Override
  public void stream(
      final long clientId,
      final long requestId,
      final int streamId,
      final String channel,
      final Records records) {
    parts.begin(clientId, requestId, log.position(), records);
    do {
      final int length = parts.fill();
      final UnsafeBuffer part = SimulatedLog.copy(parts.buffer(), 0, length);
      if (!loss.happens()) {
        answerWay.execute(
            () -> {
              if (!closed) {
                answers.add(part);
                wake.run();
              }
            });
      }
    } while (!parts.isLast());
  }

  @Override
  public void refuse(final String what) {
    throw new SimulationFailure("the log was sent what is no request: " + what);
  }

  @Override
  public void close() {
    closed = true;
    connected = false;
    log.disconnected(this);
  }
}
