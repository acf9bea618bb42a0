package io.qanat.hub.administration;

import java.security.SecureRandom;
import java.util.Base64;

/** Draws secrets of new keys. */
public final class Secrets {
  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** A new one: 32 characters of A-Z a-z 0-9 - _, 192 random bits. */
  public static String draw() {
    final byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
