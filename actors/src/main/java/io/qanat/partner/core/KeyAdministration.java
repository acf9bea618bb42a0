package io.qanat.partner.core;

import io.qanat.apikey.core.ApiKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.KeyChangeDecoder;
import io.qanat.codecs.entity.KeyPutDecoder;
import io.qanat.codecs.entity.KeyRevokeDecoder;
import io.qanat.codecs.entity.KeyRotateDecoder;
import io.qanat.codecs.entity.TransferRightPutDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.Input;
import io.qanat.partner.core.Administration.Outcome;
import java.util.List;

/** Decides operators' acts on a partner's API keys. */
final class KeyAdministration {
  /** Longest time for which the old key of a rotation works on: thirty days. */
  static final long OVERLAP_NANOS_MAX = 30L * 86_400_000_000_000L;

  private final Keys keys;

  KeyAdministration(final Keys keys) {
    this.keys = keys;
  }

  Outcome put(final Input input) {
    final KeyPutDecoder put =
        new KeyPutDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String accessKeyId = put.accessKeyId();
    final KeyParts parts =
        new KeyParts(
            KeyParts.storedKey(put, KeyPutDecoder::getStoredKey),
            KeyParts.salt(put, KeyPutDecoder::getSalt),
            put.memoryKib(),
            put.iterations(),
            put.parallelism(),
            put.expiresAt(),
            KeyParts.ranges(
                put.allowed(),
                KeyPutDecoder.AllowedDecoder::getPrefix,
                KeyPutDecoder.AllowedDecoder::bits));
    if (!LogonProof.isAccessKeyId(accessKeyId)) {
      return notAnId("accessKeyId");
    }
    final String fault = parts.fault();
    return fault != null ? Outcome.invalid(fault) : put(accessKeyId, parts.key(), input);
  }

  private Outcome put(final String accessKeyId, final ApiKey key, final Input input) {
    final ApiKey earlier = keys.get(accessKeyId);
    if (key.equals(earlier)) {
      return Outcome.unchanged();
    }
    if (earlier == null && keys.isFull(input.timeNanos())) {
      return Outcome.refused(
          AdminResult.CONFLICT, "the partner has " + Keys.KEYS_MAX + " keys already");
    }
    keys.put(accessKeyId, key);
    return Outcome.done(false);
  }

  private static Outcome notAnId(final String field) {
    return Outcome.invalid(field + " must be 1 to 20 printable ASCII characters");
  }

  Outcome revoke(final Input input) {
    final String accessKeyId =
        new KeyRevokeDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version())
            .accessKeyId();
    return keys.revoke(accessKeyId) ? Outcome.done(false) : unknown(accessKeyId);
  }

  private static Outcome unknown(final String accessKeyId) {
    return Outcome.refused(AdminResult.NOT_FOUND, "no key " + accessKeyId);
  }

  /** The new key holds at once, the old one until the overlap ends or it would have expired. */
  Outcome rotate(final Input input) {
    final KeyRotateDecoder rotate =
        new KeyRotateDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String accessKeyId = rotate.accessKeyId();
    final String newAccessKeyId = rotate.newAccessKeyId();
    final long overlap = rotate.overlapNanos();
    final KeyParts parts =
        new KeyParts(
            KeyParts.storedKey(rotate, KeyRotateDecoder::getStoredKey),
            KeyParts.salt(rotate, KeyRotateDecoder::getSalt),
            rotate.memoryKib(),
            rotate.iterations(),
            rotate.parallelism(),
            rotate.expiresAt(),
            KeyParts.ranges(
                rotate.allowed(),
                KeyRotateDecoder.AllowedDecoder::getPrefix,
                KeyRotateDecoder.AllowedDecoder::bits));
    if (!LogonProof.isAccessKeyId(newAccessKeyId)) {
      return notAnId("newAccessKeyId");
    }
    if (overlap < 0 || overlap > OVERLAP_NANOS_MAX) {
      return Outcome.invalid("overlapNanos must be in 0.." + OVERLAP_NANOS_MAX + ": " + overlap);
    }
    final String fault = parts.fault();
    if (fault != null) {
      return Outcome.invalid(fault);
    }
    final ApiKey old = keys.get(accessKeyId);
    if (old == null || !old.isValid(input.timeNanos())) {
      return unknown(accessKeyId);
    }
    if (keys.get(newAccessKeyId) != null) {
      return parts.key().equals(keys.get(newAccessKeyId)) && !accessKeyId.equals(newAccessKeyId)
          ? Outcome.unchanged()
          : Outcome.refused(AdminResult.CONFLICT, "there is a key " + newAccessKeyId);
    }
    final Outcome outcome = put(newAccessKeyId, parts.key(), input);
    if (outcome.result() == AdminResult.DONE) {
      // The new key is the old one's successor.
      keys.setTransferRight(newAccessKeyId, keys.hasTransferRight(accessKeyId));
      final long end = input.timeNanos() + overlap;
      keys.put(
          accessKeyId,
          old.withExpiresAt(old.expiresAt() == 0 ? end : Math.min(end, old.expiresAt())));
    }
    return outcome;
  }

  /** Who may deposit and withdraw. */
  Outcome putTransferRight(final Input input) {
    final TransferRightPutDecoder put =
        new TransferRightPutDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String accessKeyId = put.accessKeyId();
    final short allowed = put.allowedRaw();
    if (allowed != Bool.YES.value() && allowed != Bool.NO.value()) {
      return Outcome.invalid("allowed is neither YES nor NO: " + allowed);
    }
    if (!accessKeyId.equals(Keys.EVERY_KEY) && keys.get(accessKeyId) == null) {
      return unknown(accessKeyId);
    }
    return keys.setTransferRight(accessKeyId, allowed == Bool.YES.value())
        ? Outcome.done(false)
        : Outcome.unchanged();
  }

  Outcome change(final Input input) {
    final KeyChangeDecoder change =
        new KeyChangeDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String accessKeyId = change.accessKeyId();
    final long expiresAt = change.expiresAt();
    final List<KeyParts.Range> allowed =
        KeyParts.ranges(
            change.allowed(),
            KeyChangeDecoder.AllowedDecoder::getPrefix,
            KeyChangeDecoder.AllowedDecoder::bits);
    if (expiresAt < 0) {
      return Outcome.invalid("expiresAt must not be negative: " + expiresAt);
    }
    final String fault = KeyParts.allowedFault(allowed);
    if (fault != null) {
      return Outcome.invalid(fault);
    }
    final ApiKey old = keys.get(accessKeyId);
    return old == null
        ? unknown(accessKeyId)
        : put(accessKeyId, new ApiKey(old.verifier(), expiresAt, KeyParts.checked(allowed)), input);
  }
}
