package io.qanat.administration.core;

import io.qanat.administration.core.Operators.OperatorKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.ApprovalRule;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OperatorKeyPutDecoder;
import io.qanat.codecs.entity.OperatorKeyRevokeDecoder;
import io.qanat.codecs.entity.OperatorPutDecoder;
import io.qanat.codecs.entity.OperatorRemoveDecoder;
import io.qanat.codecs.entity.ProposalLifetimePutDecoder;
import io.qanat.codecs.entity.ProposalLifetimePutEncoder;
import io.qanat.codecs.entity.RulePutDecoder;
import io.qanat.codecs.entity.SessionMarkDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Acts on the administration itself: operators, their keys, the rules. */
final class SelfAdministration {
  private static final byte[] NOTHING = {};
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  private final Operators operators;
  private final Rules rules;
  private final Proposals proposals;
  private final RecordedSessions sessions;
  private final Definitions definitions = new Definitions();

  SelfAdministration(
      final Operators operators,
      final Rules rules,
      final Proposals proposals,
      final RecordedSessions sessions) {
    this.operators = operators;
    this.rules = rules;
    this.proposals = proposals;
    this.sessions = sessions;
  }

  /** Applies an act whose message was checked; the same again is UNCHANGED. */
  Outcome apply(final Act act, final long nowNanos) {
    return switch (act.template()) {
      case OperatorPutDecoder.TEMPLATE_ID -> putOperator(act);
      case OperatorRemoveDecoder.TEMPLATE_ID -> removeOperator(act);
      case OperatorKeyPutDecoder.TEMPLATE_ID -> putKey(act);
      case OperatorKeyRevokeDecoder.TEMPLATE_ID -> revokeKey(act);
      case RulePutDecoder.TEMPLATE_ID -> putRule(act);
      case ProposalLifetimePutDecoder.TEMPLATE_ID -> putLifetime(act);
      case SessionMarkDecoder.TEMPLATE_ID -> sessions.mark(act, nowNanos);
      default -> Outcome.invalid("the administration does not take template " + act.template());
    };
  }

  private Outcome putOperator(final Act act) {
    final OperatorPutDecoder put =
        new OperatorPutDecoder().wrap(act.buffer(), HEADER, act.blockLength(), act.version());
    final int roles = put.roles().getRaw();
    final String name = put.name();
    if (!Operators.isName(name)) {
      return Outcome.invalid(
          "name must be 1 to "
              + Operators.NAME_LENGTH_MAX
              + " printable ASCII characters without blanks, and not "
              + Operators.CONFIGURATION);
    }
    if (!Roles.isValid(roles)) {
      return Outcome.invalid("roles must be some of " + Roles.names(Roles.ALL));
    }
    final int earlier = operators.roles(name);
    if (earlier == 0 && operators.isFull()) {
      return full("operators", Operators.OPERATORS_MAX);
    }
    operators.put(name, roles);
    return changed(
        earlier == 0 ? NOTHING : definitions.operator(name, earlier),
        definitions.operator(name, roles),
        earlier == roles);
  }

  private Outcome removeOperator(final Act act) {
    final String name =
        new OperatorRemoveDecoder()
            .wrap(act.buffer(), HEADER, act.blockLength(), act.version())
            .name();
    final int earlier = operators.roles(name);
    if (earlier == 0) {
      return Outcome.refused(AdminResult.NOT_FOUND, "no operator " + name);
    }
    operators.remove(name);
    return changed(definitions.operator(name, earlier), NOTHING, false);
  }

  private Outcome putKey(final Act act) {
    final OperatorKeyPutDecoder put =
        new OperatorKeyPutDecoder().wrap(act.buffer(), HEADER, act.blockLength(), act.version());
    final String accessKeyId = put.accessKeyId();
    final KeyParts parts =
        new KeyParts(
            KeyParts.storedKey(put, OperatorKeyPutDecoder::getStoredKey),
            KeyParts.salt(put, OperatorKeyPutDecoder::getSalt),
            put.memoryKib(),
            put.iterations(),
            put.parallelism(),
            put.expiresAt(),
            KeyParts.ranges(
                put.allowed(),
                OperatorKeyPutDecoder.AllowedDecoder::getPrefix,
                OperatorKeyPutDecoder.AllowedDecoder::bits));
    final String operator = put.operatorName();
    if (!LogonProof.isAccessKeyId(accessKeyId)) {
      return Outcome.invalid("accessKeyId must be 1 to 20 printable ASCII characters");
    }
    final String fault = parts.fault();
    if (fault != null) {
      return Outcome.invalid(fault);
    }
    if (operators.roles(operator) == 0) {
      return Outcome.refused(AdminResult.NOT_FOUND, "no operator " + operator);
    }
    final OperatorKey earlier = operators.key(accessKeyId);
    if (earlier != null && !earlier.operator().equals(operator)) {
      return Outcome.refused(
          AdminResult.CONFLICT, "the key " + accessKeyId + " is another operator's");
    }
    if (earlier == null && operators.isFullOfKeys()) {
      return full("keys", Operators.KEYS_MAX);
    }
    final OperatorKey key = new OperatorKey(operator, parts.key());
    operators.putKey(accessKeyId, key);
    return changed(describe(accessKeyId, earlier), describe(accessKeyId, key), key.equals(earlier));
  }

  private Outcome revokeKey(final Act act) {
    final String accessKeyId =
        new OperatorKeyRevokeDecoder()
            .wrap(act.buffer(), HEADER, act.blockLength(), act.version())
            .accessKeyId();
    final OperatorKey earlier = operators.key(accessKeyId);
    return operators.removeKey(accessKeyId)
        ? changed(describe(accessKeyId, earlier), NOTHING, false)
        : Outcome.refused(AdminResult.NOT_FOUND, "no key " + accessKeyId);
  }

  private byte[] describe(final String accessKeyId, final OperatorKey key) {
    return key == null ? NOTHING : definitions.key(accessKeyId, key.key(), key.operator());
  }

  private Outcome putRule(final Act act) {
    final RulePutDecoder put =
        new RulePutDecoder().wrap(act.buffer(), HEADER, act.blockLength(), act.version());
    final Acts.Kind kind = Acts.of(put.act());
    if (kind == null) {
      return Outcome.refused(AdminResult.NOT_FOUND, "no act has the template " + put.act());
    }
    final ApprovalRule approval = Rules.approval(put.approvalRaw());
    final Rule rule = new Rule(put.roles().getRaw(), approval, put.threshold());
    final String fault = Rules.fault(kind, rule);
    if (fault != null) {
      return Outcome.invalid(fault);
    }
    final Rule earlier = rules.of(kind);
    rules.put(kind.template(), rule);
    return changed(
        definitions.rule(kind.template(), earlier),
        definitions.rule(kind.template(), rule),
        rule.equals(earlier));
  }

  private Outcome putLifetime(final Act act) {
    final long lifetime =
        new ProposalLifetimePutDecoder()
            .wrap(act.buffer(), HEADER, act.blockLength(), act.version())
            .lifetimeNanos();
    if (lifetime < Proposals.LIFETIME_NANOS_MIN || lifetime > Proposals.LIFETIME_NANOS_MAX) {
      return Outcome.invalid(
          "lifetimeNanos must be in "
              + Proposals.LIFETIME_NANOS_MIN
              + ".."
              + Proposals.LIFETIME_NANOS_MAX
              + ": "
              + lifetime);
    }
    final long earlier = proposals.lifetimeNanos;
    proposals.lifetimeNanos = lifetime;
    return changed(lifetime(earlier), lifetime(lifetime), lifetime == earlier);
  }

  static byte[] lifetime(final long lifetimeNanos) {
    final byte[] bytes = new byte[HEADER + ProposalLifetimePutEncoder.BLOCK_LENGTH];
    new ProposalLifetimePutEncoder()
        .wrapAndApplyHeader(new UnsafeBuffer(bytes), 0, new MessageHeaderEncoder())
        .lifetimeNanos(lifetimeNanos);
    return bytes;
  }

  private static Outcome full(final String what, final int max) {
    return Outcome.refused(AdminResult.CONFLICT, "there are " + max + " " + what + " already");
  }

  private static Outcome changed(final byte[] before, final byte[] after, final boolean same) {
    return Outcome.of(same ? AdminResult.UNCHANGED : AdminResult.DONE, "", before, after);
  }
}
