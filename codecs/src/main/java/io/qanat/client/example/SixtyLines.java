package io.qanat.client.example;

import io.aeron.Aeron;
import io.qanat.client.CloseReason;
import io.qanat.client.Offer;
import io.qanat.client.OrderEntryClient;
import io.qanat.client.OrderEntryListener;
import io.qanat.client.OrderEntrySettings;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.OrderCancelRejectDecoder;
import io.qanat.codecs.value.Fixed8;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** Logs on, claims an account, places or cancels an order, prints reports until interrupted. */
public final class SixtyLines implements OrderEntryListener {
  private boolean claimed;

  /**
   * Arguments: AERON_DIR, {@code ipc} or HOST:PORT:CONTROL_PORT, SESSION, ACCOUNT, and either BUY
   * or SELL with SECURITY PRICE QUANTITY, or CANCEL with a ClOrdID. QANAT_KEY:
   * PARTNER.KEYID.SECRET.
   */
  public static void main(final String[] args) {
    final String[] key = System.getenv("QANAT_KEY").split("\\.", 3);
    final OrderEntrySettings settings =
        new OrderEntrySettings()
            .credentials(
                Long.parseLong(key[0]),
                Long.parseLong(args[2]),
                key[1],
                key[2].getBytes(StandardCharsets.UTF_8));
    if (args[1].equals("ipc")) {
      settings.ipc();
    } else {
      final String[] hub = args[1].split(":", 3);
      settings.udp(hub[0], Integer.parseInt(hub[1]), Integer.parseInt(hub[2]));
    }
    final long account = Long.parseLong(args[3]);
    final SixtyLines self = new SixtyLines();
    try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(args[0]));
        OrderEntryClient client = OrderEntryClient.connect(aeron, settings, self)) {
      final SleepingMillisIdleStrategy idle = new SleepingMillisIdleStrategy(1);
      boolean asked = false;
      boolean sent = false;
      while (client.state() != OrderEntryClient.State.CLOSED && !Thread.interrupted()) {
        idle.idle(client.poll());
        if (!asked) {
          asked = client.claimAccount(account, 0) == Offer.SENT;
        } else if (self.claimed && !sent) {
          sent = send(client, account, args) == Offer.SENT;
        }
      }
    }
  }

  private static Offer send(
      final OrderEntryClient client, final long account, final String[] args) {
    final String clOrdId = "sixty-" + client.incarnation() % 1_000_000_000;
    return args[4].equals("CANCEL")
        ? client.cancel(account, 0, clOrdId, args[5])
        : client.newOrder(
            account,
            Long.parseLong(args[5]),
            clOrdId,
            Side.valueOf(args[4]),
            OrdType.LIMIT,
            TimeInForce.DAY,
            Fixed8.parse(args[6]),
            Fixed8.parse(args[7]));
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
  public void onOrderCancelReject(final OrderCancelRejectDecoder reject) {
    System.out.println(reject);
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
