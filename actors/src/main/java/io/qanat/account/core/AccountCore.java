package io.qanat.account.core;

import io.qanat.administration.core.Administered;
import io.qanat.codecs.entity.AccountMassCancelDecoder;
import io.qanat.codecs.entity.AccountQueryDecoder;
import io.qanat.codecs.entity.AccountTermsDecoder;
import io.qanat.codecs.entity.AdminReplyEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.CashTransferDecoder;
import io.qanat.codecs.entity.DefinitionQueryDecoder;
import io.qanat.codecs.entity.FillsQueryDecoder;
import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.OrderStatusQueryDecoder;
import io.qanat.codecs.entity.OrdersQueryDecoder;
import io.qanat.codecs.entity.ReportHistoryQueryDecoder;
import io.qanat.codecs.entity.ReportsQueryDecoder;
import io.qanat.codecs.entity.SessionClaimDecoder;
import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.entity.SessionProgressQueryDecoder;
import io.qanat.codecs.entity.TradeAmendDecoder;
import io.qanat.codecs.entity.TransferRequestDecoder;
import io.qanat.codecs.entity.TransfersQueryDecoder;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.orderentry.AccountReleasedEncoder;
import io.qanat.codecs.orderentry.AccountSequenceEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.orderentry.ReportAckDecoder;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import io.qanat.entity.core.SessionKey;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** One account. Hands each input to the part whose job it is; see the package. */
public final class AccountCore implements Core {
  /** How long an order may stay without an answer before its client is told that it is pending. */
  public static final long PENDING_REPORT_AFTER_NANOS = 2_000_000_000L;

  /** Accounts are numbered below this, so that an order's id has room for the counter. */
  public static final long ACCOUNT_LIMIT = 1L << 24;

  private static final int VERSION = 3;

  private final AccountState state;
  private final OrderEntry orderEntry;
  private final Executions executions;
  private final TransferRequests transferRequests;
  private final AccountQueries queries;
  private final HistoryQueries history;
  private final AccountSnapshot snapshot;
  private final Administered administered = new Administered();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final io.qanat.codecs.entity.MessageHeaderEncoder adminHeader =
      new io.qanat.codecs.entity.MessageHeaderEncoder();

  /**
   * Makes an account that no partner has opened yet.
   *
   * @throws IllegalArgumentException if the number is not in 1..2^24-1
   */
  public AccountCore(final long account) {
    if (account < 1 || account >= ACCOUNT_LIMIT) {
      throw new IllegalArgumentException("account not in 1..2^24-1: " + account);
    }
    state = new AccountState(account);
    orderEntry = new OrderEntry(state);
    executions = new Executions(state);
    transferRequests = new TransferRequests(state);
    queries = new AccountQueries(state);
    history = new HistoryQueries(state);
    snapshot = new AccountSnapshot(state);
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
    state.begin(input, outputs);
    rollDay();
    switch (input.source()) {
      case PEER -> onPeer(input);
      case CLIENT -> onClient(input);
      case ADMIN -> onAdmin(input);
      case WAKE -> reportPending();
    }
    if (state.mustCancelForReports()) {
      orderEntry.cancelAll(order -> true);
    }
    state.orders.end();
  }

  private void rollDay() {
    final long today = state.dayAt(state.nowNanos);
    if (state.isOpened() && today > state.day) {
      state.day = today;
      state.fills.rollDay(state.orders);
      state.orders.rollDay(state.firstOrderId());
    }
  }

  private void onPeer(final Input input) {
    switch (input.templateId()) {
      case OrderReportDecoder.TEMPLATE_ID -> executions.onReport(input);
      case TradeAmendDecoder.TEMPLATE_ID -> executions.onAmend(input);
      case AccountTermsDecoder.TEMPLATE_ID -> onTerms(input);
      case AccountMassCancelDecoder.TEMPLATE_ID -> {
        if (isFromPartner(input)) {
          orderEntry.cancelAll(order -> true);
        }
      }
      default ->
          throw new IllegalArgumentException(
              "not for an account: template " + input.templateId() + " of a peer");
    }
  }

  private boolean isFromPartner(final Input input) {
    return state.isOpened() && input.sender() == EntityKey.partner(state.terms.partner());
  }

  /** The highest version holds; the first one opens the account for good. */
  private void onTerms(final Input input) {
    final Terms terms =
        Terms.decode(input.body(), input.blockOffset(), input.blockLength(), input.version());
    if (input.sender() != EntityKey.partner(terms.partner())
        || (state.isOpened()
            && (terms.partner() != state.terms.partner()
                || terms.version() <= state.terms.version()))) {
      return;
    }
    final boolean opens = !state.isOpened();
    state.terms = keepingWhatMustSettle(terms);
    if (opens) {
      state.day = state.dayAt(state.nowNanos);
    }
    state.margin.reset(state.terms, state.orders.live());
    if (terms.killSwitch()) {
      orderEntry.cancelAll(order -> true);
    }
  }

  /** An instrument that the new terms leave out is no longer entitled, but not forgotten. */
  private Terms keepingWhatMustSettle(final Terms terms) {
    final TreeMap<Long, InstrumentTerms> instruments = new TreeMap<>();
    state
        .terms
        .instruments()
        .forEach((id, earlier) -> instruments.put(id, earlier.withEntitled(false)));
    instruments.putAll(terms.instruments());
    return terms.withInstruments(instruments);
  }

  private void onClient(final Input input) {
    if (!state.isOpened() || input.partner() != state.terms.partner()) {
      state.answers.businessReject(BusinessRejectReason.UNKNOWN_ID, "", 0, "unknown account");
      return;
    }
    switch (state.claims.admit(input)) {
      case NEW -> onNew(input);
      case STALE -> {
        // Whoever sent it has had its answer, or is gone.
      }
      case TOO_EARLY -> state.answers.tooEarly(state.claims.progress(input.sessionKey()));
    }
  }

  private void onNew(final Input input) {
    if (input.schemaId() == NewOrderSingleDecoder.SCHEMA_ID) {
      onOrderEntry(input);
    } else if (input.schemaId() == TransferRequestDecoder.SCHEMA_ID
        && input.templateId() == TransferRequestDecoder.TEMPLATE_ID) {
      if (isWhole(input, TransferRequestDecoder.BLOCK_LENGTH)) {
        transferRequests.onRequest(input);
      }
    } else if (input.schemaId() == SessionClaimDecoder.SCHEMA_ID) {
      onSession(input);
    } else {
      unsupported(input);
    }
  }

  private void onOrderEntry(final Input input) {
    switch (input.templateId()) {
      case NewOrderSingleDecoder.TEMPLATE_ID -> {
        if (isWhole(input, OrderEntry.newOrderLength(input.version()))) {
          orderEntry.onNewOrder(input);
        }
      }
      case OrderCancelRequestDecoder.TEMPLATE_ID -> {
        if (isWhole(input, OrderCancelRequestDecoder.BLOCK_LENGTH)) {
          orderEntry.onCancel(input);
        }
      }
      case OrderCancelReplaceRequestDecoder.TEMPLATE_ID -> {
        if (isWhole(input, OrderEntry.replaceLength(input.version()))) {
          orderEntry.onReplace(input);
        }
      }
      case OrderMassActionRequestDecoder.TEMPLATE_ID -> {
        if (isWhole(input, OrderMassActionRequestDecoder.BLOCK_LENGTH)) {
          orderEntry.onMassAction(input);
        }
      }
      case ReportAckDecoder.TEMPLATE_ID -> {
        if (isWhole(input, ReportAckDecoder.BLOCK_LENGTH)) {
          onReportAck(input);
        }
      }
      default -> unsupported(input);
    }
  }

  private void onSession(final Input input) {
    if (input.session() == 0) {
      state.answers.invalidField("", "session must not be 0 here");
      return;
    }
    switch (input.templateId()) {
      case SessionClaimDecoder.TEMPLATE_ID -> {
        if (isWhole(input, SessionClaimDecoder.BLOCK_LENGTH)) {
          onClaim(input);
        }
      }
      case SessionLostDecoder.TEMPLATE_ID -> {
        if (isWhole(input, SessionLostDecoder.BLOCK_LENGTH)) {
          onLost(input);
        }
      }
      default -> unsupported(input);
    }
  }

  /** A block that is shorter than this version's would be read beyond its end. */
  private boolean isWhole(final Input input, final int blockLength) {
    if (input.blockLength() < blockLength) {
      state.answers.invalidField(
          "", "block of " + input.blockLength() + " bytes instead of " + blockLength);
      return false;
    }
    return true;
  }

  private void unsupported(final Input input) {
    state.answers.businessReject(
        BusinessRejectReason.UNSUPPORTED_MESSAGE_TYPE,
        "",
        0,
        "an account does not take template "
            + input.templateId()
            + " of schema "
            + input.schemaId());
  }

  private void onReportAck(final Input input) {
    final ReportAckDecoder ack =
        new ReportAckDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    if (!state.reports.acknowledge(ack.throughReportNo())) {
      state.answers.invalidField(
          "",
          "throughReportNo "
              + ack.throughReportNo()
              + " is not in 0.."
              + (state.reports.nextReportNo() - 1));
    }
  }

  private void onClaim(final Input input) {
    final SessionClaimDecoder claim =
        new SessionClaimDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final long previous =
        state.claims.claim(input, claim.gateway(), claim.cancelOnDisconnectRaw() == 1);
    if (previous != SessionKey.NONE) {
      final AccountReleasedEncoder released =
          new AccountReleasedEncoder().wrapAndApplyHeader(buffer, 0, header).account(state.account);
      state.outputs.toSession(
          previous, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + released.encodedLength());
    }
    final AccountSequenceEncoder sequence =
        new AccountSequenceEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .account(state.account)
            .nextReportNo(state.reports.nextReportNo())
            .oldestReportNo(state.reports.oldestReportNo());
    state.answers.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + sequence.encodedLength());
  }

  private void onLost(final Input input) {
    final SessionLostDecoder lost =
        new SessionLostDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final Optional<LiveClaim> ended = state.claims.lose(input, lost.gateway());
    if (ended.isPresent() && ended.get().cancelOnDisconnect()) {
      orderEntry.cancelAll(order -> order.session == ended.get().sessionKey());
    }
  }

  private void onAdmin(final Input input) {
    if (input.schemaId() != CashTransferDecoder.SCHEMA_ID
        || input.templateId() != CashTransferDecoder.TEMPLATE_ID
        || input.blockLength() < CashTransferDecoder.BLOCK_LENGTH) {
      adminReply(
          AdminResult.INVALID,
          "an account does not take template "
              + input.templateId()
              + " of "
              + input.blockLength()
              + " bytes");
      return;
    }
    if (!state.isOpened()) {
      adminReply(
          AdminResult.NOT_FOUND, "account " + state.account + " is not opened by a partner yet");
      return;
    }
    final CashTransfers.Outcome outcome =
        state.transfers.apply(
            new CashTransferDecoder()
                .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version()));
    adminReply(outcome.result(), outcome.text());
  }

  private void adminReply(final AdminResult result, final String text) {
    final AdminReplyEncoder reply =
        new AdminReplyEncoder()
            .wrapAndApplyHeader(buffer, 0, adminHeader)
            .result(result)
            .text(text);
    state.answers.reply(buffer, MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength());
  }

  private void reportPending() {
    for (Order order = state.orders.longestUnanswered();
        order != null && isOverdue(order);
        order = state.orders.longestUnanswered()) {
      order.pendingReported = true;
      state.reports.order(order, ExecType.PENDING_NEW, order.clOrdId, "");
    }
  }

  private boolean isOverdue(final Order order) {
    return order.submittedAt + PENDING_REPORT_AFTER_NANOS <= state.nowNanos;
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    state.begin(query, answers);
    switch (query.templateId()) {
      case ReportsQueryDecoder.TEMPLATE_ID -> queries.onReports(query);
      case ReportHistoryQueryDecoder.TEMPLATE_ID -> queries.onReportHistory(query);
      case OrderStatusQueryDecoder.TEMPLATE_ID -> queries.onOrderStatus(query);
      case SessionProgressQueryDecoder.TEMPLATE_ID -> queries.onSessionProgress(query);
      case AccountQueryDecoder.TEMPLATE_ID -> queries.onAccount();
      case DefinitionQueryDecoder.TEMPLATE_ID -> queries.onDefinition(query);
      case OrdersQueryDecoder.TEMPLATE_ID -> history.onOrders(query);
      case FillsQueryDecoder.TEMPLATE_ID -> history.onFills(query);
      case TransfersQueryDecoder.TEMPLATE_ID -> history.onTransfers(query);
      default -> {
        // Unknown questions stay unanswered, as Core says.
      }
    }
  }

  /**
   * When an unanswered order must be reported as pending, or else the end of the trading day while
   * there is anything that a starting node must know of: a live claim that cancels on disconnect,
   * reports to be acknowledged, orders, or ClOrdIDs to be forgotten. Always later than the last
   * input, except for a deadline that passed before its WAKE.
   */
  @Override
  public long wakeAtNanos() {
    final Order unanswered = state.orders.longestUnanswered();
    if (unanswered != null) {
      return Math.min(unanswered.submittedAt + PENDING_REPORT_AFTER_NANOS, state.dayEndNanos());
    }
    final boolean cancelsOnDisconnect =
        state.claims.liveClaim().map(LiveClaim::cancelOnDisconnect).orElse(false);
    return cancelsOnDisconnect || state.reports.unacknowledged() > 0 || !state.orders.isEmpty()
        ? state.dayEndNanos()
        : 0;
  }

  @Override
  public long stateHash() {
    return snapshot.hash();
  }

  @Override
  public void writeSnapshot(final RecordSink sink) {
    snapshot.write(sink);
  }

  @Override
  public void readSnapshotRecord(final DirectBuffer record, final int offset, final int length) {
    snapshot.read(record, offset, length);
  }

  /** The account's number. */
  public long account() {
    return state.account;
  }

  /**
   * The session that receives the reports now. After a restart its gateway may be gone: whoever
   * finds that tells the account SessionLost in its name.
   */
  public Optional<LiveClaim> liveClaim() {
    return state.claims.liveClaim();
  }

  AccountState state() {
    return state;
  }
}
