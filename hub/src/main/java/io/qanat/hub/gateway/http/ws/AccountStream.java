package io.qanat.hub.gateway.http.ws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.ReportsAnswerDecoder;
import io.qanat.hub.gateway.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.apache.pekko.util.ByteString;

/**
 * The subscriptions to one account's reports. Each has its next report: one that comes with this
 * number goes on to the client, one before it came before, one beyond it, or any doubt, means to
 * ask the account for what lies between. So each report comes once, in order, whatever was lost on
 * the way, and what is no longer held is named. Of the engine's thread.
 */
final class AccountStream {
  /** Reports of one question. */
  static final int PAGE = 100;

  private static final long RETRY_NANOS = 250_000_000L;

  private final StreamMessages messages;

  /** Asks a subscription's account for reports from its next one on. */
  private final Consumer<Subscription> fetcher;

  private final List<Subscription> subscriptions = new ArrayList<>();

  AccountStream(final StreamMessages messages, final Consumer<Subscription> fetcher) {
    this.messages = messages;
    this.fetcher = fetcher;
  }

  void add(final Subscription subscription, final long nowNanos) {
    subscription.next = subscription.terms().after() + 1;
    subscription.fetchAtNanos = nowNanos;
    subscriptions.add(subscription);
  }

  /** False if it was not here. */
  boolean remove(final Subscription subscription) {
    return subscriptions.remove(subscription);
  }

  boolean contains(final Subscription subscription) {
    return subscriptions.contains(subscription);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty();
  }

  /** A report has left the account. */
  void onReport(
      final long reportNo, final DirectBuffer buffer, final int offset, final int length) {
    ByteString message = null;
    for (final Subscription subscription : subscriptions) {
      subscription.known = Math.max(subscription.known, reportNo + 1);
      if (subscription.confirmed && !subscription.fetching && reportNo == subscription.next) {
        if (message == null) {
          final byte[] report = new byte[length];
          buffer.getBytes(offset, report);
          message = messages.report(report);
        }
        subscription.next++;
        subscription.outbox().offer(message);
      }
    }
  }

  /** Reports may have been dropped on their way here: every client may be behind. */
  void onOverflow() {
    subscriptions.forEach(subscription -> subscription.doubtful = true);
  }

  /** Asks for what clients are behind; returns how many questions were asked. */
  int fetchDue(final long nowNanos) {
    int asked = 0;
    for (final Subscription subscription : subscriptions) {
      final boolean behind =
          !subscription.confirmed
              || subscription.doubtful
              || subscription.next < subscription.known;
      if (behind
          && !subscription.fetching
          && nowNanos - subscription.fetchAtNanos >= 0
          && subscription.outbox().hasRoom()) {
        subscription.fetching = true;
        subscription.doubtful = false;
        fetcher.accept(subscription);
        asked++;
      }
    }
    return asked;
  }

  /** The account could not be asked now. */
  void onFetchFailed(final Subscription subscription, final long nowNanos) {
    subscription.fetching = false;
    subscription.doubtful = true;
    subscription.fetchAtNanos = nowNanos + RETRY_NANOS;
  }

  /**
   * The account's answer.
   *
   * @return null, or why the subscription cannot be
   */
  Problem onFetched(
      final Subscription subscription, final DirectBuffer message, final long nowNanos) {
    subscription.fetching = false;
    final long before = subscription.next;
    final ReportsAnswerDecoder answer =
        new ReportsAnswerDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    final long end = answer.nextReportNo();
    final long held = answer.oldestReportNo();
    if (end == 0) {
      return Problem.notFound();
    }
    subscription.known = Math.max(subscription.known, end);
    if (!subscription.confirmed) {
      if (subscription.terms().after() >= end) {
        return Problem.field(
            "/afterReport", "is beyond the account's last report, which is " + (end - 1));
      }
      if (subscription.terms().after() < 0) {
        subscription.next = end;
      }
      subscription.confirmed = true;
      subscription.outbox().offer(subscribed(subscription, held, end));
    }
    if (subscription.next < held) {
      subscription.outbox().offer(gap(subscription, subscription.next, held - 1));
      subscription.next = held;
    }
    long reportNo = answer.fromReportNo();
    for (final ReportsAnswerDecoder.ReportsDecoder entry : answer.reports()) {
      final byte[] body = new byte[entry.bodyLength()];
      entry.getBody(body, 0, body.length);
      if (reportNo == subscription.next) {
        subscription.next++;
        subscription.outbox().offer(messages.report(body));
      }
      reportNo++;
    }
    subscription.fetchAtNanos = subscription.next > before ? nowNanos : nowNanos + RETRY_NANOS;
    return null;
  }

  private ByteString subscribed(
      final Subscription subscription, final long oldestReportNo, final long nextReportNo) {
    final ObjectNode node = messages.message("subscribed");
    subscription.describe(node);
    return messages.bytes(
        node.put("oldestReportNo", oldestReportNo).put("nextReportNo", nextReportNo));
  }

  private ByteString gap(
      final Subscription subscription, final long fromReportNo, final long throughReportNo) {
    final ObjectNode node = messages.message("gap");
    subscription.describe(node);
    return messages.bytes(
        node.put("fromReportNo", fromReportNo).put("throughReportNo", throughReportNo));
  }
}
