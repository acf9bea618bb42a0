package io.qanat.entity.core;

import org.agrona.DirectBuffer;

/**
 * A core around another one: everything is decided inside until a subclass overrides it. For
 * observers, and for variants of a core in replays and tests.
 */
public abstract class ForwardingCore implements Core {
  /** Decides. */
  protected final Core core;

  /**
   * Makes one.
   *
   * @param core decides, and is this core's whole state
   */
  protected ForwardingCore(final Core core) {
    this.core = core;
  }

  @Override
  public int version() {
    return core.version();
  }

  @Override
  public void apply(final Input input, final Outputs outputs) {
    core.apply(input, outputs);
  }

  @Override
  public void query(final Input query, final Outputs answers) {
    core.query(query, answers);
  }

  @Override
  public long wakeAtNanos() {
    return core.wakeAtNanos();
  }

  @Override
  public long stateHash() {
    return core.stateHash();
  }

  @Override
  public void writeSnapshot(final RecordSink sink) {
    core.writeSnapshot(sink);
  }

  @Override
  public void readSnapshotRecord(final DirectBuffer buffer, final int offset, final int length) {
    core.readSnapshotRecord(buffer, offset, length);
  }
}
