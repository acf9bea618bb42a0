package io.qanat.administration.core;

import io.qanat.entity.core.Hash64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Acts that came with an idempotency key, so that the same act sent again is answered again and not
 * done again. The latest {@value #KEPT_MAX} are remembered.
 */
final class AnsweredActs {
  static final int KEPT_MAX = 10_000;

  /** Longest key, in characters. */
  static final int KEY_LENGTH_MAX = 64;

  /** Whose key. */
  record Key(String who, String idempotencyKey) {}

  /**
   * What is known of an act.
   *
   * @param reply AdminActReply with header; empty: it is not answered yet
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Answer(long contentHash, long actNo, byte[] reply) {}

  private final LinkedHashMap<Key, Answer> answers = new LinkedHashMap<>();

  static long contentHash(final Act act) {
    final UnsafeBuffer body = act.buffer();
    return Hash64.mix(Hash64.mix(Hash64.SEED, act.target()), body, 0, body.capacity());
  }

  Answer get(final Act.Asker asker) {
    return answers.get(new Key(asker.who(), asker.idempotencyKey()));
  }

  /** Remembers an act, or its answer once there is one. An act without a key is not kept. */
  void put(final Act.Asker asker, final Answer answer) {
    if (asker.idempotencyKey().isEmpty()) {
      return;
    }
    answers.put(new Key(asker.who(), asker.idempotencyKey()), answer);
    if (answers.size() > KEPT_MAX) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  Map<Key, Answer> all() {
    return answers;
  }
}
