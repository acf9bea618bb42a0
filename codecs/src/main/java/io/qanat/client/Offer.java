package io.qanat.client;

/** What became of a message that was to be sent. Unless {@link #SENT}, nothing happened. */
public enum Offer {
  /** On its way; it carries the client's next number. */
  SENT,
  /** The transport's window is full: poll, then offer again. */
  RETRY,
  /** The hub's published message rate would be exceeded: poll, then offer again a little later. */
  THROTTLED,
  /** The session is not established (yet); poll on. */
  NOT_ESTABLISHED,
  /** This client is closed for good; make a new one. */
  CLOSED
}
