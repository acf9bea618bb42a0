package io.qanat.hub.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.entity.Edge;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A session whose every action becomes a line, and whose clock stands still unless told. */
final class SessionHarness implements SessionActions {
  static final long GATEWAY = 77;
  static final SessionLimits LIMITS =
      new SessionLimits(
          1024, TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(5), 4, 8, 100, 10, 25, 0);

  final GatewayCounters counters = new GatewayCounters();
  final OrderEntrySession session;
  private final List<String> lines = new ArrayList<>();
  private final List<Long> openRequests = new ArrayList<>();
  private long now;
  private long nextRequest = 100;
  private boolean requestsExhausted;
  private DirectBuffer lastTold = new UnsafeBuffer(0, 0);
  private long lastToldEntity;

  SessionHarness() {
    this(new LogonGuard(1_000, 1_000, 0));
  }

  SessionHarness(final LogonGuard guard) {
    session =
        new OrderEntrySession(
            LIMITS, guard, this, new SessionCodecs(), counters, GATEWAY, new byte[16], now);
  }

  /** Partner 7, session 1, incarnation 10; 100 messages per second, burst 3. */
  SessionHarness negotiated() {
    frame(ClientFrames.negotiate(7, 1, 10, "key"));
    reply(100, EntityMessages.logonReply(0, 0, 100, 3));
    take();
    return this;
  }

  SessionHarness established() {
    return established(false);
  }

  SessionHarness established(final boolean cancelOnDisconnect) {
    negotiated();
    frame(ClientFrames.establish(1, 10, 1_000, 1, cancelOnDisconnect));
    take();
    return this;
  }

  /** Established, and account 17 claimed with message 1. */
  SessionHarness trading() {
    return trading(false);
  }

  SessionHarness trading(final boolean cancelOnDisconnect) {
    established(cancelOnDisconnect);
    frame(ClientFrames.claim(1, 17));
    reply(101, EntityMessages.ownsAccount(17, true));
    take();
    return this;
  }

  void frame(final byte[] bytes) {
    // Odd offset and bytes around it: a session looks at its frame alone.
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 2]);
    buffer.putBytes(1, bytes);
    session.onFrame(buffer, 1, bytes.length, now);
  }

  void reply(final long requestId, final byte[] bytes) {
    session.onReply(requestId, new UnsafeBuffer(bytes), 0, bytes.length, now);
  }

  void report(final byte[] bytes) {
    session.onReport(new UnsafeBuffer(bytes), 0, bytes.length, now);
  }

  void requestRefused(final long requestId, final int retryAfterMillis) {
    openRequests.remove(requestId);
    session.onRequestRefused(requestId, retryAfterMillis, now);
  }

  /** The last input told comes back. */
  void inputRefused(final Edge.Refusal refusal, final int retryAfterMillis) {
    session.onInputRefused(
        new Input().wrap(lastTold, 0, lastTold.capacity(), 0),
        lastToldEntity,
        refusal,
        retryAfterMillis);
  }

  /** An input of an earlier incarnation of this session comes back. */
  void staleInputRefused() {
    final byte[] body = ClientFrames.newOrder(1, 17, "stale");
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final ClientInputEncoder input =
        new ClientInputEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .partner(7)
            .session(1)
            .incarnation(9)
            .seqNum(1)
            .requestId(0)
            .putBody(body, 0, body.length);
    session.onInputRefused(
        new Input().wrap(buffer, 0, input.limit(), 0), EntityKey.account(17), Edge.Refusal.BUSY, 1);
  }

  void passMillis(final long millis) {
    now += MILLISECONDS.toNanos(millis);
    session.onTick(now);
  }

  /** As {@link #passMillis}, but nobody looks at the session meanwhile. */
  void skipMillis(final long millis) {
    now += MILLISECONDS.toNanos(millis);
  }

  void hubTerminates(final TerminateCode code) {
    session.terminate(code, "because", now);
  }

  void exhaustRequests() {
    requestsExhausted = true;
  }

  /** What happened since the last call. */
  List<String> take() {
    final List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  List<Long> openRequests() {
    return openRequests;
  }

  @Override
  public void send(final DirectBuffer buffer, final int offset, final int length) {
    lines.add("send " + Described.toClient(buffer, offset));
  }

  @Override
  public void tell(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    final byte[] copy = new byte[length];
    buffer.getBytes(offset, copy);
    lastTold = new UnsafeBuffer(copy);
    lastToldEntity = entity;
    lines.add("tell " + EntityKey.toString(entity) + " " + Described.input(lastTold, 0, length));
  }

  @Override
  public long openRequest(final long nowNanos) {
    if (requestsExhausted) {
      return 0;
    }
    openRequests.add(nextRequest);
    return nextRequest++;
  }

  @Override
  public void closeRequest(final long requestId) {
    openRequests.remove(requestId);
  }

  @Override
  public void query(
      final long entity,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    lines.add(
        "query %s %s request=%d"
            .formatted(EntityKey.toString(entity), Described.query(buffer, offset), requestId));
  }

  @Override
  public void bind(final long sessionKey) {
    lines.add(
        "bind %d/%d".formatted(SessionKey.partner(sessionKey), SessionKey.session(sessionKey)));
  }

  @Override
  public void end() {
    lines.add("end");
  }
}
