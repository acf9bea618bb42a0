package io.qanat.log.node;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.File;

/** What the consensus module has noted about snapshots, and the files that follow from it. */
final class SnapshotEntries {
  /** Whose snapshots make a whole one: the consensus module's and the log service's. */
  static final int[] SERVICE_IDS = {ConsensusModule.Configuration.SERVICE_ID, 0};

  private SnapshotEntries() {}

  /** Log position of the latest whole snapshot; 0: there is none. */
  static long latestPosition(final File clusterDirectory) {
    try (RecordingLog recordingLog = new RecordingLog(clusterDirectory, false)) {
      return latestPosition(recordingLog);
    }
  }

  private static long latestPosition(final RecordingLog recordingLog) {
    long position = Long.MAX_VALUE;
    for (final int serviceId : SERVICE_IDS) {
      final RecordingLog.Entry entry = recordingLog.getLatestSnapshot(serviceId);
      position = Math.min(position, entry == null ? 0 : entry.logPosition);
    }
    return position;
  }

  /**
   * Deletes the segments of the log that lie wholly before the latest snapshot less the retention,
   * and the snapshots older than what is left of the log, which nothing could follow.
   *
   * @return position from which the log is still there
   */
  static long purge(
      final File clusterDirectory, final AeronArchive archive, final long retentionBytes) {
    try (RecordingLog recordingLog = new RecordingLog(clusterDirectory, false)) {
      final long latest = latestPosition(recordingLog);
      final long logRecordingId = recordingLog.findLastTermRecordingId();
      long start = archive.getStartPosition(logRecordingId);
      final RecordingDescription log = RecordingDescription.of(archive, logRecordingId);
      final long target = log.segmentBase(Math.max(start, latest - retentionBytes));
      if (target > start) {
        archive.purgeSegments(logRecordingId, target);
        start = target;
      }
      for (final RecordingLog.Entry entry : recordingLog.entries()) {
        if (entry.isValid
            && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT
            && entry.logPosition < Math.min(start, latest)) {
          purgeRecording(archive, entry.recordingId);
        }
      }
      return start;
    }
  }

  private static void purgeRecording(final AeronArchive archive, final long recordingId) {
    try {
      archive.purgeRecording(recordingId);
    } catch (final ArchiveException e) {
      if (e.errorCode() != ArchiveException.UNKNOWN_RECORDING) {
        throw e;
      }
    }
  }

  /** The lengths that say where the segments of a recording begin. */
  private record RecordingDescription(long startPosition, int termLength, int segmentLength) {
    static RecordingDescription of(final AeronArchive archive, final long recordingId) {
      final RecordingDescription[] found = new RecordingDescription[1];
      archive.listRecording(
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
                  new RecordingDescription(startPosition, termBufferLength, segmentFileLength));
      if (found[0] == null) {
        throw new ArchiveException("the log's recording " + recordingId + " is unknown");
      }
      return found[0];
    }

    long segmentBase(final long position) {
      return AeronArchive.segmentFileBasePosition(
          startPosition, position, termLength, segmentLength);
    }
  }
}
