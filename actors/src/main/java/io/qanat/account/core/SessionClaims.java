package io.qanat.account.core;

import io.qanat.entity.core.Input;
import io.qanat.entity.core.SessionKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which session receives the account's reports, and how far each session's messages have come. */
final class SessionClaims {
  /** How far one session has come. */
  record Progress(long incarnation, long lastSeqNum) {}

  private static final Progress NO_PROGRESS = new Progress(0, 0);

  private final TreeMap<Long, Progress> sessions = new TreeMap<>();
  private LiveClaim claim;
  private boolean live;

  /** What is to be done with a client's message. */
  enum Admission {
    /** It is new: of no earlier incarnation, and numbered above the last of the same one. */
    NEW,
    /** It was taken before, or its incarnation is over. */
    STALE,
    /** The message that it follows was not taken: it must not be taken before that one. */
    TOO_EARLY
  }

  /**
   * Judges a client's message, and remembers it if it is new. Messages without a session or a
   * number are always new.
   */
  Admission admit(final Input input) {
    if (input.session() == 0) {
      return Admission.NEW;
    }
    final Progress last = sessions.get(input.sessionKey());
    final boolean sameIncarnation = last != null && input.incarnation() == last.incarnation;
    if (last != null && input.incarnation() < last.incarnation) {
      return Admission.STALE;
    }
    if (sameIncarnation && input.seqNum() != 0 && input.seqNum() <= last.lastSeqNum) {
      return Admission.STALE;
    }
    if (input.prevSeqNum() > (sameIncarnation ? last.lastSeqNum : 0)) {
      return Admission.TOO_EARLY;
    }
    final long seqNum =
        sameIncarnation ? Math.max(last.lastSeqNum, input.seqNum()) : input.seqNum();
    sessions.put(input.sessionKey(), new Progress(input.incarnation(), seqNum));
    return Admission.NEW;
  }

  /** How far a session has come. */
  Progress progress(final long sessionKey) {
    return sessions.getOrDefault(sessionKey, NO_PROGRESS);
  }

  /**
   * Gives the reports to the envelope's session.
   *
   * @return SessionKey of the one that had them before, if it was another; else NONE
   */
  long claim(final Input input, final long gateway, final boolean cancelOnDisconnect) {
    final long previous = claim == null ? SessionKey.NONE : claim.sessionKey();
    claim = new LiveClaim(input.sessionKey(), input.incarnation(), gateway, cancelOnDisconnect);
    live = true;
    return previous == claim.sessionKey() ? SessionKey.NONE : previous;
  }

  /**
   * The envelope's session is gone from its gateway.
   *
   * @return the claim that ended, or empty if this session does not hold it there
   */
  Optional<LiveClaim> lose(final Input input, final long gateway) {
    if (!live
        || claim.sessionKey() != input.sessionKey()
        || claim.incarnation() != input.incarnation()
        || claim.gateway() != gateway) {
      return Optional.empty();
    }
    live = false;
    return Optional.of(claim);
  }

  /** The claim that reports are sent to now. */
  Optional<LiveClaim> liveClaim() {
    return live ? Optional.of(claim) : Optional.empty();
  }

  /** The last claim, live or not; null if there never was one. */
  LiveClaim lastClaim() {
    return claim;
  }

  /** Whether some session is to acknowledge the account's reports. */
  boolean isClaimed() {
    return claim != null;
  }

  Map<Long, Progress> sessions() {
    return sessions;
  }

  /** From a snapshot. */
  void restore(final LiveClaim lastClaim, final boolean isLive) {
    claim = lastClaim;
    live = isLive;
  }

  /** From a snapshot. */
  void restore(final long sessionKey, final Progress progress) {
    sessions.put(sessionKey, progress);
  }
}
