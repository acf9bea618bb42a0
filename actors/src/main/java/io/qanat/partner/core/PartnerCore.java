package io.qanat.partner.core;

import io.qanat.account.core.Names;
import io.qanat.account.core.Terms;
import io.qanat.administration.core.Administered;
import io.qanat.codecs.entity.AccountMassCancelEncoder;
import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.KeyQueryDecoder;
import io.qanat.codecs.entity.LogonDecoder;
import io.qanat.codecs.entity.LogonReplyEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OwnsAccountAnswerEncoder;
import io.qanat.codecs.entity.OwnsAccountQueryDecoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import io.qanat.codecs.orderentry.BusinessMessageRejectEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.MassActionResponse;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** One partner: decides logons and operators' acts, and tells its accounts what they may do. */
public final class PartnerCore implements Core {
  private static final int VERSION = 1;

  private final long partner;
  private final PartnerState state;
  private final Administration administration;
  private final Administered administered = new Administered();
  private final PartnerDefinitions definitions;
  private final PartnerQueries queries;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final io.qanat.codecs.orderentry.MessageHeaderEncoder clientHeader =
      new io.qanat.codecs.orderentry.MessageHeaderEncoder();

  /**
   * Makes a partner that nobody has defined yet.
   *
   * @throws IllegalArgumentException if the number is not in 1..2^31-1
   */
  public PartnerCore(final long partner) {
    if (partner < 1 || partner > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("partner not in 1..2^31-1: " + partner);
    }
    this.partner = partner;
    state = new PartnerState(partner);
    administration = new Administration(state);
    definitions = new PartnerDefinitions(state);
    queries = new PartnerQueries(state);
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public void apply(final Input input, final Outputs outputs) {
    if (Administered.isAct(input)) {
      administered.apply(this, input, outputs);
      return;
    }
    switch (input.source()) {
      case ADMIN -> onAdmin(input, outputs);
      case CLIENT -> onClient(input, outputs);
      case PEER ->
          throw new IllegalArgumentException(
              "only the administration tells a partner anything: template " + input.templateId());
      case WAKE -> {
        // A partner never asks to be woken; one that comes from elsewhere changes nothing.
      }
    }
  }

  private void onAdmin(final Input input, final Outputs outputs) {
    final Administration.Outcome outcome = administration.apply(input);
    if (outcome.pushes()) {
      pushTerms(outputs);
    }
    final AdminReplyEncoder reply =
        new AdminReplyEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .result(outcome.result())
            .text(outcome.text());
    reply(input, outputs, reply.encodedLength());
  }

  private void pushTerms(final Outputs outputs) {
    state.terms = state.terms.withVersion(state.terms.version() + 1);
    for (final Map.Entry<Long, PartnerState.Credit> account : state.accounts.entrySet()) {
      final Terms terms =
          state.terms.withCredit(account.getValue().limit(), account.getValue().currency());
      outputs.toPeer(EntityKey.account(account.getKey()), buffer, 0, terms.encode(buffer, 0));
    }
  }

  private void onClient(final Input input, final Outputs outputs) {
    if (input.schemaId() == LogonDecoder.SCHEMA_ID
        && input.templateId() == LogonDecoder.TEMPLATE_ID
        && input.blockLength() >= LogonDecoder.BLOCK_LENGTH) {
      onLogon(input, outputs);
    } else if (input.partner() != partner) {
      reject(input, outputs, BusinessRejectReason.UNKNOWN_ID, "", "unknown partner");
    } else if (input.schemaId() == OrderMassActionRequestDecoder.SCHEMA_ID
        && input.templateId() == OrderMassActionRequestDecoder.TEMPLATE_ID
        && input.blockLength() >= OrderMassActionRequestDecoder.BLOCK_LENGTH) {
      onMassAction(input, outputs);
    } else {
      reject(
          input,
          outputs,
          BusinessRejectReason.UNSUPPORTED_MESSAGE_TYPE,
          "",
          "a partner does not take template "
              + input.templateId()
              + " of "
              + input.blockLength()
              + " bytes");
    }
  }

  /** A logon to a partner that is not defined has no key to prove, so it ends as CREDENTIALS. */
  private void onLogon(final Input input, final Outputs outputs) {
    final LogonDecoder logon =
        new LogonDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final NegotiationRejectCode code =
        state.keys.logon(logon, partner, state.definition.sessionsMax(), input.timeNanos());
    final boolean accepted = code == null;
    final LogonReplyEncoder reply =
        new LogonReplyEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .rejectCode(accepted ? 0 : code.value())
            .lastIncarnation(
                code == NegotiationRejectCode.DUPLICATE_INCARNATION
                    ? state.keys.lastIncarnation(logon.session())
                    : 0)
            .messagesPerSecondMax(accepted ? state.definition.messagesPerSecondMax() : 0)
            .burstMax(accepted ? state.definition.burstMax() : 0);
    reply(input, outputs, reply.encodedLength());
  }

  private void onMassAction(final Input input, final Outputs outputs) {
    final OrderMassActionRequestDecoder request =
        new OrderMassActionRequestDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final String clOrdId = request.clOrdId();
    if (!Names.isClOrdId(clOrdId)) {
      invalid(input, outputs, clOrdId, "clOrdId must be printable ASCII and not empty");
      return;
    }
    if (request.scopeRaw() != MassActionScope.PARTNER.value()) {
      invalid(input, outputs, clOrdId, "scope must be PARTNER: " + request.scopeRaw());
      return;
    }
    state.lastRequestNo++;
    for (final long account : state.accounts.keySet()) {
      final AccountMassCancelEncoder cancel =
          new AccountMassCancelEncoder()
              .wrapAndApplyHeader(buffer, 0, header)
              .requestNo(state.lastRequestNo);
      outputs.toPeer(
          EntityKey.account(account),
          buffer,
          0,
          MessageHeaderEncoder.ENCODED_LENGTH + cancel.encodedLength());
    }
    final OrderMassActionReportEncoder report =
        new OrderMassActionReportEncoder()
            .wrapAndApplyHeader(buffer, 0, clientHeader)
            .account(0)
            .reportNo(0)
            .transactTime(input.timeNanos())
            .securityId(0)
            .totalAffectedOrders(0)
            .clOrdId(clOrdId)
            .scope(MassActionScope.PARTNER)
            .response(MassActionResponse.ACCEPTED)
            .possResend(Bool.NO)
            .text("told to " + state.accounts.size() + " accounts; each reports its own orders");
    answer(input, outputs, report.encodedLength());
  }

  private void invalid(
      final Input input, final Outputs outputs, final String clOrdId, final String text) {
    reject(input, outputs, BusinessRejectReason.INVALID_FIELD, clOrdId, text);
  }

  private void reject(
      final Input input,
      final Outputs outputs,
      final BusinessRejectReason reason,
      final String clOrdId,
      final String text) {
    final BusinessMessageRejectEncoder reject =
        new BusinessMessageRejectEncoder()
            .wrapAndApplyHeader(buffer, 0, clientHeader)
            .account(0)
            .refSeqNum(input.seqNum())
            .clOrdId(clOrdId)
            .refTemplateId(input.templateId())
            .businessRejectReason(reason)
            .retryAfterMillis(0)
            .text(text);
    answer(input, outputs, reject.encodedLength());
  }

  private void answer(final Input input, final Outputs outputs, final int encodedLength) {
    if (input.session() != 0) {
      outputs.toSession(
          input.sessionKey(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }
    reply(input, outputs, encodedLength);
  }

  private void reply(final Input input, final Outputs outputs, final int encodedLength) {
    if (input.requestId() != 0) {
      outputs.reply(
          input.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    switch (query.templateId()) {
      case OwnsAccountQueryDecoder.TEMPLATE_ID -> onOwnsAccount(query, answers);
      case KeyQueryDecoder.TEMPLATE_ID, DefinitionQueryDecoder.TEMPLATE_ID -> {
        if (FrameChecker.ENTITY.check(query.body(), query.bodyOffset(), query.bodyLength())
            == FrameCheck.OK) {
          definitions.answer(query, answers);
        }
      }
      default -> queries.answer(query, answers);
    }
  }

  private void onOwnsAccount(final Input query, final Outputs answers) {
    final long account =
        new OwnsAccountQueryDecoder()
            .wrap(query.body(), query.blockOffset(), query.blockLength(), query.version())
            .account();
    final OwnsAccountAnswerEncoder answer =
        new OwnsAccountAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .account(account)
            .owned(state.accounts.containsKey(account) ? Bool.YES : Bool.NO);
    reply(query, answers, answer.encodedLength());
  }

  @Override
  public long wakeAtNanos() {
    return 0;
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

  /** The partner's number. */
  public long partner() {
    return partner;
  }
}
