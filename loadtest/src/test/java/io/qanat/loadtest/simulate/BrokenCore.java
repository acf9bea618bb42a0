package io.qanat.loadtest.simulate;

import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.ForwardingCore;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.DirectBuffer;

/** A core with a bug planted around it; without one it behaves like the core inside. */
class BrokenCore extends ForwardingCore {
  BrokenCore(final Core core) {
    super(core);
  }

  /** How often an input is applied. */
  int times(final Input input) {
    return 1;
  }

  /** What a message to a peer becomes; null: it is lost. */
  DirectBuffer toPeer(final DirectBuffer buffer, final int offset, final int length) {
    return SimulatedWire.copy(buffer, offset, length);
  }

  @Override
  public void apply(final Input input, final Outputs outputs) {
    for (int i = times(input); i > 0; i--) {
      core.apply(input, new BrokenOutputs(outputs));
    }
  }

  private final class BrokenOutputs implements Outputs {
    private final Outputs outputs;

    BrokenOutputs(final Outputs outputs) {
      this.outputs = outputs;
    }

    @Override
    public void toPeer(
        final long entity, final DirectBuffer buffer, final int offset, final int length) {
      final DirectBuffer message = BrokenCore.this.toPeer(buffer, offset, length);
      if (message != null) {
        outputs.toPeer(entity, message, 0, message.capacity());
      }
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer buffer, final int offset, final int length) {
      outputs.toSession(sessionKey, buffer, offset, length);
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
      outputs.toMarketData(feed, buffer, offset, length);
    }

    @Override
    public void reply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      outputs.reply(requestId, buffer, offset, length);
    }
  }
}
