package io.qanat.administration.core;

import io.qanat.codecs.entity.AccountPutDecoder;
import io.qanat.codecs.entity.ActStatus;
import io.qanat.codecs.entity.AdminActDecoder;
import io.qanat.codecs.entity.AdminActReplyEncoder;
import io.qanat.codecs.entity.AdminCommandEncoder;
import io.qanat.codecs.entity.AdminOutcomeDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PartnerDefineDecoder;
import io.qanat.codecs.entity.ProposalDecideDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.SortedMap;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides every act of an operator, sends it to whom it concerns, and keeps the trail of what was
 * done. See the package.
 */
public final class AdministrationCore implements Core {
  /** Longest reason, in characters. */
  public static final int WHY_LENGTH_MAX = 1_000;

  /** Longest message of an act, in bytes. */
  public static final int ACT_BYTES_MAX = 16 * 1024;

  /** Acts that may be on their way to their targets at once. */
  public static final int PENDING_MAX = 10_000;

  private static final int VERSION = 1;

  private final AdministrationState state = new AdministrationState();
  private final SelfAdministration self =
      new SelfAdministration(state.operators, state.rules, state.proposals, state.sessions);
  private final AdministrationQueries queries = new AdministrationQueries(state);
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AdminActReplyEncoder reply = new AdminActReplyEncoder();
  private Outputs outputs;
  private long nowNanos;

  /**
   * Makes an administration without operators.
   *
   * @throws IllegalArgumentException if it is not the one there is
   */
  public AdministrationCore(final long number) {
    if (EntityKey.of(EntityKey.ADMINISTRATION, number) != EntityKey.THE_ADMINISTRATION) {
      throw new IllegalArgumentException("there is one administration, number 1: " + number);
    }
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public void apply(final Input input, final Outputs newOutputs) {
    outputs = newOutputs;
    nowNanos = input.timeNanos();
    expireProposals();
    switch (input.source()) {
      case ADMIN -> onAct(input);
      case PEER -> onOutcome(input);
      case CLIENT ->
          answer(
              new Act.Asker(input.requestId(), "", ""),
              encode(0, 0, 0, 0, Outcome.invalid("the administration takes no clients' messages")));
      case WAKE -> {
        // What has expired is closed above.
      }
    }
  }

  private void expireProposals() {
    for (final Proposals.Proposal proposal : state.proposals.expire(nowNanos)) {
      state.audit.add(
          proposal.act(), Outcome.of(ActStatus.EXPIRED, AdminResult.CONFLICT, ""), nowNanos);
    }
  }

  private void onAct(final Input input) {
    final String malformed = malformed(input);
    if (malformed != null) {
      answer(
          new Act.Asker(input.requestId(), "", ""), encode(0, 0, 0, 0, Outcome.invalid(malformed)));
      return;
    }
    final Act act = read(input);
    final Outcome stranger = identify(act);
    if (stranger != null) {
      conclude(act, stranger);
      return;
    }
    final AnsweredActs.Answer earlier = state.answered.get(act.asker());
    if (earlier != null) {
      answerAgain(act, earlier);
      return;
    }
    final Outcome refusal = refusal(act);
    if (refusal != null) {
      conclude(act, refusal);
    } else if (act.template() == ProposalDecideDecoder.TEMPLATE_ID) {
      decide(act);
    } else if (isConfiguration(act) || !state.rules.takesTwo(Acts.of(act.template()), act)) {
      dispatch(act);
    } else {
      propose(act);
    }
  }

  /** What makes the input unreadable: a fault of the door it came through. */
  private static String malformed(final Input input) {
    if (input.schemaId() != AdminActDecoder.SCHEMA_ID
        || input.templateId() != AdminActDecoder.TEMPLATE_ID
        || FrameChecker.ENTITY.check(input.body(), input.bodyOffset(), input.bodyLength())
            != FrameCheck.OK) {
      return "the administration takes AdminAct, not template "
          + input.templateId()
          + " of schema "
          + input.schemaId();
    }
    final AdminActDecoder decoder = decoder(input);
    final UnsafeBuffer act = new UnsafeBuffer();
    decoder.wrapAct(act);
    if (decoder.idempotencyKey().length() > AnsweredActs.KEY_LENGTH_MAX) {
      return "idempotencyKey has more than " + AnsweredActs.KEY_LENGTH_MAX + " characters";
    }
    if (act.capacity() > ACT_BYTES_MAX) {
      return "an act has at most " + ACT_BYTES_MAX + " bytes: " + act.capacity();
    }
    final FrameCheck check = FrameChecker.ENTITY.check(act, 0, act.capacity());
    return check.isDecodable() ? null : "the act's message is " + check;
  }

  private static AdminActDecoder decoder(final Input input) {
    return new AdminActDecoder()
        .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
  }

  private Act read(final Input input) {
    final AdminActDecoder decoder = decoder(input);
    final byte[] body = new byte[decoder.actLength()];
    decoder.getAct(body, 0, body.length);
    final String key = decoder.idempotencyKey();
    return new Act(
        ++state.lastActNo,
        input.who(),
        decoder.accessKeyId(),
        input.why().strip(),
        decoder.target(),
        body,
        0,
        "",
        new Act.Asker(input.requestId(), input.who(), key));
  }

  private static boolean isConfiguration(final Act act) {
    return act.who().equals(Operators.CONFIGURATION);
  }

  private Outcome identify(final Act act) {
    if (isConfiguration(act)) {
      return act.accessKeyId().isEmpty() ? null : Outcome.forbidden("the configuration has no key");
    }
    return state.operators.isValid(act.who(), act.accessKeyId(), nowNanos)
        ? null
        : Outcome.forbidden("the key is not an operator's, or not any more");
  }

  private void answerAgain(final Act act, final AnsweredActs.Answer earlier) {
    if (earlier.contentHash() != AnsweredActs.contentHash(act)) {
      conclude(
          new Act(
              act.no(),
              act.who(),
              act.accessKeyId(),
              act.why(),
              act.target(),
              act.body(),
              0,
              "",
              new Act.Asker(act.asker().requestId(), act.who(), "")),
          Outcome.refused(AdminResult.CONFLICT, "the idempotency key was used for another act"));
    } else if (earlier.reply().length > 0) {
      answer(act.asker(), earlier.reply());
    } else {
      answer(
          act.asker(),
          encode(
              earlier.actNo(),
              0,
              0,
              0,
              Outcome.of(ActStatus.PENDING, AdminResult.UNCHANGED, "not answered yet")));
    }
  }

  private Outcome refusal(final Act act) {
    final Acts.Kind kind = Acts.of(act.template());
    if (kind == null) {
      return Outcome.invalid("no operator's act has the template " + act.template());
    }
    if (!mayDo(act, kind)) {
      return Outcome.forbidden(
          kind.name() + " takes one of the roles " + Roles.names(state.rules.of(kind).roles()));
    }
    if (act.why().isEmpty() || act.why().length() > WHY_LENGTH_MAX) {
      return Outcome.invalid("why must have 1 to " + WHY_LENGTH_MAX + " characters");
    }
    if (!Targets.isPossible(kind, act.target())) {
      return Outcome.invalid(kind.name() + " is not for " + EntityKey.toString(act.target()));
    }
    return state.pending.size() >= PENDING_MAX
        ? Outcome.refused(AdminResult.CONFLICT, PENDING_MAX + " acts are under way already")
        : null;
  }

  private boolean mayDo(final Act act, final Acts.Kind kind) {
    return isConfiguration(act)
        ? kind.template() != ProposalDecideDecoder.TEMPLATE_ID
        : (state.operators.roles(act.who()) & state.rules.of(kind).roles()) != 0
            || isWithdrawal(act);
  }

  /** Whoever proposed something may take it back. */
  private boolean isWithdrawal(final Act act) {
    if (act.template() != ProposalDecideDecoder.TEMPLATE_ID) {
      return false;
    }
    final ProposalDecideDecoder decision = decision(act);
    final Proposals.Proposal proposal = state.proposals.get(decision.proposal());
    return decision.approveRaw() == Bool.NO.value()
        && proposal != null
        && proposal.act().who().equals(act.who());
  }

  private static ProposalDecideDecoder decision(final Act act) {
    return new ProposalDecideDecoder()
        .wrap(act.buffer(), MessageHeaderDecoder.ENCODED_LENGTH, act.blockLength(), act.version());
  }

  private void propose(final Act act) {
    if (state.proposals.isFull()) {
      conclude(
          act,
          Outcome.refused(
              AdminResult.CONFLICT, Proposals.OPEN_MAX + " proposals are open already"));
      return;
    }
    final Proposals.Proposal proposal = state.proposals.open(act, nowNanos);
    conclude(
        proposal.act(),
        Outcome.of(ActStatus.PROPOSED, AdminResult.UNCHANGED, "another operator has to approve it"),
        proposal.expiresAt());
  }

  private void decide(final Act act) {
    final ProposalDecideDecoder decision = decision(act);
    final Proposals.Proposal proposal = state.proposals.get(decision.proposal());
    if (decision.approve() != Bool.YES && decision.approve() != Bool.NO) {
      conclude(act, Outcome.invalid("approve is neither YES nor NO: " + decision.approveRaw()));
    } else if (proposal == null) {
      conclude(
          act, Outcome.refused(AdminResult.NOT_FOUND, "no open proposal " + decision.proposal()));
    } else if (decision.approve() == Bool.NO) {
      reject(act, proposal);
    } else if (proposal.act().who().equals(act.who())) {
      conclude(act, Outcome.forbidden("who proposes does not approve"));
    } else {
      approve(act, proposal);
    }
  }

  private void reject(final Act act, final Proposals.Proposal proposal) {
    state.proposals.close(proposal.act().proposal());
    conclude(
        proposal.act().approved(act.who(), act.asker()),
        Outcome.of(ActStatus.REJECTED, AdminResult.UNCHANGED, act.why()),
        0,
        AnsweredActs.contentHash(act));
  }

  private void approve(final Act act, final Proposals.Proposal proposal) {
    final Act proposed = proposal.act().approved(act.who(), act.asker());
    final Outcome refusal = refusal(proposed);
    if (refusal != null) {
      conclude(
          act,
          Outcome.refused(
              AdminResult.CONFLICT, "the proposer may no longer do this: " + refusal.text()));
      return;
    }
    state.proposals.close(proposed.proposal());
    state.audit.add(
        proposed, Outcome.of(ActStatus.APPROVED, AdminResult.DONE, act.why()), nowNanos);
    dispatch(proposed, AnsweredActs.contentHash(act));
  }

  private void dispatch(final Act act) {
    dispatch(act, AnsweredActs.contentHash(act));
  }

  private void dispatch(final Act act, final long contentHash) {
    if (act.target() == EntityKey.THE_ADMINISTRATION) {
      conclude(act, self.apply(act, nowNanos), 0, contentHash);
      return;
    }
    state.pending.put(act.no(), act);
    state.answered.put(act.asker(), new AnsweredActs.Answer(contentHash, act.no(), new byte[0]));
    final int length =
        new AdminCommandEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .actNo(act.no())
            .putAct(act.body(), 0, act.body().length)
            .who(act.who())
            .why(act.why())
            .encodedLength();
    outputs.toPeer(act.target(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length);
  }

  private void onOutcome(final Input input) {
    if (input.schemaId() != AdminOutcomeDecoder.SCHEMA_ID
        || input.templateId() != AdminOutcomeDecoder.TEMPLATE_ID) {
      throw new IllegalArgumentException(
          "the administration hears outcomes only: template " + input.templateId());
    }
    final AdminOutcomeDecoder decoder =
        new AdminOutcomeDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final AdminResult result = decoder.result();
    final Act act = state.pending.get(decoder.actNo());
    if (act == null || act.target() != input.sender()) {
      throw new IllegalArgumentException(
          EntityKey.toString(input.sender()) + " answers an act that it was not sent");
    }
    final String text = decoder.text();
    final byte[] before = new byte[decoder.beforeLength()];
    decoder.getBefore(before, 0, before.length);
    final byte[] after = new byte[decoder.afterLength()];
    decoder.getAfter(after, 0, after.length);
    state.pending.remove(act.no());
    final Outcome outcome = Outcome.of(result, text, before, after);
    if (outcome.status() != ActStatus.REFUSED) {
      remember(act);
    }
    final AnsweredActs.Answer waiting = state.answered.get(act.asker());
    conclude(act, outcome, 0, waiting == null ? 0 : waiting.contentHash());
  }

  private void remember(final Act act) {
    switch (act.template()) {
      case PartnerDefineDecoder.TEMPLATE_ID, InstrumentDefineDecoder.TEMPLATE_ID ->
          state.directory.add(act.target());
      case AccountPutDecoder.TEMPLATE_ID ->
          state.directory.add(
              EntityKey.account(
                  new AccountPutDecoder()
                      .wrap(
                          act.buffer(),
                          MessageHeaderDecoder.ENCODED_LENGTH,
                          act.blockLength(),
                          act.version())
                      .account()));
      default -> {
        // Nothing else brings an entity into being.
      }
    }
  }

  private void conclude(final Act act, final Outcome outcome) {
    conclude(act, outcome, 0);
  }

  private void conclude(final Act act, final Outcome outcome, final long expiresAt) {
    conclude(act, outcome, expiresAt, AnsweredActs.contentHash(act));
  }

  /** Writes it down, remembers the answer, and gives it. */
  private void conclude(
      final Act act, final Outcome outcome, final long expiresAt, final long contentHash) {
    // The setup file is applied at every start: that nothing has changed is no news.
    final boolean isNews = !(isConfiguration(act) && outcome.status() == ActStatus.UNCHANGED);
    final long sequence = isNews ? state.audit.add(act, outcome, nowNanos) : 0;
    final byte[] message = encode(act.no(), sequence, act.proposal(), expiresAt, outcome);
    if (outcome.status() != ActStatus.FORBIDDEN) {
      state.answered.put(act.asker(), new AnsweredActs.Answer(contentHash, act.no(), message));
    }
    answer(act.asker(), message);
  }

  private byte[] encode(
      final long actNo,
      final long sequence,
      final long proposal,
      final long expiresAt,
      final Outcome outcome) {
    final int length =
        reply
            .wrapAndApplyHeader(buffer, 0, header)
            .actNo(actNo)
            .sequence(sequence)
            .proposal(proposal)
            .expiresAt(expiresAt)
            .status(outcome.status())
            .result(outcome.result())
            .text(outcome.text())
            .putBefore(outcome.before(), 0, outcome.before().length)
            .putAfter(outcome.after(), 0, outcome.after().length)
            .encodedLength();
    final byte[] message = new byte[MessageHeaderEncoder.ENCODED_LENGTH + length];
    buffer.getBytes(0, message);
    return message;
  }

  private void answer(final Act.Asker asker, final byte[] message) {
    if (asker.requestId() != 0) {
      outputs.reply(asker.requestId(), new UnsafeBuffer(message), 0, message.length);
    }
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    if (query.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && FrameChecker.ENTITY.check(query.body(), query.bodyOffset(), query.bodyLength())
            == FrameCheck.OK) {
      queries.answer(query, answers);
    }
  }

  /** Recorded sessions that have begun and not ended, with the time of their beginning. */
  public SortedMap<String, Long> openSessions() {
    return state.sessions.open();
  }

  @Override
  public long wakeAtNanos() {
    return state.proposals.nextExpiryNanos();
  }

  @Override
  public long stateHash() {
    final long[] hash = {Hash64.SEED};
    state.write((record, offset, length) -> hash[0] = Hash64.mix(hash[0], record, offset, length));
    return hash[0];
  }

  @Override
  public void writeSnapshot(final RecordSink sink) {
    state.write(sink);
  }

  @Override
  public void readSnapshotRecord(final DirectBuffer record, final int offset, final int length) {
    state.read(record, offset, length);
  }
}
