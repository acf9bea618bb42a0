package io.qanat.entity.core;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PeerInputEncoder;
import io.qanat.codecs.entity.WakeInputEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Feeds a core with inputs as the log keeps them, and notes everything that comes out. */
public final class CoreBench implements Outputs {
  /** Writes a message with its header; returns the encoded length without it. */
  @FunctionalInterface
  public interface Body {
    int encode(MutableDirectBuffer buffer);
  }

  /** One output. */
  public record Output(String to, long target, DirectBuffer message) {}

  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final Input input = new Input();
  private final List<Output> outputs = new ArrayList<>();
  private Core core;
  public long nowNanos = 1_700_000_000_000_000_000L;
  public long requestId;

  public CoreBench(final Core core) {
    this.core = core;
  }

  public void core(final Core value) {
    core = value;
  }

  public List<Output> client(
      final long partner,
      final long session,
      final long incarnation,
      final long seqNum,
      final Body message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.encode(body);
    return apply(
        new ClientInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .partner(partner)
            .session(session)
            .incarnation(incarnation)
            .seqNum(seqNum)
            .requestId(requestId)
            .putBody(body, 0, length)
            .encodedLength());
  }

  public List<Output> peer(final long sender, final Body message) {
    return peer(sender, body, 0, MessageHeaderEncoder.ENCODED_LENGTH + message.encode(body));
  }

  public List<Output> peer(
      final long sender, final DirectBuffer message, final int offset, final int length) {
    return apply(
        new PeerInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .sender(sender)
            .channelSeq(1)
            .ackThrough(0)
            .putBody(message, offset, length)
            .encodedLength());
  }

  public List<Output> admin(final Body message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.encode(body);
    return apply(
        new AdminInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .requestId(77)
            .putBody(body, 0, length)
            .who("operator")
            .why("test")
            .encodedLength());
  }

  /** An envelope as it is. */
  public List<Output> input(final Body message) {
    return apply(message.encode(envelope));
  }

  public List<Output> wake() {
    return apply(
        new WakeInputEncoder()
            .wrapAndApplyHeader(envelope, 0, header)
            .dueAt(nowNanos)
            .encodedLength());
  }

  public List<Output> query(final Body message) {
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + message.encode(body);
    outputs.clear();
    core.query(input.wrapQuery(body, 0, length, 77, nowNanos), this);
    return List.copyOf(outputs);
  }

  private List<Output> apply(final int encodedLength) {
    outputs.clear();
    core.apply(
        input.wrap(envelope, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, nowNanos),
        this);
    return List.copyOf(outputs);
  }

  /** A core that read what another wrote. */
  public static <T extends Core> T reload(final Core from, final T empty) {
    from.writeSnapshot(
        (buffer, offset, length) -> {
          // Moved and surrounded, so that nobody reads outside the record.
          final UnsafeBuffer copy = new UnsafeBuffer(new byte[length + 16]);
          copy.setMemory(0, length + 16, (byte) 0x5A);
          copy.putBytes(8, buffer, offset, length);
          empty.readSnapshotRecord(copy, 8, length);
        });
    return empty;
  }

  private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return new UnsafeBuffer(bytes);
  }

  @Override
  public void toPeer(
      final long entity, final DirectBuffer buffer, final int offset, final int length) {
    outputs.add(new Output("peer", entity, copy(buffer, offset, length)));
  }

  @Override
  public void toSession(
      final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
    outputs.add(new Output("session", sessionKey, copy(buffer, offset, length)));
  }

  @Override
  public void toMarketData(
      final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
    throw new AssertionError("no account or partner makes market data");
  }

  @Override
  public void reply(
      final long request, final DirectBuffer buffer, final int offset, final int length) {
    outputs.add(new Output("reply", request, copy(buffer, offset, length)));
  }
}
