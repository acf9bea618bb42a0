package io.qanat.codecs.auth;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof of a Negotiate, after SCRAM (RFC 5802, section 3) with the client's first and only
 * message in the place of SCRAM's AuthMessage:
 *
 * <pre>
 * saltedKey = Argon2id(secret, salt, parameters)           see {@link KeyDerivation}
 * clientKey = HMAC-SHA-256(saltedKey, "Qanat Client Key")
 * storedKey = SHA-256(clientKey)                           kept by the hub, see {@link KeyVerifier}
 * canonical = partner int64, session uint32, incarnation int64, requestTimestamp int64,
 *             accessKeyId 20 bytes ASCII padded with NUL   48 bytes, little endian
 * proof     = clientKey XOR HMAC-SHA-256(storedKey, canonical)
 * </pre>
 *
 * The hub recovers {@code clientKey = proof XOR HMAC(storedKey, canonical)} and accepts it if its
 * SHA-256 is the storedKey.
 *
 * <p>What it withstands, and what not:
 *
 * <ul>
 *   <li>A proof is good for one incarnation of one session within the hub's window of time.
 *       Replayed after it was accepted it is refused; somebody who holds the original back may
 *       deliver it in its place within the window.
 *   <li>An eavesdropper, and a thief of storedKey, learns neither secret nor clientKey, but can
 *       test guesses of the secret, each for the price of one Argon2id. A secret has to be random
 *       all the same, of at least 16 characters, not a password.
 *   <li>A thief of storedKey alone cannot log on. With it and one proof that was overheard, the
 *       clientKey follows, and the thief is the client until the key is revoked.
 *   <li>Nothing after the logon is authenticated or encrypted: whoever can write to the connection
 *       can act in its name. Protect the network.
 * </ul>
 */
public final class LogonProof {
  /** Bytes of a storedKey and of a proof. */
  public static final int KEY_LENGTH = 32;

  /** Longest accessKeyId. */
  public static final int ACCESS_KEY_ID_LENGTH = 20;

  private static final String HMAC = "HmacSHA256";
  private static final byte[] CLIENT_KEY_LABEL =
      "Qanat Client Key".getBytes(StandardCharsets.US_ASCII);
  private static final int CANONICAL_LENGTH = 3 * Long.BYTES + Integer.BYTES + ACCESS_KEY_ID_LENGTH;

  private LogonProof() {}

  /**
   * What the hub keeps of a secret.
   *
   * @param saltedKey see {@link KeyDerivation#saltedKey}
   * @throws IllegalArgumentException if it is empty
   */
  public static byte[] storedKey(final byte[] saltedKey) {
    return sha256(clientKey(saltedKey));
  }

  /**
   * The proof of one logon.
   *
   * @param saltedKey of the API secret, see {@link KeyDerivation#saltedKey}
   * @param session 0 to 2^32-1
   * @param requestTimestamp epoch nanoseconds
   * @param accessKeyId 1 to 20 printable ASCII characters
   * @throws IllegalArgumentException naming what is outside its range
   */
  public static byte[] proof(
      final byte[] saltedKey,
      final long partner,
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final String accessKeyId) {
    final byte[] clientKey = clientKey(saltedKey);
    final byte[] signature =
        hmac(
            sha256(clientKey),
            canonical(partner, session, incarnation, requestTimestamp, accessKeyId));
    return xor(clientKey, signature);
  }

  /**
   * Whether a proof was made with the secret behind {@code storedKey} for exactly these values. The
   * comparison takes the same time wherever it differs.
   *
   * @return false also if key or proof has a wrong length
   * @throws IllegalArgumentException if session or accessKeyId is outside its range
   */
  public static boolean verify(
      final byte[] storedKey,
      final byte[] proof,
      final long partner,
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final String accessKeyId) {
    if (storedKey.length != KEY_LENGTH || proof.length != KEY_LENGTH) {
      return false;
    }
    final byte[] signature =
        hmac(storedKey, canonical(partner, session, incarnation, requestTimestamp, accessKeyId));
    return MessageDigest.isEqual(sha256(xor(proof, signature)), storedKey);
  }

  /** Whether this can be an accessKeyId: 1 to 20 printable ASCII characters without blanks. */
  public static boolean isAccessKeyId(final String text) {
    return !text.isEmpty()
        && text.length() <= ACCESS_KEY_ID_LENGTH
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static byte[] clientKey(final byte[] saltedKey) {
    if (saltedKey.length == 0) {
      throw new IllegalArgumentException("the salted key is empty");
    }
    return hmac(saltedKey, CLIENT_KEY_LABEL);
  }

  private static byte[] canonical(
      final long partner,
      final long session,
      final long incarnation,
      final long requestTimestamp,
      final String accessKeyId) {
    if (session < 0 || session > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("session not in 0..2^32-1: " + session);
    }
    if (!isAccessKeyId(accessKeyId)) {
      throw new IllegalArgumentException(
          "accessKeyId is not 1 to 20 printable ASCII characters: " + accessKeyId);
    }
    final ByteBuffer canonical =
        ByteBuffer.allocate(CANONICAL_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    canonical.putLong(partner).putInt((int) session).putLong(incarnation).putLong(requestTimestamp);
    canonical.put(accessKeyId.getBytes(StandardCharsets.US_ASCII));
    return canonical.array();
  }

  private static byte[] xor(final byte[] a, final byte[] b) {
    final byte[] result = new byte[KEY_LENGTH];
    for (int i = 0; i < KEY_LENGTH; i++) {
      result[i] = (byte) (a[i] ^ b[i]);
    }
    return result;
  }

  private static byte[] hmac(final byte[] key, final byte[] message) {
    try {
      final Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  static byte[] sha256(final byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
