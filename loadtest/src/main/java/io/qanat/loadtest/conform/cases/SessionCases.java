package io.qanat.loadtest.conform.cases;

import static io.qanat.loadtest.conform.ConformCase.wire;

import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NotAppliedDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.loadtest.conform.CaseFailure;
import io.qanat.loadtest.conform.ConformCase;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.Frames;
import io.qanat.loadtest.conform.Heard;
import io.qanat.loadtest.conform.Trader;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** Numbers, heartbeats, frames and good-byes. */
final class SessionCases {
  private static final String NUMBERS = "numbers";
  private static final String REFUSALS = "refusals-and-what-to-do-about-them";
  private static final int SHORT_KEEP_ALIVE_MILLIS = 600;

  private SessionCases() {}

  static List<ConformCase> all() {
    return List.of(
        wire(
            "SEQ-01",
            "A gap is told once, what follows it is processed",
            NUMBERS,
            desk -> {
              final Trader trader = desk.trader();
              final long missing = trader.nextSeqNum();
              trader.skip(3);
              trader.buy("b", 1, -5, TimeInForce.DAY);
              expectNotApplied(trader, missing, 3);
              trader.expect("b", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.buy("c", 1, -6, TimeInForce.DAY);
              trader.expect("c", "NEW NEW 1@-6 leaves 1 cum 0");
              trader.expectNothingElse();
            }),
        wire(
            "SEQ-02",
            "A gap at the end shows with the heartbeat",
            NUMBERS,
            desk -> {
              final Trader trader = desk.trader();
              final long missing = trader.nextSeqNum();
              trader.skip(2);
              trader.send(Frames.sequence(trader.logon().incarnation(), trader.nextSeqNum()));
              expectNotApplied(trader, missing, 2);
              trader.expectNothingElse();
            }),
        wire(
            "SEQ-03",
            "A number used twice ends the connection and is not processed",
            NUMBERS,
            desk -> {
              final Trader trader = desk.trader();
              trader.skip(-1);
              trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: SEQUENCE_TOO_LOW");
              final Trader next = desk.trader();
              next.status(desk.limit("a", io.qanat.codecs.fix.Side.BUY, 1, -5, TimeInForce.DAY), 0);
              next.expect("a", "not taken UNKNOWN_ID");
            }),
        wire(
            "SEQ-04",
            "Numbers begin where Establish says",
            "establish--4",
            desk -> {
              final Trader trader =
                  desk.claimed(
                      desk.logon(desk.logonRequest(), Desk.KEEP_ALIVE_MILLIS, 1_000_000, false));
              trader.expectNothingElse();
            }),
        wire(
            "SEQ-05",
            "Numbers begin at 1",
            REFUSALS,
            desk -> {
              final var wire = desk.connect();
              final var logon = desk.logonRequest();
              desk.expectNegotiation(wire, logon.frame(), "negotiated");
              wire.send(Desk.establish(logon, 1_000, 0, false));
              desk.expectAnswer(wire, "terminated: SEQUENCE_TOO_LOW");
            }),
        wire(
            "HB-01",
            "The hub is never silent for longer than the keep-alive interval",
            "sequence--7",
            SessionCases::hubHeartbeats),
        wire(
            "HB-02",
            "A client that is silent is cut off",
            REFUSALS,
            desk -> {
              final Trader trader =
                  desk.logon(desk.logonRequest(), SHORT_KEEP_ALIVE_MILLIS, 1, false);
              trader.fallSilent();
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: KEEPALIVE_LAPSED");
            }),
        wire(
            "HB-03",
            "A client that only sends heartbeats stays",
            "sequence--7",
            desk -> {
              final Trader trader =
                  desk.claimed(
                      desk.logon(desk.logonRequest(), 2 * SHORT_KEEP_ALIVE_MILLIS, 1, false));
              final long end =
                  System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(4 * SHORT_KEEP_ALIVE_MILLIS);
              desk.await(() -> System.nanoTime() - end >= 0, () -> "");
              trader.expectNothingElse();
            }),
        frame(
            "FRAME-01",
            "Bytes that are no whole message end the connection",
            "terminated: DECODING_ERROR",
            (trader, good) -> Arrays.copyOf(good, good.length - 1)),
        frame(
            "FRAME-02",
            "A template that is not of clients ends the connection",
            "terminated: UNKNOWN_TEMPLATE",
            (trader, good) -> withHeader(good, 2, (short) 999)),
        frame(
            "FRAME-03",
            "Another schema ends the connection",
            "terminated: UNSUPPORTED_SCHEMA",
            (trader, good) -> withHeader(good, 4, (short) 102)),
        frame(
            "FRAME-04",
            "A frame that is too long ends the connection",
            "terminated: FRAME_TOO_LARGE",
            (trader, good) -> Arrays.copyOf(good, AeronChannels.CLIENT_FRAME_LENGTH_MAX + 1)),
        wire(
            "FRAME-05",
            "A frame of a newer version is read as far as it is known",
            "versions",
            desk -> {
              final Trader trader = desk.trader();
              final byte[] known =
                  Frames.sequence(trader.logon().incarnation(), trader.nextSeqNum());
              final int blockLength = known.length - MessageHeaderDecoder.ENCODED_LENGTH;
              final byte[] newer = Arrays.copyOf(known, known.length + 7);
              trader.send(
                  withHeader(withHeader(newer, 0, (short) (blockLength + 7)), 6, (short) 1_000));
              trader.expectNothingElse();
            }),
        wire(
            "FRAME-06",
            "A code that no code set has is refused, the session goes on",
            REFUSALS,
            desk -> {
              final Trader trader = desk.trader();
              trader.submit(
                  desk.limit("a", io.qanat.codecs.fix.Side.NULL_VAL, 1, -5, TimeInForce.DAY));
              trader.expect("a", "not taken INVALID_FIELD");
              trader.expectNothingElse();
            }),
        wire(
            "DISC-01",
            "A good-bye is answered, orders stay where nothing else was agreed",
            "terminate--9",
            desk -> {
              final Trader trader = desk.trader();
              final var order = trader.buy("a", 1, -5, TimeInForce.DAY);
              trader.expect("a", "NEW NEW 1@-5 leaves 1 cum 0");
              trader.terminate();
              trader.expectMessage(TerminateDecoder.TEMPLATE_ID, "terminated: FINISHED");
              final Trader next = desk.trader();
              next.status(order, 0);
              next.expect("a", "ORDER_STATUS NEW 1@-5 leaves 1 cum 0 unnumbered");
              next.expectNothingElse();
            }));
  }

  /** Makes a bad frame out of a good one. */
  private interface Spoiling {
    byte[] apply(Trader trader, byte[] good);
  }

  private static ConformCase frame(
      final String id, final String title, final String line, final Spoiling spoiling) {
    return wire(
        id,
        title,
        REFUSALS,
        desk -> {
          final Trader trader = desk.trader();
          final byte[] good = Frames.sequence(trader.logon().incarnation(), trader.nextSeqNum());
          trader.send(spoiling.apply(trader, good));
          trader.expectMessage(TerminateDecoder.TEMPLATE_ID, line);
        });
  }

  private static byte[] withHeader(final byte[] frame, final int at, final short value) {
    final byte[] copy = frame.clone();
    new UnsafeBuffer(copy).putShort(at, value, ByteOrder.LITTLE_ENDIAN);
    return copy;
  }

  private static void expectNotApplied(final Trader trader, final long from, final long count) {
    final Heard heard =
        trader.expectMessage(
            NotAppliedDecoder.TEMPLATE_ID, "not applied: " + count + " from " + from);
    CaseFailure.unlessEqual(
        "incarnation", trader.logon().incarnation(), heard.notApplied().incarnation());
  }

  private static void hubHeartbeats(final Desk desk) {
    final Trader trader = desk.logon(desk.logonRequest(), SHORT_KEEP_ALIVE_MILLIS, 1, false);
    final long begin = System.nanoTime();
    desk.await(
        () -> trader.heartbeats().size() >= 3,
        () -> trader.heartbeats().size() + " heartbeats came, expected 3",
        TimeUnit.MILLISECONDS.toNanos(6 * SHORT_KEEP_ALIVE_MILLIS));
    long last = begin;
    for (final Heard heartbeat : trader.heartbeats()) {
      // Twice the interval: a loaded machine shall not fail a hub that keeps half of it.
      CaseFailure.unless(
          heartbeat.nanos() - last < TimeUnit.MILLISECONDS.toNanos(2 * SHORT_KEEP_ALIVE_MILLIS),
          "the hub was silent for longer than the keep-alive interval");
      last = heartbeat.nanos();
      CaseFailure.unlessEqual("nextSeqNo", 1L, heartbeat.sequence().nextSeqNo());
      CaseFailure.unlessEqual(
          "incarnation", trader.logon().incarnation(), heartbeat.sequence().incarnation());
    }
  }
}
