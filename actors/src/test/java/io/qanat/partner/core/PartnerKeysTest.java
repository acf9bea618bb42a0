package io.qanat.partner.core;

import static io.qanat.administration.core.ActMessages.CHEAP;
import static io.qanat.administration.core.ActMessages.changeKey;
import static io.qanat.administration.core.ActMessages.key;
import static io.qanat.administration.core.ActMessages.revoke;
import static io.qanat.administration.core.ActMessages.rotate;
import static io.qanat.administration.core.ActMessages.transferRight;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.account.core.Say;
import io.qanat.administration.core.ActMessages;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.AdminCommandEncoder;
import io.qanat.codecs.entity.AdminOutcomeDecoder;
import io.qanat.codecs.entity.KeyAnswerDecoder;
import io.qanat.codecs.entity.KeyDefinitionDecoder;
import io.qanat.codecs.entity.KeyQueryEncoder;
import io.qanat.codecs.entity.LogonEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.value.AddressRange;
import io.qanat.entity.core.CoreBench;
import io.qanat.entity.core.CoreBench.Body;
import io.qanat.entity.core.CoreBench.Output;
import io.qanat.entity.core.EntityKey;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rotation, expiry, revocation and allow lists of a partner's keys. */
class PartnerKeysTest {
  private static final byte[] HOME = AddressRange.parse("10.1.2.3").prefix();
  private static final byte[] AWAY = AddressRange.parse("10.2.0.1").prefix();
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private PartnerCore core = new PartnerCore(1);
  private final CoreBench bench = new CoreBench(core);
  private long incarnation;

  @BeforeEach
  void define() {
    bench.requestId = 77;
    bench.admin(ActMessages.partner("Alpha"));
    bench.admin(key("old", "the old secret", 0));
  }

  private boolean logsOn(final String keyId, final String secret, final byte[] source) {
    final byte[] proof =
        LogonProof.proof(
            CHEAP.saltedKey(secret.getBytes(US_ASCII)), 1, 1, ++incarnation, bench.nowNanos, keyId);
    final List<String> said =
        Say.all(
            bench.client(
                1,
                1,
                incarnation,
                0,
                b ->
                    new LogonEncoder()
                        .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                        .session(1)
                        .incarnation(incarnation)
                        .requestTimestamp(bench.nowNanos)
                        .accessKeyId(keyId)
                        .putProof(proof, 0, proof.length)
                        .putSourceAddress(source, 0, source.length)
                        .encodedLength()));
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).matches("reply 77: logon [01] last 0 rate .*");
    return said.get(0).startsWith("reply 77: logon 0");
  }

  private boolean logsOn(final String keyId, final String secret) {
    return logsOn(keyId, secret, HOME);
  }

  @Test
  void bothKeysWorkUntilTheOverlapEnds() {
    assertThat(Say.all(bench.admin(rotate("old", "new", "the new secret", HOUR_NANOS))))
        .containsExactly("reply 77: DONE");
    assertThat(logsOn("old", "the old secret")).isTrue();
    assertThat(logsOn("new", "the new secret")).isTrue();
    bench.nowNanos += HOUR_NANOS - 1;
    assertThat(logsOn("old", "the old secret")).isTrue();
    bench.nowNanos++;
    assertThat(logsOn("old", "the old secret")).isFalse();
    assertThat(logsOn("new", "the new secret")).isTrue();
  }

  @Test
  void aRotationSentAgainChangesNothing() {
    bench.admin(rotate("old", "new", "the new secret", HOUR_NANOS));
    final long hash = core.stateHash();
    bench.nowNanos += 5;
    assertThat(Say.all(bench.admin(rotate("old", "new", "the new secret", HOUR_NANOS))))
        .containsExactly("reply 77: UNCHANGED");
    assertThat(core.stateHash()).isEqualTo(hash);
  }

  @Test
  void aRotationDoesNotLengthenTheOldKeysLife() {
    bench.admin(changeKey("old", bench.nowNanos + 10));
    bench.admin(rotate("old", "new", "the new secret", HOUR_NANOS));
    bench.nowNanos += 10;
    assertThat(logsOn("old", "the old secret")).isFalse();
  }

  @Test
  void rotationsThatMakeNoSenseAreRefused() {
    assertThat(Say.all(bench.admin(rotate("none", "new", "s", 1))))
        .containsExactly("reply 77: NOT_FOUND no key none");
    assertThat(Say.all(bench.admin(rotate("old", "old", "s", 1))))
        .containsExactly("reply 77: CONFLICT there is a key old");
    assertThat(Say.all(bench.admin(rotate("old", "new", "s", -1))))
        .containsExactly("reply 77: INVALID overlapNanos must be in 0..2592000000000000: -1");
    assertThat(Say.all(bench.admin(rotate("old", "a b", "s", 1))))
        .containsExactly(
            "reply 77: INVALID newAccessKeyId must be 1 to 20 printable ASCII characters");
    assertThat(logsOn("old", "the old secret")).isTrue();
  }

  @Test
  void aKeyWorksFromItsAddressesOnly() {
    assertThat(Say.all(bench.admin(changeKey("old", 0, AddressRange.parse("10.1.0.0/16")))))
        .containsExactly("reply 77: DONE");
    assertThat(logsOn("old", "the old secret", HOME)).isTrue();
    assertThat(logsOn("old", "the old secret", AWAY)).isFalse();
    assertThat(logsOn("old", "the old secret", new byte[16])).isFalse();
  }

  @Test
  void revokedAndExpiredKeysAreRefusedAtOnce() {
    bench.admin(key("second", "another secret", bench.nowNanos + 1));
    assertThat(logsOn("second", "another secret")).isTrue();
    bench.nowNanos++;
    assertThat(logsOn("second", "another secret")).isFalse();
    bench.admin(revoke("old"));
    assertThat(logsOn("old", "the old secret")).isFalse();
  }

  @Test
  void aDoorLearnsTheSameLengthWhetherThereIsAKeyOrNot() {
    bench.admin(changeKey("old", 0, AddressRange.parse("10.1.0.0/16")));
    final KeyAnswerDecoder there = ask("old", HOME);
    assertThat(there.usable()).isEqualTo(Bool.YES);
    assertThat(there.messagesPerSecondMax()).isEqualTo(100);
    for (final KeyAnswerDecoder not : List.of(ask("none", HOME), ask("old", AWAY))) {
      assertThat(not.usable()).isEqualTo(Bool.NO);
      assertThat(not.memoryKib()).isEqualTo(19_456);
      assertThat(not.messagesPerSecondMax()).isZero();
      final byte[] storedKey = new byte[32];
      not.getStoredKey(storedKey, 0, 32);
      assertThat(storedKey).containsOnly(0);
    }
  }

  private boolean mayTransfer(final String keyId) {
    return ask(keyId, HOME).mayTransfer() == Bool.YES;
  }

  @Test
  void noKeyMayTransferUntilItIsGivenTheRight() {
    bench.admin(key("second", "another secret", 0));
    assertThat(mayTransfer("old")).isFalse();
    assertThat(Say.all(bench.admin(transferRight("old", true)))).containsExactly("reply 77: DONE");
    assertThat(mayTransfer("old")).isTrue();
    assertThat(mayTransfer("second")).isFalse();
    assertThat(Say.all(bench.admin(transferRight("old", true))))
        .containsExactly("reply 77: UNCHANGED");
    assertThat(Say.all(bench.admin(transferRight("old", false)))).containsExactly("reply 77: DONE");
    assertThat(mayTransfer("old")).isFalse();
    assertThat(Say.all(bench.admin(transferRight("none", true))))
        .containsExactly("reply 77: NOT_FOUND no key none");
  }

  @Test
  void theRightOfEveryKeyHoldsForLaterOnesToo() {
    bench.admin(transferRight("", true));
    bench.admin(key("later", "another secret", 0));
    assertThat(mayTransfer("old")).isTrue();
    assertThat(mayTransfer("later")).isTrue();
    assertThat(mayTransfer("none")).isFalse();
  }

  @Test
  void theRightGoesWithARotationAndEndsWithTheKey() {
    bench.admin(transferRight("old", true));
    bench.admin(rotate("old", "new", "the new secret", HOUR_NANOS));
    assertThat(mayTransfer("new")).isTrue();
    bench.admin(revoke("new"));
    bench.admin(key("new", "the new secret", 0));
    assertThat(mayTransfer("new")).isFalse();
  }

  @Test
  void theRightIsInTheSnapshot() {
    bench.admin(transferRight("old", true));
    final PartnerCore copy = new PartnerCore(1);
    core.writeSnapshot(copy::readSnapshotRecord);
    assertThat(copy.stateHash()).isEqualTo(core.stateHash());
    bench.admin(transferRight("old", false));
    assertThat(copy.stateHash()).isNotEqualTo(core.stateHash());
  }

  private KeyAnswerDecoder ask(final String keyId, final byte[] source) {
    final List<Output> answers =
        bench.query(
            b ->
                new KeyQueryEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .accessKeyId(keyId)
                    .putSourceAddress(source, 0, source.length)
                    .encodedLength());
    assertThat(answers).hasSize(1);
    return new KeyAnswerDecoder()
        .wrapAndApplyHeader(answers.get(0).message(), 0, new MessageHeaderDecoder());
  }

  @Test
  void keysSurviveASnapshot() {
    bench.admin(rotate("old", "new", "the new secret", HOUR_NANOS));
    bench.admin(changeKey("new", bench.nowNanos + 5, AddressRange.parse("10.1.0.0/16")));
    final PartnerCore copy = CoreBench.reload(core, new PartnerCore(1));
    assertThat(copy.stateHash()).isEqualTo(core.stateHash());
    core = copy;
    bench.core(copy);
    assertThat(logsOn("new", "the new secret", HOME)).isTrue();
    assertThat(logsOn("new", "the new secret", AWAY)).isFalse();
  }

  @Test
  void theAdministrationHearsWhatWasBeforeAndAfter() {
    final List<Output> outputs = command(3, key("old", "another secret", 0));
    assertThat(outputs).hasSize(1);
    assertThat(outputs.get(0).target()).isEqualTo(EntityKey.THE_ADMINISTRATION);
    final AdminOutcomeDecoder outcome =
        new AdminOutcomeDecoder()
            .wrapAndApplyHeader(outputs.get(0).message(), 0, new MessageHeaderDecoder());
    assertThat(outcome.actNo()).isEqualTo(3);
    assertThat(outcome.result()).hasToString("DONE");
    assertThat(outcome.text()).isEmpty();
    final String before = fingerprint(outcome.beforeLength(), outcome::getBefore);
    final String after = fingerprint(outcome.afterLength(), outcome::getAfter);
    assertThat(before).isEqualTo(ActMessages.verifier("the old secret").fingerprint());
    assertThat(after).isEqualTo(ActMessages.verifier("another secret").fingerprint());
    assertThat(logsOn("old", "another secret")).isTrue();
  }

  private List<Output> command(final long actNo, final Body act) {
    final byte[] message = ActMessages.bytes(act);
    return bench.peer(
        EntityKey.THE_ADMINISTRATION,
        b ->
            new AdminCommandEncoder()
                .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                .actNo(actNo)
                .putAct(message, 0, message.length)
                .who("omar")
                .why("because")
                .encodedLength());
  }

  private static String fingerprint(final int length, final Getter getter) {
    final byte[] bytes = new byte[length];
    getter.get(bytes, 0, length);
    final KeyDefinitionDecoder definition =
        new KeyDefinitionDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(bytes), 0, new MessageHeaderDecoder());
    final StringBuilder hex = new StringBuilder();
    for (int i = 0; i < KeyDefinitionDecoder.fingerprintLength(); i++) {
      hex.append(String.format("%02x", definition.fingerprint(i)));
    }
    return hex.toString();
  }

  private interface Getter {
    int get(byte[] into, int offset, int length);
  }
}
