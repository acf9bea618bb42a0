package io.qanat.administration.core;

import io.qanat.administration.core.Operators.OperatorKey;
import io.qanat.apikey.core.ApiKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.entity.AdministrationStateDecoder;
import io.qanat.codecs.entity.AdministrationStateEncoder;
import io.qanat.codecs.entity.AnsweredActDecoder;
import io.qanat.codecs.entity.AnsweredActEncoder;
import io.qanat.codecs.entity.AuditRecordDecoder;
import io.qanat.codecs.entity.DirectoryEntryDecoder;
import io.qanat.codecs.entity.DirectoryEntryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OpenSessionDecoder;
import io.qanat.codecs.entity.OpenSessionEncoder;
import io.qanat.codecs.entity.OperatorKeyPutDecoder;
import io.qanat.codecs.entity.OperatorKeyPutEncoder;
import io.qanat.codecs.entity.OperatorPutDecoder;
import io.qanat.codecs.entity.PendingActDecoder;
import io.qanat.codecs.entity.PendingActEncoder;
import io.qanat.codecs.entity.ProposalDecoder;
import io.qanat.codecs.entity.ProposalEncoder;
import io.qanat.codecs.entity.RulePutDecoder;
import io.qanat.entity.core.Core.RecordSink;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Everything the administration knows, and how it is written and read, each in its order. */
final class AdministrationState {
  final Operators operators = new Operators();
  final Rules rules = new Rules();
  final Proposals proposals = new Proposals();
  final AuditTrail audit = new AuditTrail();
  final AnsweredActs answered = new AnsweredActs();
  final RecordedSessions sessions = new RecordedSessions();

  /** Acts that were sent to their targets and are not answered, by number. */
  final TreeMap<Long, Act> pending = new TreeMap<>();

  /** Entities that were defined through here, by key. */
  final TreeSet<Long> directory = new TreeSet<>();

  long lastActNo;

  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final Definitions definitions = new Definitions();
  private RecordSink sink;

  void write(final RecordSink newSink) {
    sink = newSink;
    send(
        new AdministrationStateEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .lastActNo(lastActNo)
            .lastSequence(audit.lastSequence)
            .lastProposal(proposals.last)
            .proposalLifetimeNanos(proposals.lifetimeNanos)
            .encodedLength());
    rules.all().forEach((template, rule) -> send(definitions.rule(template, rule)));
    operators.all().forEach((name, roles) -> send(definitions.operator(name, roles)));
    operators.allKeys().forEach(this::write);
    proposals.all().forEach(proposal -> send(encode(proposal)));
    pending.values().forEach(this::write);
    answered.all().forEach(this::write);
    directory.forEach(
        entity ->
            send(
                new DirectoryEntryEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .entity(entity)
                    .encodedLength()));
    sessions
        .open()
        .forEach(
            (name, beganAt) ->
                send(
                    new OpenSessionEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .beganAt(beganAt)
                        .name(name)
                        .encodedLength()));
    audit.all().forEach(this::send);
  }

  private void write(final String accessKeyId, final OperatorKey key) {
    final ApiKey apiKey = key.key();
    final KeyDerivation derivation = apiKey.verifier().derivation();
    final byte[] storedKey = apiKey.verifier().storedKey();
    final OperatorKeyPutEncoder encoder =
        new OperatorKeyPutEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .accessKeyId(accessKeyId)
            .putStoredKey(storedKey, 0, storedKey.length)
            .expiresAt(apiKey.expiresAt())
            .putSalt(derivation.salt(), 0, KeyDerivation.SALT_LENGTH)
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism());
    final OperatorKeyPutEncoder.AllowedEncoder group =
        encoder.allowedCount(apiKey.allowed().size());
    apiKey
        .allowed()
        .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    send(encoder.operatorName(key.operator()).encodedLength());
  }

  /** A proposal for snapshots and for those who ask; fresh. */
  byte[] encode(final Proposals.Proposal proposal) {
    return encode(proposal, proposal.act().body());
  }

  /** As people may see it. */
  byte[] encodeForPeople(final Proposals.Proposal proposal) {
    return encode(proposal, Secrets.withoutStoredKey(proposal.act().body()));
  }

  private byte[] encode(final Proposals.Proposal proposal, final byte[] body) {
    final Act act = proposal.act();
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new ProposalEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .proposal(act.proposal())
                .actNo(act.no())
                .proposedAt(proposal.proposedAt())
                .expiresAt(proposal.expiresAt())
                .target(act.target())
                .accessKeyId(act.accessKeyId())
                .who(act.who())
                .why(act.why())
                .putAct(body, 0, body.length)
                .encodedLength();
    final byte[] bytes = new byte[length];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  private void write(final Act act) {
    send(
        new PendingActEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .actNo(act.no())
            .requestId(act.asker().requestId())
            .proposal(act.proposal())
            .target(act.target())
            .accessKeyId(act.accessKeyId())
            .who(act.who())
            .why(act.why())
            .approver(act.approver())
            .idempotencyKey(act.asker().idempotencyKey())
            .putAct(act.body(), 0, act.body().length)
            .encodedLength());
  }

  private void write(final AnsweredActs.Key key, final AnsweredActs.Answer answer) {
    send(
        new AnsweredActEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .contentHash(answer.contentHash())
            .actNo(answer.actNo())
            .who(key.who())
            .idempotencyKey(key.idempotencyKey())
            .putReply(answer.reply(), 0, answer.reply().length)
            .encodedLength());
  }

  private void send(final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  private void send(final byte[] record) {
    buffer.putBytes(0, record);
    sink.record(buffer, 0, record.length);
  }

  /**
   * Reads one record.
   *
   * @throws IllegalArgumentException if it is none of the administration's
   */
  void read(final DirectBuffer record, final int offset, final int length) {
    final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(record, offset);
    switch (head.templateId()) {
      case AdministrationStateDecoder.TEMPLATE_ID -> {
        final AdministrationStateDecoder decoder =
            new AdministrationStateDecoder().wrapAndApplyHeader(record, offset, head);
        lastActNo = decoder.lastActNo();
        audit.lastSequence = decoder.lastSequence();
        proposals.last = decoder.lastProposal();
        proposals.lifetimeNanos = decoder.proposalLifetimeNanos();
      }
      case RulePutDecoder.TEMPLATE_ID -> {
        final RulePutDecoder rule = new RulePutDecoder().wrapAndApplyHeader(record, offset, head);
        rules.put(rule.act(), new Rule(rule.roles().getRaw(), rule.approval(), rule.threshold()));
      }
      case OperatorPutDecoder.TEMPLATE_ID -> {
        final OperatorPutDecoder operator =
            new OperatorPutDecoder().wrapAndApplyHeader(record, offset, head);
        final int roles = operator.roles().getRaw();
        operators.put(operator.name(), roles);
      }
      case OperatorKeyPutDecoder.TEMPLATE_ID ->
          readKey(new OperatorKeyPutDecoder().wrapAndApplyHeader(record, offset, head));
      case ProposalDecoder.TEMPLATE_ID ->
          readProposal(new ProposalDecoder().wrapAndApplyHeader(record, offset, head));
      case PendingActDecoder.TEMPLATE_ID ->
          readPending(new PendingActDecoder().wrapAndApplyHeader(record, offset, head));
      case AnsweredActDecoder.TEMPLATE_ID ->
          readAnswered(new AnsweredActDecoder().wrapAndApplyHeader(record, offset, head));
      case DirectoryEntryDecoder.TEMPLATE_ID ->
          directory.add(
              new DirectoryEntryDecoder().wrapAndApplyHeader(record, offset, head).entity());
      case OpenSessionDecoder.TEMPLATE_ID ->
          sessions.restore(new OpenSessionDecoder().wrapAndApplyHeader(record, offset, head));
      case AuditRecordDecoder.TEMPLATE_ID -> audit.keep(record, offset, length);
      default ->
          throw new IllegalArgumentException(
              "not an administration's snapshot: template " + head.templateId());
    }
  }

  private void readKey(final OperatorKeyPutDecoder decoder) {
    final String accessKeyId = decoder.accessKeyId();
    final ApiKey key =
        new KeyParts(
                KeyParts.storedKey(decoder, OperatorKeyPutDecoder::getStoredKey),
                KeyParts.salt(decoder, OperatorKeyPutDecoder::getSalt),
                decoder.memoryKib(),
                decoder.iterations(),
                decoder.parallelism(),
                decoder.expiresAt(),
                KeyParts.ranges(
                    decoder.allowed(),
                    OperatorKeyPutDecoder.AllowedDecoder::getPrefix,
                    OperatorKeyPutDecoder.AllowedDecoder::bits))
            .key();
    operators.putKey(accessKeyId, new OperatorKey(decoder.operatorName(), key));
  }

  private void readProposal(final ProposalDecoder decoder) {
    final String who = decoder.who();
    final String why = decoder.why();
    final Act act =
        new Act(
            decoder.actNo(),
            who,
            decoder.accessKeyId(),
            why,
            decoder.target(),
            bytes(decoder.actLength(), decoder::getAct),
            decoder.proposal(),
            "",
            new Act.Asker(0, who, ""));
    proposals.restore(new Proposals.Proposal(act, decoder.proposedAt(), decoder.expiresAt()));
  }

  private void readPending(final PendingActDecoder decoder) {
    final String who = decoder.who();
    final String why = decoder.why();
    final String approver = decoder.approver();
    final Act.Asker asker =
        new Act.Asker(
            decoder.requestId(), approver.isEmpty() ? who : approver, decoder.idempotencyKey());
    pending.put(
        decoder.actNo(),
        new Act(
            decoder.actNo(),
            who,
            decoder.accessKeyId(),
            why,
            decoder.target(),
            bytes(decoder.actLength(), decoder::getAct),
            decoder.proposal(),
            approver,
            asker));
  }

  private void readAnswered(final AnsweredActDecoder decoder) {
    final Act.Asker asker = new Act.Asker(0, decoder.who(), decoder.idempotencyKey());
    answered.put(
        asker,
        new AnsweredActs.Answer(
            decoder.contentHash(),
            decoder.actNo(),
            bytes(decoder.replyLength(), decoder::getReply)));
  }

  private static byte[] bytes(final int length, final Copy getter) {
    final byte[] bytes = new byte[length];
    getter.get(bytes, 0, length);
    return bytes;
  }

  /** A variable part of a message, which is read in its turn. */
  @FunctionalInterface
  private interface Copy {
    int get(byte[] into, int offset, int length);
  }
}
