package io.qanat.log.client;

import org.agrona.DirectBuffer;

/**
 * How a log client reaches the log: a session for requests and acknowledgements, in order, and a
 * stream for answers. Of one thread; no call blocks.
 */
public interface LogTransport extends AutoCloseable {
  /** What comes from the log. */
  interface Handler {
    /** A new session or a new leader: what was sent before may not have arrived. */
    void onConnected();

    /** A message of the session. */
    void onMessage(DirectBuffer buffer, int offset);

    /** A message of the answer stream. */
    void onAnswer(DirectBuffer buffer, int offset);
  }

  /** Whether there is a session. */
  boolean isConnected();

  /** Polls what has come in the session and does whatever keeps it up. */
  int poll(Handler handler, long nowNanos);

  /** Polls answers. */
  int pollAnswers(Handler handler);

  /**
   * Sends a message.
   *
   * @return false: not now
   */
  boolean offer(DirectBuffer buffer, int length);

  /** Drops the session; a new one is tried for soon. */
  void disconnect(String why, long nowNanos);

  /** Where answers are to be sent; null: not known yet. */
  String answerChannel();

  /** The stream of the answers there. */
  int answerStreamId();

  @Override
  void close();
}
