package io.qanat.administration.core;

import io.qanat.apikey.core.ApiKey;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.entity.KeyAnswerEncoder;
import io.qanat.codecs.entity.KeyDefinitionEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OperatorPutEncoder;
import io.qanat.codecs.entity.RolesEncoder;
import io.qanat.codecs.entity.RulePutEncoder;
import io.qanat.codecs.fix.Bool;
import java.util.HexFormat;
import org.agrona.ExpandableArrayBuffer;

/** Writes keys, operators and rules as people may see them; every array returned is fresh. */
public final class Definitions {
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  /** A key without what could prove it; {@code operatorName} empty if it is a partner's. */
  public byte[] key(final String accessKeyId, final ApiKey key, final String operatorName) {
    final KeyDerivation derivation = key.verifier().derivation();
    final byte[] fingerprint = HexFormat.of().parseHex(key.verifier().fingerprint());
    final KeyDefinitionEncoder encoder =
        new KeyDefinitionEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .accessKeyId(accessKeyId)
            .putFingerprint(fingerprint, 0, fingerprint.length)
            .expiresAt(key.expiresAt())
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism());
    final KeyDefinitionEncoder.AllowedEncoder group = encoder.allowedCount(key.allowed().size());
    key.allowed()
        .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    return copy(encoder.operatorName(operatorName).encodedLength());
  }

  byte[] operator(final String name, final int roles) {
    final OperatorPutEncoder encoder =
        new OperatorPutEncoder().wrapAndApplyHeader(buffer, 0, header);
    setRoles(encoder.roles(), roles);
    return copy(encoder.name(name).encodedLength());
  }

  byte[] rule(final int template, final Rule rule) {
    final RulePutEncoder encoder =
        new RulePutEncoder().wrapAndApplyHeader(buffer, 0, header).act(template);
    setRoles(encoder.roles(), rule.roles());
    return copy(encoder.approval(rule.approval()).threshold(rule.threshold()).encodedLength());
  }

  /**
   * What a door needs to check a secret. Without a usable key the answer names the standard
   * derivation, so that the door does the same work.
   *
   * @param key null: not usable
   * @param name of the partner or operator; empty without a usable key
   */
  public byte[] keyAnswer(
      final String accessKeyId,
      final ApiKey key,
      final long messagesPerSecondMax,
      final long burstMax,
      final int roles,
      final boolean mayTransfer,
      final String name) {
    final KeyVerifier verifier =
        key != null
            ? key.verifier()
            : new KeyVerifier(
                KeyDerivation.standard(accessKeyId), ApiKey.NOBODY.verifier().storedKey());
    final KeyDerivation derivation = verifier.derivation();
    final KeyAnswerEncoder encoder =
        new KeyAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .usable(key != null ? Bool.YES : Bool.NO)
            .putStoredKey(verifier.storedKey(), 0, verifier.storedKey().length)
            .putSalt(derivation.salt(), 0, KeyDerivation.SALT_LENGTH)
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism())
            .messagesPerSecondMax(messagesPerSecondMax)
            .burstMax(burstMax)
            .mayTransfer(mayTransfer ? Bool.YES : Bool.NO);
    setRoles(encoder.roles(), roles);
    return copy(encoder.name(name).encodedLength());
  }

  static void setRoles(final RolesEncoder encoder, final int roles) {
    encoder.clear();
    encoder.vIEWER((roles & Roles.VIEWER) != 0);
    encoder.oPERATOR((roles & Roles.OPERATOR) != 0);
    encoder.rISK((roles & Roles.RISK) != 0);
    encoder.aPPROVER((roles & Roles.APPROVER) != 0);
  }

  private byte[] copy(final int encodedLength) {
    final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
    buffer.getBytes(0, bytes);
    return bytes;
  }
}
