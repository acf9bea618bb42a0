package io.qanat.hub.gateway.http.ws;

/** A client's WebSocket as those see it who speak through it. Thread-safe. */
interface Wire {
  /**
   * Runs something on the client's own thread, after what is under way there; not once it ended.
   */
  void execute(Runnable onThread);

  /** Ends it; the first to ask decides the code. What waits in the outbox is forgotten. */
  void close(CloseCode code, String reason);
}
