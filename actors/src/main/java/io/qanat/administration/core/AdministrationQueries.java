package io.qanat.administration.core;

import io.qanat.administration.core.Operators.OperatorKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.entity.AuditEndEncoder;
import io.qanat.codecs.entity.AuditQueryDecoder;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.DefinitionsEndEncoder;
import io.qanat.codecs.entity.DirectoryAnswerEncoder;
import io.qanat.codecs.entity.DirectoryQueryDecoder;
import io.qanat.codecs.entity.KeyQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ProposalsQueryDecoder;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers questions; changes nothing. */
final class AdministrationQueries {
  /** Most records, or entities, in the answer to one question. */
  static final int PAGE_MAX = 1_000;

  private final AdministrationState state;
  private final Definitions definitions = new Definitions();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  AdministrationQueries(final AdministrationState state) {
    this.state = state;
  }

  void answer(final Input query, final Outputs answers) {
    switch (query.templateId()) {
      case KeyQueryDecoder.TEMPLATE_ID -> onKey(query, answers);
      case AuditQueryDecoder.TEMPLATE_ID -> onAudit(query, answers);
      case DirectoryQueryDecoder.TEMPLATE_ID -> onDirectory(query, answers);
      case ProposalsQueryDecoder.TEMPLATE_ID ->
          send(query, answers, state.proposals.all().stream().map(state::encodeForPeople).toList());
      case DefinitionQueryDecoder.TEMPLATE_ID -> send(query, answers, everything());
      default -> {
        // Unknown questions stay unanswered, as Core says.
      }
    }
  }

  private void onKey(final Input input, final Outputs answers) {
    final KeyQueryDecoder query =
        new KeyQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String accessKeyId = query.accessKeyId();
    final byte[] source = KeyParts.address(query, KeyQueryDecoder::getSourceAddress);
    final OperatorKey key = state.operators.key(accessKeyId);
    final boolean usable = key != null && key.key().isUsable(input.timeNanos(), source);
    reply(
        input,
        answers,
        definitions.keyAnswer(
            accessKeyId,
            usable ? key.key() : null,
            0,
            0,
            usable ? state.operators.roles(key.operator()) : 0,
            false,
            usable ? key.operator() : ""));
  }

  private void onAudit(final Input input, final Outputs answers) {
    final AuditQueryDecoder query =
        new AuditQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    state
        .audit
        .from(query.fromSequence(), (int) Math.min(query.count(), PAGE_MAX))
        .forEach(record -> reply(input, answers, record));
    reply(
        input,
        answers,
        new AuditEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .oldestSequence(state.audit.oldestSequence())
            .nextSequence(state.audit.lastSequence + 1)
            .encodedLength());
  }

  private void onDirectory(final Input input, final Outputs answers) {
    final DirectoryQueryDecoder query =
        new DirectoryQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final List<Long> page =
        state.directory.tailSet(query.fromEntity()).stream()
            .limit(Math.min(query.count(), PAGE_MAX))
            .toList();
    final DirectoryAnswerEncoder answer =
        new DirectoryAnswerEncoder().wrapAndApplyHeader(buffer, 0, header);
    final DirectoryAnswerEncoder.EntitiesEncoder group = answer.entitiesCount(page.size());
    page.forEach(entity -> group.next().entity(entity));
    reply(input, answers, answer.encodedLength());
  }

  private List<byte[]> everything() {
    final List<byte[]> all = new ArrayList<>();
    all.add(SelfAdministration.lifetime(state.proposals.lifetimeNanos));
    Acts.all().forEach(kind -> all.add(definitions.rule(kind.template(), state.rules.of(kind))));
    state.operators.all().forEach((name, roles) -> all.add(definitions.operator(name, roles)));
    state
        .operators
        .allKeys()
        .forEach((id, key) -> all.add(definitions.key(id, key.key(), key.operator())));
    return all;
  }

  private void send(final Input query, final Outputs answers, final List<byte[]> all) {
    all.forEach(one -> reply(query, answers, one));
    reply(
        query,
        answers,
        new DefinitionsEndEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .count(all.size())
            .encodedLength());
  }

  private void reply(final Input query, final Outputs answers, final byte[] message) {
    answers.reply(query.requestId(), new UnsafeBuffer(message), 0, message.length);
  }

  private void reply(final Input query, final Outputs answers, final int encodedLength) {
    answers.reply(
        query.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
