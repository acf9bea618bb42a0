package io.qanat.sim;

import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OrderCancelDecoder;
import io.qanat.codecs.entity.OrderCancelEncoder;
import io.qanat.codecs.entity.OrderReplaceDecoder;
import io.qanat.codecs.entity.OrderReplaceEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The smallest core with every kind of input and output. A client tells it to pay a peer; whoever
 * is paid three or more gives one back. It borrows messages of the entity schema: OrderCancel
 * carries (whom, amount), OrderReplace the snapshot.
 */
public final class ToyCore implements Core {
  /** An amount that makes the core throw, from a client as from a peer. */
  public static final long POISON = 666;

  /** A peer's amount that makes only a receiver throw: it is sent on without harm. */
  public static final long POISON_FOR_PEER = 667;

  /** Paying oneself sets a timer: the amount is its delay in nanoseconds. */
  public static final int VERSION = 1;

  private final long self;
  private final long salt;
  private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
  private final OrderCancelEncoder encoder = new OrderCancelEncoder();
  private final OrderCancelDecoder decoder = new OrderCancelDecoder();
  private long balance;
  private long applied;
  private long wakeAtNanos;
  private long historyHash = Hash64.SEED;

  private ToyCore(final long self, final long salt) {
    this.self = self;
    this.salt = salt;
  }

  /** Cores that repeat themselves. */
  public static Core.Factory factory() {
    return entity -> new ToyCore(entity, 0);
  }

  /** Cores that put something of their own into every output: other cores than any before. */
  public static Core.Factory factory(final long salt) {
    return entity -> new ToyCore(entity, salt);
  }

  public long balance() {
    return balance;
  }

  public long applied() {
    return applied;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public void apply(final Input input, final Outputs outputs) {
    applied++;
    historyHash = Hash64.mix(historyHash, input.sender());
    switch (input.source()) {
      case WAKE -> {
        wakeAtNanos = 0;
        outputs.toSession(1, scratch, 0, encode(self, applied));
      }
      case CLIENT -> onClient(input, outputs);
      case PEER -> onPeer(input, outputs);
      case ADMIN -> outputs.reply(input.requestId(), scratch, 0, encode(self, applied));
    }
  }

  private void onClient(final Input input, final Outputs outputs) {
    final long peer = read(input).orderId();
    final long amount = decoder.requestNo();
    failOn(amount == POISON);
    if (peer == self) {
      wakeAtNanos = input.timeNanos() + amount;
    } else {
      balance -= amount;
      outputs.toPeer(peer, scratch, 0, encode(self, amount));
    }
    outputs.toSession(input.sessionKey(), scratch, 0, encode(peer, applied + salt));
    outputs.reply(input.requestId(), scratch, 0, encode(peer, applied + salt));
    if (EntityKey.kind(self) == EntityKey.INSTRUMENT) {
      outputs.toMarketData(MDFeed.TOP, scratch, 0, encode(self, applied));
    }
  }

  private void onPeer(final Input input, final Outputs outputs) {
    final long amount = read(input).requestNo();
    failOn(amount == POISON_FOR_PEER);
    balance += amount;
    historyHash = Hash64.mix(historyHash, amount);
    if (amount >= 3) {
      balance--;
      outputs.toPeer(input.sender(), scratch, 0, encode(self, 1));
    }
  }

  private static void failOn(final boolean poison) {
    if (poison) {
      throw new IllegalStateException("poison");
    }
  }

  private OrderCancelDecoder read(final Input input) {
    return decoder.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
  }

  private int encode(final long whom, final long amount) {
    encoder
        .wrapAndApplyHeader(scratch, 0, new MessageHeaderEncoder())
        .orderId(whom)
        .requestNo(amount);
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    failOn(read(query).requestNo() == POISON);
    answers.reply(query.requestId(), scratch, 0, encode(self, balance));
  }

  @Override
  public long wakeAtNanos() {
    return wakeAtNanos;
  }

  @Override
  public long stateHash() {
    long hash = Hash64.mix(historyHash, balance);
    hash = Hash64.mix(hash, applied);
    return Hash64.mix(hash, wakeAtNanos);
  }

  @Override
  public void writeSnapshot(final RecordSink sink) {
    final OrderReplaceEncoder snapshot = new OrderReplaceEncoder();
    snapshot
        .wrapAndApplyHeader(scratch, 0, new MessageHeaderEncoder())
        .orderId(balance)
        .requestNo(applied)
        .price(wakeAtNanos)
        .orderQty(historyHash);
    sink.record(scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + snapshot.encodedLength());
  }

  @Override
  public void readSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {
    final OrderReplaceDecoder snapshot =
        new OrderReplaceDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    balance = snapshot.orderId();
    applied = snapshot.requestNo();
    wakeAtNanos = snapshot.price();
    historyHash = snapshot.orderQty();
  }

  /** The body that pays. */
  public static DirectBuffer body(final long whom, final long amount) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + OrderCancelEncoder.BLOCK_LENGTH]);
    new OrderCancelEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .orderId(whom)
        .requestNo(amount);
    return buffer;
  }

  /** A client's order to pay; partner 1, session 1. */
  public static DirectBuffer pay(final long whom, final long amount, final long requestId) {
    return client(body(whom, amount), requestId);
  }

  /** A client's input around any body. */
  public static DirectBuffer client(final DirectBuffer body, final long requestId) {
    final ClientInputEncoder client = new ClientInputEncoder();
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    client
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .partner(1)
        .session(1)
        .incarnation(1)
        .seqNum(0)
        .requestId(requestId)
        .putBody(body, 0, body.capacity());
    return copy(buffer, MessageHeaderEncoder.ENCODED_LENGTH + client.encodedLength());
  }

  /** An operator's input. */
  public static DirectBuffer admin(final long requestId) {
    final AdminInputEncoder admin = new AdminInputEncoder();
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final DirectBuffer body = body(0, 0);
    final byte[] text = "test".getBytes(StandardCharsets.UTF_8);
    admin
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .requestId(requestId)
        .putBody(body, 0, body.capacity())
        .putWho(text, 0, text.length)
        .putWhy(text, 0, text.length);
    return copy(buffer, MessageHeaderEncoder.ENCODED_LENGTH + admin.encodedLength());
  }

  /** Of a body that {@link #body} made. */
  public static long amountOf(final DirectBuffer buffer, final int offset) {
    return new OrderCancelDecoder()
        .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
        .requestNo();
  }

  private static DirectBuffer copy(final DirectBuffer buffer, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(0, bytes);
    return new UnsafeBuffer(bytes);
  }
}
