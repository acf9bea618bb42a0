package io.qanat.log.node;

import io.qanat.codecs.log.AnswerPartEncoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.log.store.Records;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Cuts a stream of records into the messages of one answer after another. */
public final class AnswerParts {
  private static final int PART_LENGTH = 32 * 1024;
  private static final int RECORD_LENGTH_BYTES = Integer.BYTES;

  private final ExpandableArrayBuffer recordBytes = new ExpandableArrayBuffer(2 * PART_LENGTH);
  private final ExpandableArrayBuffer part = new ExpandableArrayBuffer(2 * PART_LENGTH);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AnswerPartEncoder encoder = new AnswerPartEncoder();
  private long clientId;
  private long requestId;
  private long logPosition;
  private Records records;
  private boolean isRecordReady;
  private int index;
  private boolean isLast;

  /**
   * Begins an answer.
   *
   * @param of immutable, captured at {@code atLogPosition}
   */
  public void begin(
      final long toClientId, final long toRequestId, final long atLogPosition, final Records of) {
    clientId = toClientId;
    requestId = toRequestId;
    logPosition = atLogPosition;
    records = of;
    isRecordReady = records.next();
    index = 0;
    isLast = false;
  }

  /**
   * Encodes the next part.
   *
   * @return its length in bytes
   */
  public int fill() {
    int length = 0;
    while (isRecordReady) {
      final int recordLength = records.length();
      if (length > 0 && length + RECORD_LENGTH_BYTES + recordLength > PART_LENGTH) {
        break;
      }
      recordBytes.putInt(length, recordLength, ByteOrder.LITTLE_ENDIAN);
      recordBytes.putBytes(length + RECORD_LENGTH_BYTES, records.buffer(), 0, recordLength);
      length += RECORD_LENGTH_BYTES + recordLength;
      isRecordReady = records.next();
    }
    isLast = !isRecordReady;
    encoder
        .wrapAndApplyHeader(part, 0, header)
        .clientId(clientId)
        .requestId(requestId)
        .logPosition(logPosition)
        .index(index++)
        .last((short) (isLast ? 1 : 0))
        .putRecords(recordBytes, 0, length);
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  /** The part, from 0. */
  public DirectBuffer buffer() {
    return part;
  }

  /** Whether the part is the answer's last. */
  public boolean isLast() {
    return isLast;
  }
}
