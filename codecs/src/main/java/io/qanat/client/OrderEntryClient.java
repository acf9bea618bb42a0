package io.qanat.client;

import io.aeron.Aeron;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.liquidity.SubscriptionRequestType;
import io.qanat.codecs.orderentry.AccountClaimEncoder;
import io.qanat.codecs.orderentry.EstablishEncoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiateEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.orderentry.OrderStatusRequestEncoder;
import io.qanat.codecs.orderentry.ReportAckEncoder;
import io.qanat.codecs.orderentry.RetransmitRequestEncoder;
import io.qanat.codecs.orderentry.SequenceEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One incarnation of a session with the hub: logs on, keeps alive, numbers what it sends, and
 * delivers every report of the claimed accounts once and in order.
 *
 * <p>Not thread-safe and without threads: call {@link #poll()} often (at least four times per
 * keep-alive interval); everything the hub says reaches the {@link OrderEntryListener} from there.
 * After {@link State#CLOSED}, make a new client and claim each account with the {@link
 * #nextReportNo} remembered of it: nothing is missed.
 *
 * <pre>
 * CONNECTING ──▶ NEGOTIATING ──▶ ESTABLISHING ──▶ ESTABLISHED
 *      └──────────────┴───────────────┴────────────────┴──────▶ CLOSED
 * </pre>
 */
public final class OrderEntryClient implements AutoCloseable {
  /** Where the session stands. */
  public enum State {
    CONNECTING,
    NEGOTIATING,
    ESTABLISHING,
    ESTABLISHED,
    CLOSED
  }

  private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int CL_ORD_ID_LENGTH_MAX = NewOrderSingleEncoder.clOrdIdLength();
  private static final int FRAGMENTS_MAX = 16;
  private static final int TERMINATE_ATTEMPTS_MAX = 3;
  private static final long RETRANSMIT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OrderEntrySettings settings;
  private final byte[] saltedKey;
  private final OrderEntryListener listener;
  private final Wire wire;
  private final LiquidityMessages liquidity = new LiquidityMessages();
  private final OrderEntryReceiver receiver;
  private final long incarnation;
  private final Long2ObjectHashMap<AccountFlow> flows = new Long2ObjectHashMap<>();
  private final Throttle throttle = new Throttle();

  private final UnsafeBuffer out = new UnsafeBuffer(new byte[256]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final NegotiateEncoder negotiate = new NegotiateEncoder();
  private final EstablishEncoder establish = new EstablishEncoder();
  private final SequenceEncoder sequence = new SequenceEncoder();
  private final TerminateEncoder terminate = new TerminateEncoder();
  private final AccountClaimEncoder claim = new AccountClaimEncoder();
  private final RetransmitRequestEncoder retransmit = new RetransmitRequestEncoder();
  private final ReportAckEncoder ack = new ReportAckEncoder();
  private final NewOrderSingleEncoder newOrder = new NewOrderSingleEncoder();
  private final OrderCancelRequestEncoder cancel = new OrderCancelRequestEncoder();
  private final OrderCancelReplaceRequestEncoder replace = new OrderCancelReplaceRequestEncoder();
  private final OrderMassActionRequestEncoder massAction = new OrderMassActionRequestEncoder();
  private final OrderStatusRequestEncoder status = new OrderStatusRequestEncoder();

  private State state = State.CONNECTING;
  private CloseReason closing;
  private boolean logonSent;
  private long deadlineNanos;
  private long keepAliveNanos;
  private long lastSentNanos;
  private long lastReceivedNanos;
  private long nextSeqNo = 1;

  OrderEntryClient(
      final Wire wire, final OrderEntrySettings settings, final OrderEntryListener listener) {
    settings.validate();
    this.settings = settings;
    saltedKey = settings.saltedKey();
    this.listener = listener;
    this.wire = wire;
    receiver = new OrderEntryReceiver(this, listener);
    incarnation =
        settings.incarnation() == 0 ? settings.epochClock().nanoTime() : settings.incarnation();
    keepAliveNanos = TimeUnit.MILLISECONDS.toNanos(settings.keepAliveMillis());
    deadlineNanos = settings.nanoClock().nanoTime() + settings.logonTimeoutNanos();
  }

  /**
   * Begins to connect; {@link #poll()} goes on with it.
   *
   * @param aeron stays the caller's; for {@link OrderEntrySettings#ipc()}, one that uses the hub's
   *     media driver
   * @throws IllegalArgumentException naming the setting that is not allowed
   */
  public static OrderEntryClient connect(
      final Aeron aeron, final OrderEntrySettings settings, final OrderEntryListener listener) {
    settings.validate();
    return new OrderEntryClient(new AeronWire(aeron, settings), settings, listener);
  }

  /**
   * A client over another transport than Aeron; {@link #poll()} goes on with it.
   *
   * @param wire the client's from now on; closed with it
   * @throws IllegalArgumentException naming the setting that is not allowed
   */
  public static OrderEntryClient over(
      final Wire wire, final OrderEntrySettings settings, final OrderEntryListener listener) {
    return new OrderEntryClient(wire, settings, listener);
  }

  /** Where the session stands. */
  public State state() {
    return state;
  }

  /** Number of this run of the session, as the hub knows it. */
  public long incarnation() {
    return incarnation;
  }

  /** Number that the next numbered message will carry; read it first to match a rejection to it. */
  public long nextSeqNo() {
    return nextSeqNo;
  }

  /**
   * The next report that the application will see of an account: what to remember for the time
   * after a reconnection. 0 if the account was never claimed or its flow is not known yet.
   */
  public long nextReportNo(final long account) {
    final AccountFlow flow = flows.get(account);
    return flow == null ? 0 : flow.nextReportNo();
  }

  /**
   * Does whatever is due: receives, logs on, keeps alive, asks for missing reports, acknowledges.
   *
   * @return how much was done; 0: idle
   */
  public int poll() {
    if (state == State.CLOSED) {
      return 0;
    }
    final long now = settings.nanoClock().nanoTime();
    int work = wire.poll(receiver, FRAGMENTS_MAX);
    if (closing == null) {
      work += state == State.ESTABLISHED ? keepUp(now, work) : logOn(now, work);
    }
    if (closing != null) {
      finish();
      work++;
    }
    return work;
  }

  private int logOn(final long now, final int received) {
    if (state != State.CONNECTING && received == 0 && !wire.isConnected()) {
      close(CloseReason.DISCONNECTED);
    } else if (now - deadlineNanos >= 0) {
      close(state == State.CONNECTING ? CloseReason.CONNECT_TIMEOUT : CloseReason.LOGON_TIMEOUT);
    } else if (state == State.CONNECTING && wire.isConnected()) {
      enter(State.NEGOTIATING);
    }
    if (closing == null && state != State.CONNECTING && !logonSent) {
      logonSent = (state == State.NEGOTIATING ? sendNegotiate() : sendEstablish()) == Offer.SENT;
      return logonSent ? 1 : 0;
    }
    return 0;
  }

  private void enter(final State next) {
    state = next;
    logonSent = false;
    deadlineNanos = settings.nanoClock().nanoTime() + settings.logonTimeoutNanos();
  }

  private int keepUp(final long now, final int received) {
    if (received == 0 && !wire.isConnected()) {
      close(CloseReason.DISCONNECTED);
      return 1;
    }
    if (now - lastReceivedNanos > keepAliveNanos) {
      sendTerminate(TerminateCode.KEEPALIVE_LAPSED);
      close(CloseReason.HUB_SILENT);
      return 1;
    }
    int work = 0;
    for (final AccountFlow flow : flows.values()) {
      work += keepUp(flow, now);
    }
    if (now - lastSentNanos >= keepAliveNanos / 2) {
      sequence.wrapAndApplyHeader(out, 0, header).incarnation(incarnation).nextSeqNo(nextSeqNo);
      work += send(SequenceEncoder.BLOCK_LENGTH) == Offer.SENT ? 1 : 0;
    }
    return work;
  }

  private int keepUp(final AccountFlow flow, final long now) {
    int work = 0;
    if (flow.isClaimDue(now) && sendClaim(flow) == Offer.SENT) {
      work++;
    }
    final int missing = flow.missing(now);
    if (missing > 0) {
      retransmit
          .wrapAndApplyHeader(out, 0, header)
          .account(flow.account())
          .fromReportNo(flow.nextReportNo())
          .count(missing);
      if (send(RetransmitRequestEncoder.BLOCK_LENGTH) == Offer.SENT) {
        flow.onRetransmitRequestSent(missing, now);
        work++;
      }
    }
    final long through =
        flow.ackDueThrough(settings.ackEveryReports(), settings.ackIntervalNanos(), now);
    if (through > 0 && sendAck(flow, through) == Offer.SENT) {
      work++;
    }
    return work;
  }

  /**
   * Asks for the reports of an account, which then come to this session only.
   *
   * @param nextReportNo the first report the application has not processed: 1 for a new account,
   *     what {@link #nextReportNo} said before a reconnection; 0: whatever the hub still has
   */
  public Offer claimAccount(final long account, final long nextReportNo) {
    if (nextReportNo < 0) {
      throw new IllegalArgumentException("nextReportNo is negative: " + nextReportNo);
    }
    if (state != State.ESTABLISHED) {
      return refusal();
    }
    AccountFlow flow = flows.get(account);
    if (flow == null) {
      flow = new AccountFlow(account, nextReportNo, RETRANSMIT_TIMEOUT_NANOS, nowNanos());
      flows.put(account, flow);
    } else {
      flow.claimAgain(nowNanos());
    }
    return sendClaim(flow);
  }

  /**
   * Says that the application has processed an account's reports through this one; only needed when
   * {@link OrderEntrySettings#acknowledge} left that to the application.
   */
  public Offer acknowledge(final long account, final long throughReportNo) {
    final AccountFlow flow = flows.get(account);
    if (flow == null || throughReportNo >= flow.nextReportNo() || throughReportNo < 1) {
      throw new IllegalArgumentException(
          "report " + throughReportNo + " of account " + account + " was not delivered");
    }
    return state == State.ESTABLISHED ? sendAck(flow, throughReportNo) : refusal();
  }

  /**
   * Sends an order.
   *
   * @param clOrdId 1 to 20 printable ASCII characters, unique per account and trading day
   * @param price scaled by 10^8; {@link Fixed8#NULL} on market orders
   * @param orderQty scaled by 10^8
   */
  public Offer newOrder(
      final long account,
      final long securityId,
      final CharSequence clOrdId,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty) {
    return newOrder(
        account,
        securityId,
        clOrdId,
        side,
        ordType,
        timeInForce,
        price,
        orderQty,
        OrderDefaults::plain);
  }

  /**
   * Sends an order in which something is special.
   *
   * @param clOrdId 1 to 20 printable ASCII characters, unique per account and trading day
   * @param price scaled by 10^8; {@link Fixed8#NULL} on orders without a limit
   * @param orderQty scaled by 10^8
   * @param special writes what is special, such as {@code order -> order.displayQty(0)}; what it
   *     leaves alone is absent
   */
  public Offer newOrder(
      final long account,
      final long securityId,
      final CharSequence clOrdId,
      final Side side,
      final OrdType ordType,
      final TimeInForce timeInForce,
      final long price,
      final long orderQty,
      final Consumer<NewOrderSingleEncoder> special) {
    requireClOrdId(clOrdId);
    final Offer refusal = throttled();
    if (refusal != null) {
      return refusal;
    }
    OrderDefaults.plain(newOrder.wrapAndApplyHeader(out, 0, header))
        .seqNum(nextSeqNo)
        .account(account)
        .securityId(securityId)
        .price(price)
        .orderQty(orderQty)
        .sendingTime(settings.epochClock().nanoTime())
        .clOrdId(clOrdId)
        .side(side)
        .ordType(ordType)
        .timeInForce(timeInForce);
    special.accept(newOrder);
    return sendThrottled(NewOrderSingleEncoder.BLOCK_LENGTH);
  }

  /**
   * Asks for an order to be cancelled.
   *
   * @param orderId 0: found by {@code origClOrdId}
   */
  public Offer cancel(
      final long account,
      final long orderId,
      final CharSequence clOrdId,
      final CharSequence origClOrdId) {
    requireClOrdId(clOrdId);
    requireOrder(orderId, origClOrdId);
    cancel
        .wrapAndApplyHeader(out, 0, header)
        .seqNum(nextSeqNo)
        .account(account)
        .orderId(orderId)
        .sendingTime(settings.epochClock().nanoTime())
        .clOrdId(clOrdId)
        .origClOrdId(origClOrdId);
    return sendNumbered(OrderCancelRequestEncoder.BLOCK_LENGTH);
  }

  /**
   * Asks for an order's price and quantity to be changed.
   *
   * @param orderId 0: found by {@code origClOrdId}
   * @param orderQty the new total, executed part included, scaled by 10^8
   */
  public Offer replace(
      final long account,
      final long orderId,
      final CharSequence clOrdId,
      final CharSequence origClOrdId,
      final long price,
      final long orderQty) {
    return replace(account, orderId, clOrdId, origClOrdId, price, orderQty, OrderDefaults::plain);
  }

  /**
   * Asks for more of an order to be changed than price and quantity.
   *
   * @param orderId 0: found by {@code origClOrdId}
   * @param price scaled by 10^8; {@link Fixed8#NULL} for a stop order without a limit
   * @param orderQty the new total, executed part included, scaled by 10^8
   * @param special writes what else changes; what it leaves alone stays
   */
  public Offer replace(
      final long account,
      final long orderId,
      final CharSequence clOrdId,
      final CharSequence origClOrdId,
      final long price,
      final long orderQty,
      final Consumer<OrderCancelReplaceRequestEncoder> special) {
    requireClOrdId(clOrdId);
    requireOrder(orderId, origClOrdId);
    final Offer refusal = throttled();
    if (refusal != null) {
      return refusal;
    }
    OrderDefaults.plain(replace.wrapAndApplyHeader(out, 0, header))
        .seqNum(nextSeqNo)
        .account(account)
        .orderId(orderId)
        .price(price)
        .orderQty(orderQty)
        .sendingTime(settings.epochClock().nanoTime())
        .clOrdId(clOrdId)
        .origClOrdId(origClOrdId);
    special.accept(replace);
    return sendThrottled(OrderCancelReplaceRequestEncoder.BLOCK_LENGTH);
  }

  /** Asks for many orders to be cancelled; {@code securityId} counts with scope SECURITY only. */
  public Offer massCancel(
      final long account,
      final MassActionScope scope,
      final long securityId,
      final CharSequence clOrdId) {
    requireClOrdId(clOrdId);
    massAction
        .wrapAndApplyHeader(out, 0, header)
        .seqNum(nextSeqNo)
        .account(account)
        .securityId(scope == MassActionScope.SECURITY ? securityId : 0)
        .sendingTime(settings.epochClock().nanoTime())
        .clOrdId(clOrdId)
        .scope(scope);
    return sendNumbered(OrderMassActionRequestEncoder.BLOCK_LENGTH);
  }

  /**
   * Asks how an order stands; the answer is an ExecutionReport with ExecType ORDER_STATUS.
   *
   * @param orderId 0: found by {@code clOrdId}
   */
  public Offer requestStatus(final long account, final long orderId, final CharSequence clOrdId) {
    requireOrder(orderId, clOrdId);
    status
        .wrapAndApplyHeader(out, 0, header)
        .seqNum(nextSeqNo)
        .account(account)
        .orderId(orderId)
        .clOrdId(clOrdId);
    return sendNumbered(OrderStatusRequestEncoder.BLOCK_LENGTH);
  }

  /**
   * Sends quotes of providers for which the session's partner may speak.
   *
   * @param batch of at least one entry; begin a new one once it is SENT
   */
  public Offer massQuote(final MassQuoteBatch batch) {
    if (batch.count() == 0) {
      throw new IllegalArgumentException("a MassQuote needs an entry");
    }
    final Offer refusal = throttled();
    if (refusal != null) {
      return refusal;
    }
    if (closing != null) {
      return refusal();
    }
    batch.seal(nextSeqNo);
    final Offer offer = offerNumbered(batch.buffer(), batch.length());
    if (offer == Offer.SENT) {
      throttle.took(lastSentNanos);
    }
    return offer;
  }

  private Offer offerNumbered(final DirectBuffer message, final int length) {
    final Offer offer = wire.offer(message, 0, length);
    if (offer == Offer.SENT) {
      nextSeqNo++;
      lastSentNanos = nowNanos();
    }
    return offer;
  }

  /**
   * Asks for the prices that the hub makes for an account, once or from now on, or for no more.
   *
   * @return THROTTLED if the session's rate is used up, otherwise as {@link #massQuote}
   */
  public Offer requestPrices(
      final long securityId, final long account, final SubscriptionRequestType type) {
    final Offer refusal = throttled();
    if (refusal != null) {
      return refusal;
    }
    if (closing != null) {
      return refusal();
    }
    final Offer offer =
        offerNumbered(
            liquidity.buffer(), liquidity.priceRequest(nextSeqNo, securityId, account, type));
    if (offer == Offer.SENT) {
      throttle.took(lastSentNanos);
    }
    return offer;
  }

  /** Says, for a provider, how an order of the hub stands. Never throttled. */
  public Offer providerReport(final ProviderReport report) {
    if (closing != null || state != State.ESTABLISHED) {
      return refusal();
    }
    return offerNumbered(liquidity.buffer(), liquidity.providerReport(nextSeqNo, report));
  }

  /** Says goodbye and gives the channels back; the listener's {@code onClosed} is called once. */
  @Override
  public void close() {
    if (state != State.CLOSED && closing == null) {
      if (state == State.ESTABLISHED || state == State.ESTABLISHING) {
        sendTerminate(TerminateCode.FINISHED);
      }
      closing = CloseReason.CLOSED_BY_CALLER;
      if (!receiver.isReceiving()) {
        finish();
      }
    }
  }

  void close(final CloseReason reason) {
    if (closing == null) {
      closing = reason;
    }
  }

  private void finish() {
    state = State.CLOSED;
    wire.close();
    listener.onClosed(closing);
  }

  boolean isClosing() {
    return closing != null;
  }

  AccountFlow flow(final long account) {
    return flows.get(account);
  }

  void onReceived() {
    lastReceivedNanos = nowNanos();
  }

  long nowNanos() {
    return settings.nanoClock().nanoTime();
  }

  void onNegotiated(final long messagesPerSecondMax, final long burstMax) {
    if (state == State.NEGOTIATING) {
      throttle.limit(messagesPerSecondMax, burstMax, nowNanos());
      enter(State.ESTABLISHING);
      listener.onNegotiated(messagesPerSecondMax, burstMax);
    }
  }

  void onEstablished(final long keepAliveMillis, final long hubNextSeqNo) {
    if (state == State.ESTABLISHING) {
      keepAliveNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveMillis);
      nextSeqNo = Math.max(nextSeqNo, hubNextSeqNo);
      enter(State.ESTABLISHED);
      listener.onEstablished();
    }
  }

  void onNotApplied(final long fromSeqNo, final long count) {
    for (final AccountFlow flow : flows.values()) {
      flow.onNotApplied(fromSeqNo, count);
    }
    listener.onNotApplied(fromSeqNo, count);
  }

  void sendTerminate(final TerminateCode code) {
    terminate
        .wrapAndApplyHeader(out, 0, header)
        .session(settings.session())
        .incarnation(incarnation)
        .code(code)
        .text("");
    // A goodbye is a courtesy: without it the hub learns the same from silence.
    for (int i = 0; i < TERMINATE_ATTEMPTS_MAX; i++) {
      if (send(terminate.encodedLength()) != Offer.RETRY) {
        return;
      }
    }
  }

  private Offer sendNegotiate() {
    final long now = settings.epochClock().nanoTime();
    final byte[] proof =
        LogonProof.proof(
            saltedKey,
            settings.partner(),
            settings.session(),
            incarnation,
            now,
            settings.accessKeyId());
    negotiate
        .wrapAndApplyHeader(out, 0, header)
        .partner(settings.partner())
        .session(settings.session())
        .incarnation(incarnation)
        .requestTimestamp(now)
        .accessKeyId(settings.accessKeyId())
        .putProof(proof, 0, proof.length);
    return send(NegotiateEncoder.BLOCK_LENGTH);
  }

  private Offer sendEstablish() {
    establish
        .wrapAndApplyHeader(out, 0, header)
        .session(settings.session())
        .incarnation(incarnation)
        .requestTimestamp(settings.epochClock().nanoTime())
        .keepAliveMillis(settings.keepAliveMillis())
        .nextSeqNo(nextSeqNo)
        .cancelOnDisconnect(settings.cancelOnDisconnect() ? Bool.YES : Bool.NO);
    return send(EstablishEncoder.BLOCK_LENGTH);
  }

  private Offer sendClaim(final AccountFlow flow) {
    claim.wrapAndApplyHeader(out, 0, header).seqNum(nextSeqNo).account(flow.account());
    final long seqNum = nextSeqNo;
    final Offer offer = sendNumbered(AccountClaimEncoder.BLOCK_LENGTH);
    if (offer == Offer.SENT) {
      flow.onClaimSent(seqNum, nowNanos());
    }
    return offer;
  }

  private Offer sendAck(final AccountFlow flow, final long throughReportNo) {
    ack.wrapAndApplyHeader(out, 0, header)
        .seqNum(nextSeqNo)
        .account(flow.account())
        .throughReportNo(throughReportNo);
    final Offer offer = sendNumbered(ReportAckEncoder.BLOCK_LENGTH);
    if (offer == Offer.SENT) {
      flow.onAcknowledged(throughReportNo);
    }
    return offer;
  }

  private Offer throttled() {
    if (state != State.ESTABLISHED) {
      return refusal();
    }
    return settings.holdToThrottle() && !throttle.allows(nowNanos()) ? Offer.THROTTLED : null;
  }

  private Offer sendThrottled(final int blockLength) {
    final Offer offer = sendNumbered(blockLength);
    if (offer == Offer.SENT) {
      throttle.took(nowNanos());
    }
    return offer;
  }

  private Offer sendNumbered(final int blockLength) {
    if (state != State.ESTABLISHED || closing != null) {
      return refusal();
    }
    final Offer offer = send(blockLength);
    if (offer == Offer.SENT) {
      nextSeqNo++;
    }
    return offer;
  }

  private Offer send(final int messageLength) {
    final Offer offer = wire.offer(out, 0, HEADER_LENGTH + messageLength);
    if (offer == Offer.SENT) {
      lastSentNanos = nowNanos();
    }
    return offer;
  }

  private Offer refusal() {
    return state == State.CLOSED || closing != null ? Offer.CLOSED : Offer.NOT_ESTABLISHED;
  }

  private static void requireOrder(final long orderId, final CharSequence clOrdId) {
    if (orderId == 0 || clOrdId.length() > 0) {
      requireClOrdId(clOrdId);
    }
  }

  private static void requireClOrdId(final CharSequence clOrdId) {
    boolean good = clOrdId.length() > 0 && clOrdId.length() <= CL_ORD_ID_LENGTH_MAX;
    for (int i = 0; good && i < clOrdId.length(); i++) {
      good = clOrdId.charAt(i) >= ' ' && clOrdId.charAt(i) < 0x7F;
    }
    if (!good) {
      throw new IllegalArgumentException(
          "clOrdId is not 1 to "
              + CL_ORD_ID_LENGTH_MAX
              + " printable ASCII characters: "
              + clOrdId);
    }
  }
}
