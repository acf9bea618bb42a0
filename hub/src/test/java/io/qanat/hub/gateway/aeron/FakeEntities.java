package io.qanat.hub.gateway.aeron;

import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.LogonDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.OwnsAccountQueryDecoder;
import io.qanat.codecs.entity.ReportsQueryDecoder;
import io.qanat.codecs.entity.SessionClaimDecoder;
import io.qanat.codecs.entity.SessionLostDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.SessionKey;
import io.qanat.hub.gateway.EntityMessages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Partners and accounts as a script: partner p owns the accounts p*100 to p*100+99, every order
 * gets a report, and reports are kept. Answers at once, on the caller's thread.
 */
final class FakeEntities implements Entities {
  static final byte[] SECRET = "a secret of some length".getBytes(StandardCharsets.US_ASCII);

  /** Costs nothing. */
  static final KeyDerivation DERIVATION = new KeyDerivation(new byte[16], 8, 1, 1);

  final List<String> lost = new CopyOnWriteArrayList<>();
  final AtomicInteger logons = new AtomicInteger();
  final AtomicInteger orders = new AtomicInteger();
  volatile int lossesToRefuse;
  volatile boolean busy;

  private final Map<Long, List<byte[]>> reportsByAccount = new HashMap<>();
  private final Map<Long, Long> incarnations = new HashMap<>();
  private final Map<Long, Long> claims = new HashMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private Edge edge;

  void edge(final Edge newEdge) {
    edge = newEdge;
  }

  /** Reports made for an account so far. */
  synchronized int reports(final long account) {
    return reportsOf(account).size();
  }

  /** Makes a report for whoever claims the account. */
  synchronized void makeReport(final long account, final String clOrdId) {
    final List<byte[]> reports = reportsOf(account);
    final byte[] report = EntityMessages.report(account, reports.size() + 1L, clOrdId);
    reports.add(report);
    final Long session = claims.get(account);
    if (session != null) {
      edge.onReport(session, new UnsafeBuffer(report), 0, report.length);
    }
  }

  @Override
  public synchronized void tell(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    final Input input = new Input().wrap(buffer, offset, length, 0);
    final long key = SessionKey.of(input.partner(), input.session());
    if (input.schemaId() == MessageHeaderDecoder.SCHEMA_ID) {
      switch (input.templateId()) {
        case LogonDecoder.TEMPLATE_ID -> logon(input, key);
        case SessionClaimDecoder.TEMPLATE_ID -> claim(EntityKey.id(entity), key);
        case SessionLostDecoder.TEMPLATE_ID -> {
          if (lossesToRefuse > 0) {
            lossesToRefuse--;
            edge.onRefused(entity, Edge.Refusal.BUSY, 5, 0, buffer, offset, length);
          } else {
            lost.add(EntityKey.toString(entity) + " incarnation " + input.incarnation());
            claims.remove(EntityKey.id(entity), key);
          }
        }
        default -> throw new IllegalStateException("told template " + input.templateId());
      }
    } else if (busy) {
      edge.onRefused(entity, Edge.Refusal.BUSY, 20, 0, buffer, offset, length);
    } else {
      switch (input.templateId()) {
        case NewOrderSingleDecoder.TEMPLATE_ID -> {
          orders.incrementAndGet();
          final String clOrdId =
              new NewOrderSingleDecoder()
                  .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version())
                  .clOrdId();
          makeReport(EntityKey.id(entity), clOrdId);
        }
        case OrderCancelRequestDecoder.TEMPLATE_ID -> makeReport(EntityKey.id(entity), "cancel");
        default -> {}
      }
    }
  }

  private void logon(final Input input, final long key) {
    logons.incrementAndGet();
    final LogonDecoder logon =
        new LogonDecoder().wrapAndApplyHeader(input.body(), input.bodyOffset(), header);
    final byte[] proof = new byte[LogonDecoder.proofLength()];
    for (int i = 0; i < proof.length; i++) {
      proof[i] = (byte) logon.proof(i);
    }
    final boolean proven =
        LogonProof.verify(
            LogonProof.storedKey(DERIVATION.saltedKey(SECRET)),
            proof,
            input.partner(),
            logon.session(),
            logon.incarnation(),
            logon.requestTimestamp(),
            logon.accessKeyId());
    final long last = incarnations.getOrDefault(key, 0L);
    final byte[] reply;
    if (!proven) {
      reply = EntityMessages.logonReply(NegotiationRejectCode.CREDENTIALS.value(), 0, 0, 0);
    } else if (logon.incarnation() <= last) {
      reply =
          EntityMessages.logonReply(
              NegotiationRejectCode.DUPLICATE_INCARNATION.value(), last, 0, 0);
    } else {
      incarnations.put(key, logon.incarnation());
      reply = EntityMessages.logonReply(0, 0, 1_000_000, 1_000_000);
    }
    edge.onReply(input.requestId(), new UnsafeBuffer(reply), 0, reply.length);
  }

  private void claim(final long account, final long key) {
    claims.put(account, key);
    final byte[] sequence = EntityMessages.accountSequence(account, reports(account) + 1L);
    // Everything this account made can be sent again.
    new UnsafeBuffer(sequence).putLong(sequence.length - Long.BYTES, 1);
    edge.onReport(key, new UnsafeBuffer(sequence), 0, sequence.length);
  }

  @Override
  public synchronized void query(
      final long entity,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final byte[] answer;
    switch (header.wrap(buffer, offset).templateId()) {
      case OwnsAccountQueryDecoder.TEMPLATE_ID -> {
        final long account =
            new OwnsAccountQueryDecoder().wrapAndApplyHeader(buffer, offset, header).account();
        answer = EntityMessages.ownsAccount(account, account / 100 == EntityKey.id(entity));
      }
      case ReportsQueryDecoder.TEMPLATE_ID -> {
        final ReportsQueryDecoder query =
            new ReportsQueryDecoder().wrapAndApplyHeader(buffer, offset, header);
        final List<byte[]> all = reportsOf(EntityKey.id(entity));
        final int from = (int) Math.min(all.size(), query.fromReportNo() - 1);
        final int to = (int) Math.min(all.size(), from + query.count());
        answer =
            EntityMessages.reports(query.fromReportNo(), 1, all.size() + 1L, all.subList(from, to));
      }
      default -> throw new IllegalStateException("asked template " + header.templateId());
    }
    edge.onReply(requestId, new UnsafeBuffer(answer), 0, answer.length);
  }

  private List<byte[]> reportsOf(final long account) {
    return reportsByAccount.computeIfAbsent(account, key -> new ArrayList<>());
  }
}
