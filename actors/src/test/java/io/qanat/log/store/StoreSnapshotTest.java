package io.qanat.log.store;

import static io.qanat.log.LogEntries.entry;
import static io.qanat.log.LogEntries.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.StoreBeginDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster snapshot is read back as written, or not at all. */
class StoreSnapshotTest {
  @Test
  void anEmptyStore() {
    assertThat(read(write(new EntityStore())).size()).isZero();
  }

  @Test
  void aSnapshotOfManyRecords() {
    final List<byte[]> records = write(filled());
    assertThat(records).hasSizeGreaterThan(10);
    final EntityStore read = read(records);
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.image(1).toLoadedEntity()).isEqualTo(filled().image(1).toLoadedEntity());
    assertThat(write(read).size()).isEqualTo(records.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void anyChangedBitIsFound(final long seed) {
    final Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      final List<byte[]> records = write(filled());
      final int index = random.nextInt(records.size());
      final byte[] record = records.get(index);
      final int position = random.nextInt(record.length);
      record[position] ^= (byte) (1 << random.nextInt(8));
      // The last record's own header holds two numbers that this reader makes no use of.
      if (index == records.size() - 1 && position < MessageHeaderDecoder.ENCODED_LENGTH) {
        continue;
      }
      assertThatThrownBy(() -> read(records))
          .as("seed=%d record=%d byte=%d", seed, index, position)
          .isInstanceOf(CorruptRecordsException.class);
    }
  }

  @Test
  void aMissingRecordIsFound() {
    final int count = write(filled()).size();
    for (int missing = 0; missing < count; missing++) {
      final List<byte[]> records = write(filled());
      records.remove(missing);
      assertThatThrownBy(() -> read(records))
          .as("missing=%d", missing)
          .isInstanceOf(CorruptRecordsException.class);
    }
  }

  @Test
  void anotherFormatIsNamed() {
    final List<byte[]> records = write(filled());
    final int offset =
        MessageHeaderDecoder.ENCODED_LENGTH + StoreBeginDecoder.formatVersionEncodingOffset();
    new UnsafeBuffer(records.get(0)).putInt(offset, 2);
    assertThatThrownBy(() -> read(records)).hasMessage("format version 2, this build reads 1");
  }

  private static EntityStore filled() {
    final StoreDriver driver = new StoreDriver();
    driver.store().load(1, 1, 1, 0);
    driver.store().load(1, 2, 2, 0);
    for (int seqNr = 1; seqNr <= 8; seqNr++) {
      driver.append(entry(1, 1, seqNr));
    }
    driver.save(snapshot(1, 1, 3, 3 * ImageRecords.BYTES_MAX / 2));
    driver.part(snapshot(1, 1, 5, 900), 0, 300);
    return driver.store();
  }

  private static List<byte[]> write(final EntityStore store) {
    final List<byte[]> records = new ArrayList<>();
    new StoreSnapshotWriter(
            (buffer, offset, length) -> {
              final byte[] record = new byte[length];
              buffer.getBytes(offset, record);
              records.add(record);
            })
        .write(store, 77);
    return records;
  }

  private static EntityStore read(final List<byte[]> records) {
    final StoreSnapshotReader reader = new StoreSnapshotReader();
    records.forEach(record -> reader.onRecord(new UnsafeBuffer(record), 0, record.length));
    return reader.store();
  }
}
