package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.AccountReleasedDecoder;
import io.qanat.codecs.orderentry.AccountSequenceDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.codecs.value.Fixed8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * One established session. Reports of claimed accounts are held to their numbers as they come; what
 * else comes waits until a case takes it.
 */
public final class Trader {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Desk desk;
  private final WireConnection wire;
  private final LogonRequest logon;
  private final long messagesPerSecondMax;
  private final long burstMax;
  private final long keepAliveMillis;
  private final List<Heard> inbox = new ArrayList<>();
  private final List<Heard> heartbeats = new ArrayList<>();
  private final Map<Long, Long> nextReportNos = new HashMap<>();
  private final Set<Long> claimed = new HashSet<>();
  private final Map<Long, String> namesBySeqNum = new HashMap<>();
  private final long[] tokensFullAt = {0};
  private long nextSeqNum;
  private long lastSentNanos;
  private boolean keepsAlive = true;
  private boolean ended;
  private int fences;

  Trader(
      final Desk desk,
      final WireConnection wire,
      final LogonRequest logon,
      final NegotiationResponseDecoder published,
      final long keepAliveMillis,
      final long nextSeqNum) {
    this.desk = desk;
    this.wire = wire;
    this.logon = logon;
    messagesPerSecondMax = published.messagesPerSecondMax();
    burstMax = published.burstMax();
    this.keepAliveMillis = keepAliveMillis;
    this.nextSeqNum = nextSeqNum;
    lastSentNanos = System.nanoTime();
  }

  public WireConnection wire() {
    return wire;
  }

  public LogonRequest logon() {
    return logon;
  }

  public long messagesPerSecondMax() {
    return messagesPerSecondMax;
  }

  public long burstMax() {
    return burstMax;
  }

  /** Number of the next numbered message. */
  public long nextSeqNum() {
    return nextSeqNum;
  }

  /** Leaves out so many numbers, as if these messages had been lost. */
  public void skip(final int count) {
    nextSeqNum += count;
  }

  /** Sends no more heartbeats of its own accord. */
  public void fallSilent() {
    keepsAlive = false;
  }

  /** Heartbeats of the hub since the beginning. */
  public List<Heard> heartbeats() {
    return heartbeats;
  }

  /** Takes what came from the connection, holding reports to their numbers. */
  void sort() {
    while (!wire.heard().isEmpty()) {
      final Heard heard = wire.heard().poll();
      if (heard.templateId() == SequenceDecoder.TEMPLATE_ID) {
        heartbeats.add(heard);
      } else {
        ended |= heard.templateId() == TerminateDecoder.TEMPLATE_ID;
        if (heard.isReport() && heard.reportNo() != 0) {
          checkNumber(heard);
          desk.onReport(heard);
        } else if (heard.templateId() == AccountSequenceDecoder.TEMPLATE_ID) {
          claimed.add(heard.accountSequence().account());
          nextReportNos.put(
              heard.accountSequence().account(), heard.accountSequence().nextReportNo());
        } else if (heard.templateId() == AccountReleasedDecoder.TEMPLATE_ID) {
          claimed.remove(heard.accountReleased().account());
        }
        inbox.add(heard);
      }
    }
    if (keepsAlive
        && !ended
        && System.nanoTime() - lastSentNanos > TimeUnit.MILLISECONDS.toNanos(keepAliveMillis) / 3
        && wire.isConnected()) {
      send(Frames.sequence(logon.incarnation(), nextSeqNum));
    }
  }

  private void checkNumber(final Heard report) {
    final Long expected = nextReportNos.get(report.account());
    CaseFailure.unless(
        expected != null, "a report came of an account that was not claimed: " + report);
    if (report.reportNo() == expected) {
      nextReportNos.put(report.account(), expected + 1);
      return;
    }
    CaseFailure.unless(
        report.reportNo() < expected,
        "report " + report.reportNo() + " came, report " + expected + " did not");
    CaseFailure.unless(
        isResend(report),
        "report "
            + report.reportNo()
            + " came twice without possResend: "
            + desk.lines().of(report));
  }

  private static boolean isResend(final Heard report) {
    final Bool possResend =
        switch (report.templateId()) {
          case ExecutionReportDecoder.TEMPLATE_ID -> report.execution().possResend();
          case OrderCancelRejectDecoder.TEMPLATE_ID -> report.cancelReject().possResend();
          default -> report.massAction().possResend();
        };
    return possResend == Bool.YES;
  }

  /** Sends bytes as they are; they take no number. */
  public void send(final byte[] frame) {
    wire.send(frame);
    lastSentNanos = System.nanoTime();
  }

  private void sendNumbered(final byte[] frame, final String name) {
    send(frame);
    namesBySeqNum.put(nextSeqNum, name);
    nextSeqNum++;
  }

  private static long now() {
    return SystemEpochNanoClock.INSTANCE.nanoTime();
  }

  /** Claims an account and waits for where its reports stand. */
  public AccountSequenceDecoder claim(final long account) {
    claimAsking(account);
    return take(
            "AccountSequence of account " + account,
            heard ->
                heard.templateId() == AccountSequenceDecoder.TEMPLATE_ID
                    && heard.accountSequence().account() == account)
        .accountSequence();
  }

  /** Claims an account without waiting; the request is known as {@code claim}. */
  public void claimAsking(final long account) {
    sendNumbered(Frames.claim(nextSeqNum, account), "claim");
  }

  /** The first account's order to buy. */
  public OrderRequest buy(
      final String name, final int units, final int ticks, final TimeInForce timeInForce) {
    return submit(desk.limit(name, Side.BUY, units, ticks, timeInForce));
  }

  /** The second account's order to sell. */
  public OrderRequest sell(
      final String name, final int units, final int ticks, final TimeInForce timeInForce) {
    return submit(desk.limit(name, Side.SELL, units, ticks, timeInForce));
  }

  /** A market order, of the first account to buy or of the second to sell. */
  public OrderRequest market(
      final String name, final Side side, final int units, final TimeInForce timeInForce) {
    return submit(desk.order(name, side, OrdType.MARKET, timeInForce, units, Fixed8.NULL));
  }

  /** Sends an order within the published rate. */
  public OrderRequest submit(final OrderRequest order) {
    awaitToken();
    return submitAtOnce(order);
  }

  /** Sends an order with what sets it apart, in the newest version of the protocol. */
  public OrderRequest submit(
      final OrderRequest order, final Consumer<NewOrderSingleEncoder> special) {
    awaitToken();
    desk.onOrder(order);
    takeToken();
    sendNumbered(
        Frames.newOrder(nextSeqNum, order, now(), special), desk.names().nameOf(order.clOrdId()));
    return order;
  }

  /** Sends an order whatever the published rate. */
  public OrderRequest submitAtOnce(final OrderRequest order) {
    desk.onOrder(order);
    takeToken();
    sendNumbered(Frames.newOrder(nextSeqNum, order, now()), desk.names().nameOf(order.clOrdId()));
    return order;
  }

  /** Asks for a replace of the order called {@code orig}; the answer is called {@code name}. */
  public void replace(
      final String name, final OrderRequest orig, final int units, final int ticks) {
    replace(name, orig, desk.units(units), desk.ticks(ticks));
  }

  /** The same with any quantity and price. */
  public void replace(
      final String name, final OrderRequest orig, final long orderQty, final long price) {
    awaitToken();
    replaceAtOnce(name, orig, orderQty, price);
  }

  /** The same whatever the published rate. */
  public void replaceAtOnce(
      final String name, final OrderRequest orig, final long orderQty, final long price) {
    replace(name, orig, orderQty, price, null);
  }

  /** The same with what else is to change, in the newest version of the protocol. */
  public void replace(
      final String name,
      final OrderRequest orig,
      final long orderQty,
      final long price,
      final Consumer<OrderCancelReplaceRequestEncoder> special) {
    takeToken();
    final String clOrdId = desk.names().clOrdIdOf(name);
    desk.onReplace(orig, clOrdId, price, orderQty);
    sendNumbered(
        Frames.replace(
            nextSeqNum, orig.account(), price, orderQty, now(), clOrdId, orig.clOrdId(), special),
        name);
  }

  /** Asks for a cancel of an order by its ClOrdID. */
  public void cancel(final String name, final OrderRequest orig) {
    cancel(name, orig.account(), 0, orig.clOrdId());
  }

  /** Asks for a cancel of an order by either of its names. */
  public void cancel(
      final String name, final long account, final long orderId, final String origClOrdId) {
    sendNumbered(
        Frames.cancel(
            nextSeqNum, account, orderId, now(), desk.names().clOrdIdOf(name), origClOrdId),
        name);
  }

  /** Asks for many cancels. */
  public void massCancel(
      final String name, final long account, final MassActionScope scope, final long securityId) {
    sendNumbered(
        Frames.massAction(
            nextSeqNum, account, securityId, now(), desk.names().clOrdIdOf(name), scope),
        name);
  }

  /** Asks how an order stands; answered under the order's own name. */
  public void status(final OrderRequest order, final long orderId) {
    sendNumbered(
        Frames.status(nextSeqNum, order.account(), orderId, orderId == 0 ? order.clOrdId() : ""),
        desk.names().nameOf(order.clOrdId()));
  }

  /** Asks for reports again. */
  public void retransmit(final long account, final long fromReportNo, final long count) {
    send(Frames.retransmit(account, fromReportNo, count));
  }

  /** Says that reports are processed. */
  public void acknowledge(final long account, final long throughReportNo) {
    sendNumbered(Frames.reportAck(nextSeqNum, account, throughReportNo), "ack");
  }

  /** Says that everything which came of an account is processed. */
  public void acknowledgeAll(final long account) {
    acknowledge(account, nextReportNo(account) - 1);
  }

  /** The report of an account that comes next. */
  public long nextReportNo(final long account) {
    return nextReportNos.get(account);
  }

  /** Says goodbye. */
  public void terminate() {
    send(Frames.terminate(logon.session(), logon.incarnation()));
    keepsAlive = false;
  }

  /** Waits for the next message about a request of this case and holds it to the line expected. */
  public Heard expect(final String name, final String line) {
    final Heard heard = take(name + ": " + line, message -> isAbout(message, name));
    CaseFailure.unless(
        desk.lines().of(heard).equals(line),
        name + " was answered \"" + desk.lines().of(heard) + "\", expected \"" + line + '"');
    if (heard.templateId() == ExecutionReportDecoder.TEMPLATE_ID
        && heard.execution().execType() != ExecType.ORDER_STATUS) {
      ReportChecks.check(heard.execution(), desk.order(heard.execution().clOrdId(), heard));
    } else if (heard.templateId() == BusinessMessageRejectDecoder.TEMPLATE_ID) {
      final BusinessMessageRejectDecoder reject = heard.businessReject();
      CaseFailure.unless(
          name.equals(namesBySeqNum.get(reject.refSeqNum())),
          "refSeqNum is not of " + name + ": " + heard);
    }
    return heard;
  }

  /** As {@link #expectRefused}, and says why the hub did it unasked. */
  public void expectUnasked(
      final String name, final String line, final ExecRestatementReason reason) {
    CaseFailure.unlessEqual(
        "execRestatementReason of " + name,
        reason,
        expectRefused(name, line).execution().execRestatementReason());
  }

  /** As {@link #expect}, where the report tells another request's fields than the first order's. */
  public Heard expectRefused(final String name, final String line) {
    final Heard heard = takeAbout(name);
    CaseFailure.unlessEqual("the answer to " + name, line, desk.lines().of(heard));
    return heard;
  }

  /** Waits for the next message about a request of this case. */
  public Heard takeAbout(final String name) {
    return take("an answer to " + name, message -> isAbout(message, name));
  }

  /** Waits for the next message about a request of this case, and leaves it. */
  public Heard peekAbout(final String name) {
    final Heard heard = takeAbout(name);
    inbox.add(0, heard);
    return heard;
  }

  /** Forgets what has come about a request. */
  public void discardAbout(final String name) {
    inbox.removeIf(message -> isAbout(message, name));
  }

  /** Waits for the next message of a kind and holds it to the line expected. */
  public Heard expectMessage(final int templateId, final String line) {
    final Heard heard = take(line, message -> message.templateId() == templateId);
    CaseFailure.unlessEqual("the message", line, desk.lines().of(heard));
    return heard;
  }

  private boolean isAbout(final Heard heard, final String name) {
    if (heard.templateId() == BusinessMessageRejectDecoder.TEMPLATE_ID
        && heard.businessReject().clOrdId().isEmpty()) {
      return name.equals(namesBySeqNum.get(heard.businessReject().refSeqNum()));
    }
    return heard.clOrdId().equals(desk.names().clOrdIdOf(name));
  }

  /** Waits for the first message that fits and takes it. */
  public Heard take(final String what, final Predicate<Heard> fits) {
    final Heard[] found = new Heard[1];
    desk.await(
        () -> {
          final Iterator<Heard> messages = inbox.iterator();
          while (found[0] == null && messages.hasNext()) {
            final Heard heard = messages.next();
            if (fits.test(heard)) {
              found[0] = heard;
              messages.remove();
            }
          }
          return found[0] != null;
        },
        () -> "expected " + what + ", heard " + describe(inbox));
    return found[0];
  }

  private String describe(final List<Heard> messages) {
    return messages.isEmpty()
        ? "nothing"
        : String.join("; ", messages.stream().map(desk.lines()::of).toList());
  }

  /** Waits until the hub has answered everything of this account, and nothing else has come. */
  public void expectNothingElse(final long account) {
    final String name = "fence" + fences++;
    sendNumbered(Frames.status(nextSeqNum, account, 0, desk.names().clOrdIdOf(name)), name);
    expect(name, "not taken UNKNOWN_ID");
    CaseFailure.unless(inbox.isEmpty(), "nobody asked for " + describe(inbox));
  }

  /** The same for all accounts of the desk. */
  public void expectNothingElse() {
    for (final long account : desk.accounts()) {
      expectNothingElse(account);
    }
  }

  /** Whether the hub has ended the session. */
  public boolean isEnded() {
    sort();
    return ended;
  }

  /** What came and nobody took. */
  List<Heard> inbox() {
    return inbox;
  }

  boolean isUsable() {
    return !ended && keepsAlive && wire.isConnected();
  }

  boolean claims(final long account) {
    return claimed.contains(account);
  }

  /** The hub's throttle, kept on this side too: a rate with a burst (ITU-T I.371). */
  private void awaitToken() {
    final long interval = NANOS_PER_SECOND / Math.max(1, messagesPerSecondMax);
    desk.await(
        () -> tokensFullAt[0] - System.nanoTime() <= interval * (Math.max(1, burstMax / 2) - 1),
        () -> "the published rate leaves no room");
  }

  private void takeToken() {
    final long interval = NANOS_PER_SECOND / Math.max(1, messagesPerSecondMax);
    final long now = System.nanoTime();
    tokensFullAt[0] = (tokensFullAt[0] == 0 ? now : Math.max(tokensFullAt[0], now)) + interval;
  }
}
