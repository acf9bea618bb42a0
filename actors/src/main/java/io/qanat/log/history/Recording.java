package io.qanat.log.history;

import io.aeron.archive.CatalogView;
import io.aeron.archive.client.AeronArchive;
import java.io.File;

/**
 * Where the bytes of one recording lie.
 *
 * @param stopPosition {@link AeronArchive#NULL_POSITION} while it is recorded, and after a kill
 */
record Recording(
    long id,
    long startPosition,
    long stopPosition,
    int initialTermId,
    int segmentLength,
    int termLength) {

  /**
   * Looks it up in the archive's catalog, which may be in use.
   *
   * @throws HistoryException if it is not there
   */
  static Recording of(final File archiveDirectory, final long recordingId) {
    final Recording[] found = new Recording[1];
    CatalogView.listRecording(
        archiveDirectory,
        recordingId,
        (controlSessionId,
            correlationId,
            id,
            startTimestamp,
            stopTimestamp,
            startPosition,
            stopPosition,
            initialTermId,
            segmentFileLength,
            termBufferLength,
            mtuLength,
            sessionId,
            streamId,
            strippedChannel,
            originalChannel,
            sourceIdentity) ->
            found[0] =
                new Recording(
                    id,
                    startPosition,
                    stopPosition,
                    initialTermId,
                    segmentFileLength,
                    termBufferLength));
    if (found[0] == null) {
      throw new HistoryException(
          archiveDirectory + " does not hold the recording " + recordingId + " that the log names");
    }
    return found[0];
  }

  long segmentBase(final long position) {
    return AeronArchive.segmentFileBasePosition(startPosition, position, termLength, segmentLength);
  }

  File segment(final File archiveDirectory, final long segmentBase) {
    return new File(archiveDirectory, id + "-" + segmentBase + ".rec");
  }

  int termId(final long position) {
    return initialTermId + (int) (position / termLength);
  }

  int termOffset(final long position) {
    return (int) (position & (termLength - 1));
  }
}
