package io.qanat.entity.core;

import io.qanat.codecs.entity.AdminInputDecoder;
import io.qanat.codecs.entity.ClientInputDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.PeerInputDecoder;
import io.qanat.codecs.entity.SessionInputDecoder;
import io.qanat.codecs.entity.WakeInputDecoder;
import io.qanat.codecs.frame.FrameCheck;
import io.qanat.codecs.frame.FrameChecker;
import org.agrona.DirectBuffer;

/**
 * One input of an entity, read from the bytes that the log keeps: the envelope's fields, and the
 * body as an SBE message whose header has been read. A flyweight, reused for every input.
 */
public final class Input {
  /** Who speaks. */
  public enum Source {
    /** Another entity; {@link #sender()}. */
    PEER,
    /** A partner's client; {@link #partner()}, {@link #sessionKey()}, {@link #seqNum()}. */
    CLIENT,
    /** An operator; {@link #who()}, {@link #why()}. */
    ADMIN,
    /** Time itself: the core's wake-up is due. It has no body. */
    WAKE
  }

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final PeerInputDecoder peer = new PeerInputDecoder();
  private final ClientInputDecoder client = new ClientInputDecoder();
  private final SessionInputDecoder numbered = new SessionInputDecoder();
  private final AdminInputDecoder admin = new AdminInputDecoder();

  private Source source = Source.WAKE;
  private long timeNanos;
  private long sender;
  private long channelSeq;
  private long ackThrough;
  private long partner;
  private long session;
  private long incarnation;
  private long seqNum;
  private long prevSeqNum;
  private long requestId;
  private String who = "";
  private String why = "";
  private DirectBuffer body;
  private int bodyOffset;
  private int bodyLength;
  private int schemaId;
  private int templateId;
  private int blockLength;
  private int version;

  /**
   * Reads an envelope (entity schema 1, 3, 4, 5, 265).
   *
   * @param timeNanos the input's time, epoch nanoseconds
   * @throws IllegalArgumentException naming what is wrong, if it is none of them, or it or its body
   *     is not whole; a body of a schema or template that is not known here is left to the core
   */
  public Input wrap(
      final DirectBuffer buffer, final int offset, final int length, final long timeNanos) {
    this.timeNanos = timeNanos;
    clear();
    requireWhole("input", FrameChecker.ENTITY.check(buffer, offset, length), length);
    header.wrap(buffer, offset);
    switch (header.templateId()) {
      case PeerInputDecoder.TEMPLATE_ID -> {
        peer.wrapAndApplyHeader(buffer, offset, header);
        source = Source.PEER;
        sender = peer.sender();
        channelSeq = peer.channelSeq();
        ackThrough = peer.ackThrough();
        wrapBody(buffer, peer.limit() + PeerInputDecoder.bodyHeaderLength(), peer.bodyLength());
      }
      case ClientInputDecoder.TEMPLATE_ID -> {
        client.wrapAndApplyHeader(buffer, offset, header);
        source = Source.CLIENT;
        partner = client.partner();
        session = client.session();
        incarnation = client.incarnation();
        seqNum = client.seqNum();
        requestId = client.requestId();
        wrapBody(
            buffer, client.limit() + ClientInputDecoder.bodyHeaderLength(), client.bodyLength());
      }
      case SessionInputDecoder.TEMPLATE_ID -> {
        numbered.wrapAndApplyHeader(buffer, offset, header);
        source = Source.CLIENT;
        partner = numbered.partner();
        session = numbered.session();
        incarnation = numbered.incarnation();
        seqNum = numbered.seqNum();
        prevSeqNum = numbered.prevSeqNum();
        requestId = numbered.requestId();
        wrapBody(
            buffer,
            numbered.limit() + SessionInputDecoder.bodyHeaderLength(),
            numbered.bodyLength());
      }
      case AdminInputDecoder.TEMPLATE_ID -> {
        admin.wrapAndApplyHeader(buffer, offset, header);
        source = Source.ADMIN;
        requestId = admin.requestId();
        wrapBody(buffer, admin.limit() + AdminInputDecoder.bodyHeaderLength(), admin.bodyLength());
        admin.skipBody();
        who = admin.who();
        why = admin.why();
      }
      case WakeInputDecoder.TEMPLATE_ID -> source = Source.WAKE;
      default ->
          throw new IllegalArgumentException("not an input: template " + header.templateId());
    }
    return this;
  }

  /** Makes this a query: a bare body, with the request its answers go to. */
  public Input wrapQuery(
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final long requestId,
      final long timeNanos) {
    this.timeNanos = timeNanos;
    clear();
    source = Source.CLIENT;
    this.requestId = requestId;
    wrapBody(buffer, offset, length);
    return this;
  }

  /**
   * Makes this an operator's act: a bare body, as if it had come in an AdminInput.
   *
   * @param requestId where the reply goes
   */
  public Input wrapAct(
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final long requestId,
      final String who,
      final String why,
      final long timeNanos) {
    this.timeNanos = timeNanos;
    clear();
    source = Source.ADMIN;
    this.requestId = requestId;
    this.who = who;
    this.why = why;
    wrapBody(buffer, offset, length);
    return this;
  }

  private void clear() {
    sender = 0;
    channelSeq = 0;
    ackThrough = 0;
    partner = 0;
    session = 0;
    incarnation = 0;
    seqNum = 0;
    prevSeqNum = 0;
    requestId = 0;
    who = "";
    why = "";
    body = null;
    bodyOffset = 0;
    bodyLength = 0;
    schemaId = 0;
    templateId = 0;
    blockLength = 0;
    version = 0;
  }

  private void wrapBody(final DirectBuffer buffer, final int offset, final int length) {
    requireWhole("body", checkBody(buffer, offset, length), length);
    header.wrap(buffer, offset);
    body = buffer;
    bodyOffset = offset;
    bodyLength = length;
    schemaId = header.schemaId();
    templateId = header.templateId();
    blockLength = header.blockLength();
    version = header.version();
  }

  /** A body's schema follows from its sender; what no checker knows no core decodes. */
  private static FrameCheck checkBody(
      final DirectBuffer buffer, final int offset, final int length) {
    FrameCheck check = FrameChecker.ENTITY.check(buffer, offset, length);
    if (check == FrameCheck.UNKNOWN_SCHEMA) {
      check = FrameChecker.ORDER_ENTRY.check(buffer, offset, length);
    }
    if (check == FrameCheck.UNKNOWN_SCHEMA) {
      check = FrameChecker.LIQUIDITY.check(buffer, offset, length);
    }
    return check == FrameCheck.UNKNOWN_SCHEMA || check == FrameCheck.UNKNOWN_TEMPLATE
        ? FrameCheck.OK
        : check;
  }

  private static void requireWhole(final String what, final FrameCheck check, final int length) {
    if (!check.isDecodable()) {
      throw new IllegalArgumentException(what + " of " + length + " bytes is not whole: " + check);
    }
  }

  public Source source() {
    return source;
  }

  /** Epoch nanoseconds; never less than that of the entity's earlier inputs. */
  public long timeNanos() {
    return timeNanos;
  }

  /** {@link EntityKey} of the peer. */
  public long sender() {
    return sender;
  }

  /** Number of a peer's message in its channel. */
  public long channelSeq() {
    return channelSeq;
  }

  /** The peer has committed our messages through this one. */
  public long ackThrough() {
    return ackThrough;
  }

  public long partner() {
    return partner;
  }

  /** 0 when the client has no session. */
  public long session() {
    return session;
  }

  /** {@link SessionKey} of the client. */
  public long sessionKey() {
    return SessionKey.of(partner, session);
  }

  public long incarnation() {
    return incarnation;
  }

  /** Number that the client gave its message; 0: none. */
  public long seqNum() {
    return seqNum;
  }

  /**
   * Number of the session's message to this entity before this one; 0: there was none, or the
   * sender does not say.
   */
  public long prevSeqNum() {
    return prevSeqNum;
  }

  /** Where a reply goes; 0: nowhere. */
  public long requestId() {
    return requestId;
  }

  public String who() {
    return who;
  }

  public String why() {
    return why;
  }

  /** Buffer of the body, which begins with its SBE header at {@link #bodyOffset()}. */
  public DirectBuffer body() {
    return body;
  }

  public int bodyOffset() {
    return bodyOffset;
  }

  /** Bytes of the body, header included. */
  public int bodyLength() {
    return bodyLength;
  }

  /** Where the body's root block begins: what a decoder's {@code wrap} wants. */
  public int blockOffset() {
    return bodyOffset + MessageHeaderDecoder.ENCODED_LENGTH;
  }

  /** Schema of the body. */
  public int schemaId() {
    return schemaId;
  }

  /** Template of the body. */
  public int templateId() {
    return templateId;
  }

  /** Acting block length of the body. */
  public int blockLength() {
    return blockLength;
  }

  /** Acting version of the body. */
  public int version() {
    return version;
  }
}
