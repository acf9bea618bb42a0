package io.qanat.loadtest.orders;

import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Holds a hub to the acknowledgements it has given: asks for the status of each order in them. */
public final class CheckRun implements OrderEntryListener {
  private static final int IN_FLIGHT_MAX = 16;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MISSING_SHOWN_MAX = 10;

  private final HubConnection hub;
  private final Deque<Acknowledgement> toAsk;
  private final int orders;

  /** Asked and not answered, by the number of the request. */
  private final Map<Long, Acknowledgement> asked = new HashMap<>();

  private final Map<Long, Long> seqNoByOrderId = new HashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final Set<Long> claimsSent = new HashSet<>();
  private final Set<Long> claimed = new HashSet<>();
  private int found;
  private String failure;

  private CheckRun(final HubConnection hub, final List<Acknowledgement> lastOfEachOrder) {
    this.hub = hub;
    toAsk = new ArrayDeque<>(lastOfEachOrder);
    orders = toAsk.size();
  }

  /**
   * Checks a file of acknowledgements.
   *
   * @return whether everything is there
   */
  public static boolean run(final HubOptions options, final Path acks) throws IOException {
    final List<Acknowledgement> acknowledgements = AcknowledgementFile.read(acks);
    final Map<Long, Acknowledgement> byOrder = new LinkedHashMap<>();
    acknowledgements.forEach(
        a -> byOrder.merge(a.orderId(), a, (x, y) -> x.cumQty() > y.cumQty() ? x : y));
    byOrder.remove(0L);
    boolean sound = true;
    final CheckRun check;
    try (HubConnection hub = options.open(Map.of())) {
      if (hub.node().isPresent()) {
        final var recovered = hub.node().get().recovered();
        sound = recovered.isSound();
        System.out.println("recovered " + recovered.line());
      }
      check = new CheckRun(hub, List.copyOf(byOrder.values()));
      check.run();
    }
    check.missing.stream().limit(MISSING_SHOWN_MAX).forEach(System.out::println);
    System.out.printf(
        Locale.ROOT,
        "%s: %d acknowledgements, %d/%d orders found%n",
        check.missing.isEmpty() ? "all there" : "MISSING",
        acknowledgements.size(),
        check.found,
        check.orders);
    return sound && check.missing.isEmpty();
  }

  private void run() {
    final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 50_000);
    final OrderEntryClient client = hub.orderEntry(this);
    long progressAt = System.nanoTime();
    try {
      while (failure == null && !(toAsk.isEmpty() && asked.isEmpty())) {
        final int work = client.poll() + ask(client);
        idle.idle(work);
        if (work > 0) {
          progressAt = System.nanoTime();
        } else if (System.nanoTime() - progressAt > STALL_NANOS) {
          fail(
              "the hub has not answered for " + TimeUnit.NANOSECONDS.toSeconds(STALL_NANOS) + " s");
        }
      }
    } finally {
      client.close();
    }
    if (failure != null) {
      throw new RunException(failure);
    }
  }

  private int ask(final OrderEntryClient client) {
    if (client.state() != OrderEntryClient.State.ESTABLISHED
        || toAsk.isEmpty()
        || asked.size() >= IN_FLIGHT_MAX) {
      return 0;
    }
    final Acknowledgement next = toAsk.peek();
    if (!claimed.contains(next.account())) {
      // The hub answers for an account only once the claim has been granted.
      if (!claimsSent.contains(next.account())
          && client.claimAccount(next.account(), 0) == Offer.SENT) {
        claimsSent.add(next.account());
        return 1;
      }
      return 0;
    }
    final long seqNo = client.nextSeqNo();
    if (client.requestStatus(next.account(), next.orderId(), next.clOrdId()) != Offer.SENT) {
      return 0;
    }
    asked.put(seqNo, toAsk.poll());
    seqNoByOrderId.put(next.orderId(), seqNo);
    return 1;
  }

  @Override
  public void onAccountClaimed(
      final long account, final long nextReportNo, final long oldestReportNo) {
    claimed.add(account);
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    if (report.execType() != ExecType.ORDER_STATUS) {
      return;
    }
    final Long seqNo = seqNoByOrderId.remove(report.orderId());
    final Acknowledgement acknowledged = seqNo == null ? null : asked.remove(seqNo);
    if (acknowledged == null) {
      return;
    }
    if (report.cumQty() >= acknowledged.cumQty()) {
      found++;
    } else {
      missing.add(
          "order "
              + acknowledged.orderId()
              + ": "
              + Fixed8.format(acknowledged.cumQty())
              + " executed were acknowledged, the hub has "
              + Fixed8.format(report.cumQty()));
    }
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    final Acknowledgement acknowledged = asked.remove(reject.refSeqNum());
    if (acknowledged == null) {
      fail("not taken: " + reject.businessRejectReason() + " " + reject.text());
    } else if (reject.businessRejectReason() == BusinessRejectReason.BUSY) {
      toAsk.add(acknowledged);
    } else {
      missing.add(
          "order "
              + acknowledged.orderId()
              + " ("
              + acknowledged.clOrdId()
              + "): "
              + reject.text());
    }
  }

  @Override
  public void onClosed(final CloseReason reason) {
    if (reason != CloseReason.CLOSED_BY_CALLER) {
      fail("the session ended: " + reason);
    }
  }

  private void fail(final String reason) {
    if (failure == null) {
      failure = reason;
    }
  }
}
