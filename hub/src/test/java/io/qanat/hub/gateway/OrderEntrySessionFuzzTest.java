package io.qanat.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come, a session answers or ends; it never throws and never keeps questions. */
class OrderEntrySessionFuzzTest {
  private static final int FRAMES = 10_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void survivesAnyFrame(final long seed) {
    final FrameMutator mutator = new FrameMutator(seed);
    SessionHarness hub = new SessionHarness();
    int ended = 0;
    for (int i = 0; i < FRAMES; i++) {
      if (hub.session.isEnded()) {
        ended++;
        assertThat(hub.openRequests()).as("seed=%d frame=%d", seed, i).isEmpty();
        hub = ended % 3 == 0 ? new SessionHarness() : new SessionHarness().trading();
      }
      final byte[] frame = mutator.next();
      hub.frame(frame);
      final List<String> lines = hub.take();
      if (hub.session.isEnded()) {
        assertThat(lines).as("seed=%d frame=%d", seed, i).last().isEqualTo("end");
        assertThat(lines)
            .as("seed=%d frame=%d", seed, i)
            .filteredOn(line -> line.startsWith("send Terminate"))
            .hasSize(1);
      }
      assertThat(hub.openRequests())
          .as("seed=%d frame=%d", seed, i)
          .hasSizeLessThanOrEqualTo(SessionHarness.LIMITS.requestsMax() + 1);
    }
    assertThat(ended).as("seed=%d", seed).isGreaterThan(FRAMES / 20);
  }
}
