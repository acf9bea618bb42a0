package io.qanat.sim;

/** What a simulated world does to those who live in it. */
public enum Fault {
  /** A message between entities is lost. */
  DROP,
  /** A message between entities comes twice. */
  DUPLICATE,
  /** A message between entities takes long, and others overtake it. */
  DELAY,
  /** The log's client has no room for an entry. */
  LOG_FULL,
  /** An answer of the log to a load or a query is lost. */
  LOST_ANSWER,
  /** An entity loses everything it holds in memory. */
  ENTITY_CRASH,
  /** A node loses everything: entities, session of the log, gateway. */
  NODE_CRASH,
  /** An entity is started on another node while the old one still believes to own it. */
  TAKEOVER,
  /** An entity is drained and handed to another node. */
  HANDOFF,
  /** The log takes no message for a while. */
  LOG_STALL,
  /** Another member leads the log: what was under way is lost, and was stored or was not. */
  LEADER_CHANGE,
  /** A node loses its session with the log. */
  LOG_SESSION_LOST,
  /** A node's clock jumps, within bounds. */
  CLOCK_JUMP,
  /** A client's connection breaks. */
  CLIENT_LOST,
  /** A gateway ends with all its sessions, its node stays. */
  GATEWAY_LOST
}
