package io.qanat.entity;

import io.qanat.entity.core.Channels;
import io.qanat.entity.core.Core;
import io.qanat.log.LoadedEntity;

/**
 * An entity rebuilt from what the log holds, without taking it over: for audits and tools.
 *
 * @param seqNr of its last entry
 * @param replayed entries of the tail that were applied again, their outputs' hashes compared
 */
public record EntityReplay(long entity, Core core, Channels channels, long seqNr, long replayed) {
  /** The recorded history does not repeat itself here; the message names entity and place. */
  public static final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MismatchException(final RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Rebuilds an entity.
   *
   * @throws MismatchException if a hash differs or something cannot be read
   */
  public static EntityReplay of(final LoadedEntity loaded, final Core.Factory cores) {
    try {
      final Recovery.Recovered recovered = Recovery.recover(loaded, cores, 0, false, anomaly -> {});
      return new EntityReplay(
          loaded.entity(),
          recovered.state().core(),
          recovered.state().channels(),
          recovered.seqNr(),
          loaded.tail().size());
    } catch (Recovery.RecoveryException e) {
      throw new MismatchException(e);
    }
  }
}
