package io.qanat.codecs.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LogonProofTest {
  private static final byte[] SECRET = "a secret of more than sixteen bytes".getBytes(US_ASCII);
  private static final byte[] STORED = LogonProof.storedKey(SECRET);

  /** Made independently, with Python's hmac and hashlib. */
  @Test
  void equalsTheDefinition() {
    assertThat(HexFormat.of().formatHex(STORED))
        .isEqualTo("0501987a60a5e2124986773ee5d3d6800325276ac200a909996f754ffd3acacc");
    assertThat(
            HexFormat.of()
                .formatHex(LogonProof.proof(SECRET, 7, 0xFFFF_FFFFL, 11, 13, "sandbox-1")))
        .isEqualTo("eb0f5cb6da4579fb104b57bbe88ec82fe06d935ada056f7ecf4e549f30cb0360");
  }

  @Test
  void acceptsTheProofOfExactlyTheseValues() {
    final byte[] proof = LogonProof.proof(SECRET, 1, 2, 3, 4, "key");
    assertThat(LogonProof.verify(STORED, proof, 1, 2, 3, 4, "key")).isTrue();
    assertThat(LogonProof.verify(STORED, proof, 9, 2, 3, 4, "key")).isFalse();
    assertThat(LogonProof.verify(STORED, proof, 1, 9, 3, 4, "key")).isFalse();
    assertThat(LogonProof.verify(STORED, proof, 1, 2, 9, 4, "key")).isFalse();
    assertThat(LogonProof.verify(STORED, proof, 1, 2, 3, 9, "key")).isFalse();
    assertThat(LogonProof.verify(STORED, proof, 1, 2, 3, 4, "kez")).isFalse();
  }

  @Test
  void everyBitOfAProofMatters() {
    final byte[] proof = LogonProof.proof(SECRET, 1, 2, 3, 4, "key");
    for (int bit = 0; bit < Byte.SIZE * proof.length; bit++) {
      final byte[] wrong = proof.clone();
      wrong[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(LogonProof.verify(STORED, wrong, 1, 2, 3, 4, "key")).as("bit " + bit).isFalse();
    }
  }

  @Test
  void theStoredKeyIsNoSecret() {
    final byte[] proof = LogonProof.proof(STORED, 1, 2, 3, 4, "key");
    assertThat(LogonProof.verify(STORED, proof, 1, 2, 3, 4, "key")).isFalse();
  }

  @Test
  void refusesWrongLengths() {
    assertThat(LogonProof.verify(STORED, new byte[31], 1, 2, 3, 4, "key")).isFalse();
    assertThat(LogonProof.verify(new byte[0], new byte[32], 1, 2, 3, 4, "key")).isFalse();
  }

  @Test
  void namesWhatIsOutsideItsRange() {
    assertThatThrownBy(() -> LogonProof.storedKey(new byte[0]))
        .hasMessage("the salted key is empty");
    assertThatThrownBy(() -> LogonProof.proof(SECRET, 1, -1, 3, 4, "key"))
        .hasMessage("session not in 0..2^32-1: -1");
    assertThatThrownBy(() -> LogonProof.proof(SECRET, 1, 2, 3, 4, "a key of too many characters"))
        .hasMessage(
            "accessKeyId is not 1 to 20 printable ASCII characters: a key of too many characters");
  }
}
