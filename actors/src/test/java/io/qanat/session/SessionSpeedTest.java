package io.qanat.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Side;
import io.qanat.entity.core.EntityKey;
import io.qanat.sharding.Cores;
import io.qanat.sim.ScriptedSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many inputs of an instrument with a small book are verified in a second; printed. */
@Tag("soak")
class SessionSpeedTest {
  private static final int ORDERS = Integer.getInteger("qanat.orders", 150_000);
  private static final int ROUNDS = 6;

  @TempDir private Path folder;

  @Test
  void instrumentInputsPerSecond() throws Exception {
    final Path file = record();
    long best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      final SessionVerifier.Result result = SessionVerifier.verify(file, new Cores(), 1);
      assertThat(result.isIdentical()).as(String.valueOf(result.damage())).isTrue();
      final long perSecond = result.instrumentEntries() * 1_000_000_000L / result.nanos();
      best = Math.max(best, perSecond);
      System.out.printf(
          "%,d instrument inputs, %,d bytes: %,d/s%n",
          result.instrumentEntries(), Files.size(file), perSecond);
    }
    assertThat(best).isPositive();
  }

  /** Of ten orders five rest, two of these trade, three are cancelled; the instrument's alone. */
  private Path record() throws Exception {
    final ScriptedSession script = new ScriptedSession(new Cores()).setUp(4).cut();
    final Random random = new Random(7);
    for (int i = 0; i < ORDERS; i++) {
      final long account = 1L + i % 4;
      final boolean buys = random.nextBoolean();
      final int price = buys ? 99 - random.nextInt(5) : 101 + random.nextInt(5);
      script.order(account, "o" + i, buys ? Side.BUY : Side.SELL, price, 1);
      if (i % 5 == 4) {
        script.order(account, "t" + i, buys ? Side.SELL : Side.BUY, buys ? 90 : 110, 1);
      } else {
        script.cancel(account, "c" + i, "o" + i);
      }
    }
    return script.writeOnly(
        folder.resolve("speed.session"), EntityKey.instrument(ScriptedSession.INSTRUMENT));
  }
}
