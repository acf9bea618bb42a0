package io.qanat.hub.gateway;

import static io.qanat.hub.gateway.ClientFrames.cancel;
import static io.qanat.hub.gateway.ClientFrames.establish;
import static io.qanat.hub.gateway.ClientFrames.negotiate;
import static io.qanat.hub.gateway.ClientFrames.newOrder;
import static io.qanat.hub.gateway.ClientFrames.sequence;
import static io.qanat.hub.gateway.ClientFrames.terminate;
import static io.qanat.hub.gateway.EntityMessages.logonReply;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.TerminateCode;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection becomes a session, and how it ends. */
class OrderEntrySessionLogonTest {
  private final SessionHarness hub = new SessionHarness();

  @Test
  void negotiatesAndEstablishes() {
    hub.frame(negotiate(7, 1, 10, "key"));
    assertThat(hub.take())
        .containsExactly("tell partner-7 Logon key=key request=100 from=7/1/10 seqNum=0");

    hub.reply(100, logonReply(0, 0, 100, 3));
    assertThat(hub.take())
        .containsExactly(
            "bind 7/1", "send NegotiationResponse session=1 incarnation=10 rate=100 burst=3");
    assertThat(hub.openRequests()).isEmpty();

    hub.frame(establish(1, 10, 1_000, 5, true));
    assertThat(hub.take()).containsExactly("send EstablishmentAck keepAlive=1000 next=5");
    assertThat(hub.session.isEstablished()).isTrue();
  }

  @Test
  void aWrongKeyIsRefusedAndMayBeCorrected() {
    hub.frame(negotiate(7, 1, 10, "wrong"));
    hub.reply(100, logonReply(NegotiationRejectCode.CREDENTIALS.value(), 0, 0, 0));
    assertThat(hub.take()).last().isEqualTo("send NegotiationReject CREDENTIALS last=0");

    hub.frame(negotiate(7, 1, 11, "right"));
    assertThat(hub.take())
        .containsExactly("tell partner-7 Logon key=right request=101 from=7/1/11 seqNum=0");
  }

  @Test
  void aReplayedNegotiateIsToldTheHighestIncarnation() {
    hub.frame(negotiate(7, 1, 10, "key"));
    hub.reply(100, logonReply(NegotiationRejectCode.DUPLICATE_INCARNATION.value(), 12, 0, 0));
    assertThat(hub.take()).last().isEqualTo("send NegotiationReject DUPLICATE_INCARNATION last=12");
    assertThat(hub.session.sessionKey()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = NegotiationRejectCode.class,
      names = {"NULL_VAL", "SBE_UNKNOWN"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyRefusalOfThePartnerIsPassedOn(final NegotiationRejectCode code) {
    hub.frame(negotiate(7, 1, 10, "key"));
    hub.reply(100, logonReply(code.value(), 0, 0, 0));
    assertThat(hub.take()).last().isEqualTo("send NegotiationReject " + code + " last=0");
  }

  @Test
  void aPartnerThatCannotBeReachedIsUnavailable() {
    hub.frame(negotiate(7, 1, 10, "key"));
    hub.take();
    hub.requestRefused(100, 0);
    assertThat(hub.take()).containsExactly("send NegotiationReject UNAVAILABLE last=0");

    hub.exhaustRequests();
    hub.frame(negotiate(7, 1, 10, "key"));
    assertThat(hub.take()).containsExactly("send NegotiationReject UNAVAILABLE last=0");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 31, Long.MAX_VALUE})
  void aPartnerNumberThatCannotBeIsAsUnknownAsAnyOther(final long partner) {
    hub.frame(negotiate(partner, 1, 10, "key"));
    assertThat(hub.take()).containsExactly("send NegotiationReject CREDENTIALS last=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "tab\there"})
  void aKeyThatCannotBeIsAsWrongAsAnyOther(final String key) {
    hub.frame(negotiate(7, 1, 10, key));
    assertThat(hub.take()).containsExactly("send NegotiationReject CREDENTIALS last=0");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0xFFFF_FFFFL})
  void aSessionNumberThatCannotBeIsNotAllowed(final long session) {
    final byte[] frame = negotiate(7, 1, 10, "key");
    new UnsafeBuffer(frame).putInt(16, (int) session);
    hub.frame(frame);
    assertThat(hub.take()).containsExactly("send NegotiationReject SESSION_NOT_ALLOWED last=0");
  }

  @Test
  void oneConnectionCarriesOneSession() {
    hub.frame(negotiate(7, 1, 10, "key"));
    hub.frame(negotiate(7, 2, 10, "key"));
    assertThat(hub.take()).last().isEqualTo("send NegotiationReject SESSION_IN_USE last=0");
    hub.reply(100, logonReply(0, 0, 100, 3));
    hub.frame(negotiate(7, 1, 11, "key"));
    assertThat(hub.take()).last().isEqualTo("send NegotiationReject SESSION_IN_USE last=0");
  }

  @Test
  void attemptsAreLimitedPerKey() {
    final SessionHarness guarded = new SessionHarness(new LogonGuard(100, 2, 0));
    for (int i = 0; i < 2; i++) {
      guarded.frame(negotiate(7, 1, 10 + i, "key"));
      guarded.reply(100 + i, logonReply(NegotiationRejectCode.CREDENTIALS.value(), 0, 0, 0));
    }
    guarded.take();
    guarded.frame(negotiate(7, 1, 12, "key"));
    assertThat(guarded.take()).containsExactly("send NegotiationReject TOO_MANY_ATTEMPTS last=0");

    guarded.frame(negotiate(7, 1, 12, "other"));
    assertThat(guarded.take()).singleElement().asString().startsWith("tell partner-7 Logon");
  }

  @Test
  void attemptsAreLimitedInTotal() {
    final LogonGuard guard = new LogonGuard(2, 2, 0);
    for (int i = 0; i < 2; i++) {
      final SessionHarness client = new SessionHarness(guard);
      client.frame(negotiate(7, 1, 10, "key" + i));
      assertThat(client.take()).singleElement().asString().startsWith("tell");
    }
    final SessionHarness late = new SessionHarness(guard);
    late.frame(negotiate(7, 1, 10, "key2"));
    assertThat(late.take()).containsExactly("send NegotiationReject TOO_MANY_ATTEMPTS last=0");
    late.skipMillis(500);
    late.frame(negotiate(7, 1, 10, "key2"));
    assertThat(late.take()).singleElement().asString().startsWith("tell");
  }

  @Test
  void establishmentNeedsTheNegotiatedIncarnation() {
    hub.frame(establish(1, 10, 1_000, 1, false));
    assertThat(hub.take()).containsExactly("send EstablishmentReject UNNEGOTIATED");
    hub.negotiated();
    hub.frame(establish(1, 9, 1_000, 1, false));
    hub.frame(establish(2, 10, 1_000, 1, false));
    assertThat(hub.take())
        .containsExactly(
            "send EstablishmentReject UNNEGOTIATED", "send EstablishmentReject UNNEGOTIATED");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 99, 60_001, 0xFFFF_FFFEL})
  void keepAliveHasBounds(final long millis) {
    hub.negotiated();
    hub.frame(establish(1, 10, millis, 1, false));
    assertThat(hub.take()).containsExactly("send EstablishmentReject KEEPALIVE_INTERVAL");
  }

  @Test
  void establishedTwiceIsRefused() {
    hub.established();
    hub.frame(establish(1, 10, 1_000, 1, false));
    assertThat(hub.take()).containsExactly("send EstablishmentReject ALREADY_ESTABLISHED");
    assertThat(hub.session.isEstablished()).isTrue();
  }

  @Test
  void numbersBeginAtOne() {
    hub.negotiated();
    hub.frame(establish(1, 10, 1_000, 0, false));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate SEQUENCE_TOO_LOW: Establish: nextSeqNo must be 1 or more: 0", "end");
  }

  @Test
  void ordersBeforeLogonEndTheConnection() {
    hub.frame(newOrder(1, 17, "a"));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate UNNEGOTIATED: template 20 before NegotiationResponse", "end");
  }

  @Test
  void ordersBeforeEstablishEndTheConnection() {
    hub.negotiated();
    hub.frame(cancel(1, 17, "a"));
    assertThat(hub.take())
        .containsExactly("send Terminate NOT_ESTABLISHED: template 21 before Establish", "end");
  }

  @Test
  void whoDoesNotLogOnInTimeIsCutOff() {
    hub.passMillis(5_000);
    assertThat(hub.take()).isEmpty();
    hub.passMillis(1);
    assertThat(hub.take())
        .containsExactly("send Terminate LOGON_TIMEOUT: not established within 5000 ms", "end");
  }

  @Test
  void negotiatingDoesNotExtendTheTime() {
    hub.negotiated();
    hub.passMillis(5_001);
    assertThat(hub.take()).first().asString().startsWith("send Terminate LOGON_TIMEOUT");
  }

  @Test
  void heartbeatsGoBothWays() {
    hub.established();
    hub.passMillis(499);
    assertThat(hub.take()).isEmpty();
    hub.passMillis(1);
    assertThat(hub.take()).containsExactly("send Sequence next=1");
    hub.passMillis(499);
    hub.frame(sequence(10, 1));
    hub.passMillis(1);
    assertThat(hub.take()).containsExactly("send Sequence next=1");
    hub.passMillis(500);
    assertThat(hub.take()).containsExactly("send Sequence next=1");
  }

  @Test
  void aSilentClientIsCutOff() {
    hub.established();
    hub.skipMillis(1_000);
    hub.frame(sequence(10, 1));
    hub.skipMillis(1_000);
    hub.passMillis(1);
    assertThat(hub.take())
        .containsExactly("send Terminate KEEPALIVE_LAPSED: nothing received within 1000 ms", "end");
  }

  @Test
  void terminateIsAnswered() {
    hub.established();
    hub.frame(terminate(1, 10));
    assertThat(hub.take()).containsExactly("send Terminate FINISHED: ", "end");
    assertThat(hub.session.isEnded()).isTrue();
  }

  @Test
  void nothingIsHeardAfterTheEnd() {
    hub.trading();
    hub.hubTerminates(TerminateCode.SUPERSEDED);
    hub.take();
    hub.frame(newOrder(2, 17, "a"));
    hub.passMillis(10_000);
    hub.report(EntityMessages.report(17, 1, "a"));
    hub.session.onDisconnected();
    assertThat(hub.take()).isEmpty();
  }

  @Test
  void aLogonReplyAfterTheEndBindsNothing() {
    hub.frame(negotiate(7, 1, 10, "key"));
    hub.session.onDisconnected();
    hub.take();
    hub.reply(100, logonReply(0, 0, 100, 3));
    assertThat(hub.take()).isEmpty();
    assertThat(hub.openRequests()).isEmpty();
  }

  @Test
  void truncatedFramesAreNamed() {
    hub.established();
    hub.frame(Arrays.copyOf(newOrder(1, 17, "a"), 20));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate DECODING_ERROR: template 20, block length 127, version 1, 20 bytes:"
                + " TRUNCATED",
            "end");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void framesWithoutHeaderAreNamed(final int length) {
    hub.frame(new byte[length]);
    assertThat(hub.take())
        .containsExactly(
            "send Terminate DECODING_ERROR: frame of "
                + length
                + " bytes is shorter than its header",
            "end");
  }

  @Test
  void hugeFramesAreNamedWithoutBeingRead() {
    hub.frame(new byte[1_025]);
    assertThat(hub.take())
        .containsExactly(
            "send Terminate FRAME_TOO_LARGE: frame longer than 1024 bytes: 1025", "end");
  }

  @Test
  void otherSchemasAreNamed() {
    hub.frame(withHeader(71, 20, 102, 0));
    assertThat(hub.take())
        .containsExactly("send Terminate UNSUPPORTED_SCHEMA: schema 102, expected 101", "end");
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 30, 2})
  void templatesThatAreNotOfClientsAreNamed(final int template) {
    hub.frame(withHeader(512, template, 101, 2));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate UNKNOWN_TEMPLATE: template "
                + template
                + " is not a message of clients",
            "end");
  }

  @Test
  void aPartnerMayEndItsSessions() {
    hub.trading();
    hub.report(EntityMessages.terminate(TerminateCode.KEY_REVOKED, "key was revoked"));
    assertThat(hub.take())
        .containsExactly(
            "send Terminate KEY_REVOKED: key was revoked",
            "tell account-17 SessionLost gateway=77 from=7/1/10 seqNum=0",
            "end");
  }

  private static byte[] withHeader(
      final int blockLength, final int template, final int schema, final int version) {
    final byte[] frame = new byte[600];
    new MessageHeaderEncoder()
        .wrap(new UnsafeBuffer(frame), 0)
        .blockLength(blockLength)
        .templateId(template)
        .schemaId(schema)
        .version(version);
    return frame;
  }
}
