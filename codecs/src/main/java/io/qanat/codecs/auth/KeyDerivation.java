package io.qanat.codecs.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How an API secret becomes a key: Argon2id of RFC 9106, version 1.3, 32 bytes out, with the salt
 * and the three parameters that are kept beside the result. It is slow and needs memory on purpose;
 * a client does it once, not for each logon.
 */
public final class KeyDerivation {
  /** Bytes of a salt. */
  public static final int SALT_LENGTH = 16;

  /** Memory of {@link #standard}, in KiB: what OWASP advises for Argon2id with two passes. */
  public static final int STANDARD_MEMORY_KIB = 19_456;

  /** Passes of {@link #standard}. */
  public static final int STANDARD_ITERATIONS = 2;

  /** Bounds of what a hub takes, so that nobody can make it work for ever. */
  public static final int MEMORY_KIB_MIN = 8;

  public static final int MEMORY_KIB_MAX = 65_536;
  public static final int ITERATIONS_MAX = 16;
  public static final int PARALLELISM_MAX = 4;

  private static final String SALT_LABEL = "Qanat Key Salt";

  private final byte[] salt;
  private final int memoryKib;
  private final int iterations;
  private final int parallelism;

  /**
   * Parameters as they were kept.
   *
   * @param salt 16 bytes
   * @param memoryKib 8 × parallelism to 65,536
   * @param iterations passes over the memory, 1 to 16
   * @param parallelism lanes, 1 to 4
   * @throws IllegalArgumentException naming what is outside its range
   */
  public KeyDerivation(
      final byte[] salt, final int memoryKib, final int iterations, final int parallelism) {
    final String fault = fault(salt.length, memoryKib, iterations, parallelism);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    this.salt = salt.clone();
    this.memoryKib = memoryKib;
    this.iterations = iterations;
    this.parallelism = parallelism;
  }

  /** What is wrong with such parameters, or null. */
  public static String fault(
      final long saltLength, final long memoryKib, final long iterations, final long parallelism) {
    if (saltLength != SALT_LENGTH) {
      return "salt must have " + SALT_LENGTH + " bytes: " + saltLength;
    }
    if (parallelism < 1 || parallelism > PARALLELISM_MAX) {
      return "parallelism must be in 1.." + PARALLELISM_MAX + ": " + parallelism;
    }
    final long memoryKibMin = MEMORY_KIB_MIN * parallelism;
    if (memoryKib < memoryKibMin || memoryKib > MEMORY_KIB_MAX) {
      return "memoryKib must be in " + memoryKibMin + ".." + MEMORY_KIB_MAX + ": " + memoryKib;
    }
    return iterations < 1 || iterations > ITERATIONS_MAX
        ? "iterations must be in 1.." + ITERATIONS_MAX + ": " + iterations
        : null;
  }

  /**
   * What keys have unless they were made with something else: 19 MiB, two passes, one lane, and a
   * salt that follows from the key's public name, so that a client needs to be told nothing.
   */
  public static KeyDerivation standard(final String accessKeyId) {
    final byte[] named =
        LogonProof.sha256((SALT_LABEL + accessKeyId).getBytes(StandardCharsets.US_ASCII));
    return new KeyDerivation(
        Arrays.copyOf(named, SALT_LENGTH), STANDARD_MEMORY_KIB, STANDARD_ITERATIONS, 1);
  }

  /**
   * The key that a secret becomes, 32 bytes. Takes tens of milliseconds with standard parameters.
   *
   * @param secret as it was given out, its characters' bytes
   * @throws IllegalArgumentException if the secret is empty
   */
  public byte[] saltedKey(final byte[] secret) {
    if (secret.length == 0) {
      throw new IllegalArgumentException("the secret is empty");
    }
    final Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .build());
    final byte[] key = new byte[LogonProof.KEY_LENGTH];
    generator.generateBytes(secret, key);
    return key;
  }

  /** A copy of the salt. */
  public byte[] salt() {
    return salt.clone();
  }

  public int memoryKib() {
    return memoryKib;
  }

  public int iterations() {
    return iterations;
  }

  public int parallelism() {
    return parallelism;
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof KeyDerivation that
        && memoryKib == that.memoryKib
        && iterations == that.iterations
        && parallelism == that.parallelism
        && Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt) * 31 + memoryKib;
  }
}
