package io.qanat.client.example;

import io.aeron.Aeron;
import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.value.Fixed8;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** Logs on, claims an account, places one order and prints every report until interrupted. */
public final class SixtyLines implements OrderEntryListener {
  private boolean claimed;

  /** Arguments: AERON_DIR HOST|ipc PARTNER SESSION KEY SECRET ACCOUNT SECURITY PRICE QUANTITY. */
  public static void main(final String[] args) {
    final OrderEntrySettings settings =
        new OrderEntrySettings()
            .credentials(
                Long.parseLong(args[2]),
                Long.parseLong(args[3]),
                args[4],
                args[5].getBytes(StandardCharsets.UTF_8));
    if (args[1].equals("ipc")) {
      settings.ipc();
    } else {
      settings.udp(args[1], AeronChannels.ORDER_ENTRY_PORT, AeronChannels.ORDER_ENTRY_CONTROL_PORT);
    }
    final long account = Long.parseLong(args[6]);
    final SixtyLines self = new SixtyLines();
    try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(args[0]));
        OrderEntryClient client = OrderEntryClient.connect(aeron, settings, self)) {
      final SleepingMillisIdleStrategy idle = new SleepingMillisIdleStrategy(1);
      boolean asked = false;
      boolean ordered = false;
      while (client.state() != OrderEntryClient.State.CLOSED && !Thread.interrupted()) {
        idle.idle(client.poll());
        if (!asked) {
          asked = client.claimAccount(account, 0) == Offer.SENT;
        } else if (self.claimed && !ordered) {
          ordered =
              client.newOrder(
                      account,
                      Long.parseLong(args[7]),
                      "order-" + client.incarnation() % 1_000_000_000,
                      Side.BUY,
                      OrdType.LIMIT,
                      TimeInForce.DAY,
                      Fixed8.parse(args[8]),
                      Fixed8.parse(args[9]))
                  == Offer.SENT;
        }
      }
    }
  }

  @Override
  public void onAccountClaimed(final long account, final long next, final long oldest) {
    claimed = true;
  }

  @Override
  public void onExecutionReport(final ExecutionReportDecoder report) {
    System.out.println(report);
  }

  @Override
  public void onBusinessMessageReject(final BusinessMessageRejectDecoder reject) {
    System.out.println(reject);
  }

  @Override
  public void onNegotiationRejected(
      final NegotiationRejectCode code, final long lastIncarnation, final String text) {
    System.out.println(code + ": " + text);
  }

  @Override
  public void onClosed(final CloseReason reason) {
    System.out.println(reason);
  }
}
