package io.qanat.hub.session;

import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.LogonDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.ForwardingCore;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.ExpandableArrayBuffer;

/**
 * A partner of a served replay. Who logs on now proves it with the time of today, which the
 * recording's clock would refuse: such a logon is decided at today's time. Everything recorded is
 * decided at its own.
 */
final class LiveLogons extends ForwardingCore {
  private static final long NEAR_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier clock;
  private final LogonDecoder logon = new LogonDecoder();
  private final ExpandableArrayBuffer envelope = new ExpandableArrayBuffer();
  private final Input today = new Input();

  private LiveLogons(final Core core, final LongSupplier clock) {
    super(core);
    this.clock = clock;
  }

  /**
   * Cores whose partners let people of today in.
   *
   * @param clock epoch nanoseconds
   */
  static Core.Factory around(final Core.Factory cores, final LongSupplier clock) {
    return entity -> {
      final Core core = cores.create(entity);
      return EntityKey.kind(entity) == EntityKey.PARTNER ? new LiveLogons(core, clock) : core;
    };
  }

  @Override
  public void apply(final Input input, final Outputs outputs) {
    core.apply(isOfToday(input) ? atToday(input) : input, outputs);
  }

  private boolean isOfToday(final Input input) {
    if (input.source() != Input.Source.CLIENT
        || input.schemaId() != LogonDecoder.SCHEMA_ID
        || input.templateId() != LogonDecoder.TEMPLATE_ID) {
      return false;
    }
    logon.wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final long timestamp = logon.requestTimestamp();
    return Math.abs(timestamp - clock.getAsLong()) < NEAR_NANOS
        && Math.abs(timestamp - input.timeNanos()) >= NEAR_NANOS / 2;
  }

  private Input atToday(final Input input) {
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new ClientInputEncoder()
                .wrapAndApplyHeader(envelope, 0, new MessageHeaderEncoder())
                .partner(input.partner())
                .session(input.session())
                .incarnation(input.incarnation())
                .seqNum(input.seqNum())
                .requestId(input.requestId())
                .putBody(input.body(), input.bodyOffset(), input.bodyLength())
                .encodedLength();
    return today.wrap(envelope, 0, length, clock.getAsLong());
  }
}
