package io.qanat.loadtest.ticks;

import io.qanat.codecs.value.Fixed8;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Best prices behind one event, scaled by 10^8.
 *
 * @param anySelfCrossed whether some provider's own bid is above its own offer
 */
public record Top(long bidPx, long offerPx, boolean anySelfCrossed) {
  boolean isCrossed() {
    return bidPx > offerPx;
  }

  boolean isLocked() {
    return bidPx == offerPx;
  }

  /** The SHA-256 of {@code BID,OFFER\n} of each, in plain decimals without trailing zeros. */
  static String sha256(final List<Top> tops) {
    try {
      final MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (final Top top : tops) {
        final String line = Fixed8.format(top.bidPx) + ',' + Fixed8.format(top.offerPx) + '\n';
        digest.update(line.getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
