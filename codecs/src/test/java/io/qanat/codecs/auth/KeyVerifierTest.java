package io.qanat.codecs.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyVerifierTest {
  private static final byte[] SECRET = "open sesame".getBytes(US_ASCII);

  /** Made independently, with Python's argon2-cffi, hmac and hashlib. */
  private static final String TEXT =
      "$argon2id$v=19$m=19456,t=2,p=1$jH1rrxYepsCK80Hcko9FWQ"
          + "$fBp6JmQxYC5nnpuMIbJzE7us8g8Bu8cuiZRCi+FhPJY";

  @Test
  void equalsTheDefinition() {
    final KeyDerivation derivation = KeyDerivation.standard("sandbox-1");
    assertThat(HexFormat.of().formatHex(derivation.saltedKey(SECRET)))
        .isEqualTo("c6cbe49caed6096f0c22459c1f5296184c91451c61911aae3baf65c26e74c23a");
    assertThat(KeyVerifier.of("sandbox-1", SECRET).text()).isEqualTo(TEXT);
  }

  @Test
  void textsComeBack() {
    final KeyVerifier verifier = KeyVerifier.parse(TEXT);
    assertThat(verifier.text()).isEqualTo(TEXT);
    assertThat(verifier.derivation()).isEqualTo(KeyDerivation.standard("sandbox-1"));
    assertThat(verifier).isEqualTo(KeyVerifier.parse(TEXT));
    assertThat(verifier.fingerprint()).matches("[0-9a-f]{16}");
    assertThat(verifier.toString()).doesNotContain("fBp6");
  }

  @Test
  void theSaltDependsOnTheKeysName() {
    assertThat(KeyDerivation.standard("a").salt()).isNotEqualTo(KeyDerivation.standard("b").salt());
  }

  @Test
  void refusesTextsWithoutRepeatingThem() {
    for (final String bad :
        new String[] {"", "hunter2", TEXT.replace("argon2id", "argon2i"), TEXT + "=", "$" + TEXT}) {
      assertThatThrownBy(() -> KeyVerifier.parse(bad))
          .hasMessage("a verifier is " + KeyVerifier.FORM);
    }
  }

  @Test
  void boundsTheWork() {
    assertThatThrownBy(() -> KeyVerifier.parse(TEXT.replace("m=19456", "m=65537")))
        .hasMessage("memoryKib must be in 8..65536: 65537");
    assertThatThrownBy(() -> KeyVerifier.parse(TEXT.replace("t=2", "t=17")))
        .hasMessage("iterations must be in 1..16: 17");
    assertThatThrownBy(() -> KeyVerifier.parse(TEXT.replace("p=1", "p=0")))
        .hasMessage("parallelism must be in 1..4: 0");
    assertThatThrownBy(() -> new KeyDerivation(new byte[15], 8, 1, 1))
        .hasMessage("salt must have 16 bytes: 15");
    assertThatThrownBy(() -> new KeyDerivation(new byte[16], 8, 1, 1).saltedKey(new byte[0]))
        .hasMessage("the secret is empty");
  }
}
