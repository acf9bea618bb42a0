package io.qanat.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalLogTest {
  @TempDir private Path folder;

  @Test
  void anInterestedReaderFindsEachInterval() throws IOException {
    final Path file = folder.resolve("a.hlog");
    try (IntervalLog log = IntervalLog.to(file)) {
      log.record(9_000_000);
      log.begin();
      log.record(1_000_000);
      log.record(2_000_000);
      log.next();
      log.record(3_000_000);
      log.next();
    }
    final HistogramLogReader reader = new HistogramLogReader(file.toFile());
    final Histogram first = (Histogram) reader.nextIntervalHistogram();
    assertThat(first.getTotalCount()).isEqualTo(2);
    assertThat(first.valuesAreEquivalent(first.getMaxValue(), 2_000_000)).isTrue();
    final Histogram second = (Histogram) reader.nextIntervalHistogram();
    assertThat(second.getTotalCount()).isEqualTo(1);
    assertThat(second.valuesAreEquivalent(second.getMaxValue(), 3_000_000)).isTrue();
    assertThat(reader.nextIntervalHistogram()).isNull();
  }

  @Test
  void withoutAFileNothingIsWritten() throws IOException {
    try (IntervalLog log = IntervalLog.to(null)) {
      log.begin();
      log.record(1);
      log.next();
    }
    assertThat(folder).isEmptyDirectory();
  }
}
