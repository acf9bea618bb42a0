package io.qanat.administration.core;

import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OpenSessionDecoder;
import io.qanat.codecs.entity.SessionBoundary;
import io.qanat.codecs.entity.SessionMarkDecoder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Names of recorded sessions. A session is a span of the log between two marks, and a mark is an
 * act like any other: where it lies in the log is where the session begins or ends.
 */
final class RecordedSessions {
  /** Sessions that may be open at once. */
  static final int OPEN_MAX = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final byte[] NOTHING = {};

  private final TreeMap<String, Long> open = new TreeMap<>();

  /** Those that have not ended, with the time of their beginning. */
  SortedMap<String, Long> open() {
    return Collections.unmodifiableSortedMap(open);
  }

  void restore(final OpenSessionDecoder decoder) {
    final long beganAt = decoder.beganAt();
    open.put(decoder.name(), beganAt);
  }

  /** Begins or ends a session. */
  Outcome mark(final Act act, final long nowNanos) {
    final SessionMarkDecoder mark =
        new SessionMarkDecoder()
            .wrap(
                act.buffer(),
                MessageHeaderEncoder.ENCODED_LENGTH,
                act.blockLength(),
                act.version());
    final SessionBoundary boundary = mark.boundary();
    final String name = mark.name();
    if (!NAME.matcher(name).matches()) {
      return Outcome.invalid("name must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    return switch (boundary) {
      case BEGIN -> begin(name, nowNanos);
      case END -> end(name);
      default -> Outcome.invalid("boundary is neither BEGIN nor END: " + mark.boundaryRaw());
    };
  }

  private Outcome begin(final String name, final long nowNanos) {
    if (open.containsKey(name)) {
      return Outcome.refused(AdminResult.CONFLICT, "the session " + name + " has begun already");
    }
    if (open.size() == OPEN_MAX) {
      return Outcome.refused(AdminResult.CONFLICT, OPEN_MAX + " sessions are open already");
    }
    open.put(name, nowNanos);
    return Outcome.of(AdminResult.DONE, "", NOTHING, NOTHING);
  }

  private Outcome end(final String name) {
    return open.remove(name) == null
        ? Outcome.refused(AdminResult.NOT_FOUND, "no session " + name + " has begun")
        : Outcome.of(AdminResult.DONE, "", NOTHING, NOTHING);
  }
}
