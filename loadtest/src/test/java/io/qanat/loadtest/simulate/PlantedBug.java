package io.qanat.loadtest.simulate;

import io.qanat.codecs.entity.OrderReportDecoder;
import io.qanat.codecs.entity.OrderReportEncoder;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.log.AppendDecoder;
import io.qanat.codecs.log.AppendEncoder;
import io.qanat.codecs.log.MessageHeaderDecoder;
import io.qanat.codecs.log.MessageHeaderEncoder;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.instrument.core.InstrumentCore;
import io.qanat.instrument.core.PrioritySlip;
import io.qanat.sharding.Cores;
import io.qanat.sim.SimulatedLog;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A hub with one bug. What is written and what is read back share the bug, as a real one would. */
enum PlantedBug {
  /** An instrument forgets to tell an account of a trade in sixteen. */
  LOST_MESSAGE(
      core ->
          new BrokenCore(core) {
            @Override
            DirectBuffer toPeer(final DirectBuffer buffer, final int offset, final int length) {
              final DirectBuffer message = super.toPeer(buffer, offset, length);
              final OrderReportDecoder report = report(message);
              return report != null
                      && report.tradeId() % 16 == 5
                      && report.lastLiquidityInd() == LiquidityInd.ADDED
                  ? null
                  : message;
            }
          },
      EntityKey.INSTRUMENT,
      log -> {}),

  /** An account takes a report of a trade in sixteen for two. */
  DOUBLE_APPLY(
      core ->
          new BrokenCore(core) {
            @Override
            int times(final Input input) {
              if (input.source() != Input.Source.PEER
                  || input.schemaId() != OrderReportDecoder.SCHEMA_ID
                  || input.templateId() != OrderReportDecoder.TEMPLATE_ID) {
                return 1;
              }
              final OrderReportDecoder report =
                  new OrderReportDecoder()
                      .wrap(
                          input.body(), input.blockOffset(), input.blockLength(), input.version());
              return report.tradeId() % 16 == 5 && report.leavesQty() > 0 ? 2 : 1;
            }
          },
      EntityKey.ACCOUNT,
      log -> {}),

  /** The log takes entries of an owner that has been replaced. */
  STALE_EPOCH(core -> core, 0, log -> log.gate(message -> unfenced(message, log))),

  /** Who is first in a queue loses the place, one order in three. */
  PRIORITY_SLIP(core -> new PrioritySlip((InstrumentCore) core), EntityKey.INSTRUMENT, log -> {}),

  /** The notional of a trade is rounded down for the maker and half even for the taker. */
  ROUNDING(
      core ->
          new BrokenCore(core) {
            @Override
            DirectBuffer toPeer(final DirectBuffer buffer, final int offset, final int length) {
              final UnsafeBuffer message = SimulatedWire.copy(buffer, offset, length);
              final OrderReportDecoder report = report(message);
              if (report != null
                  && report.tradeId() % 64 == 9
                  && report.lastLiquidityInd() == LiquidityInd.ADDED) {
                new OrderReportEncoder()
                    .wrap(message, io.qanat.codecs.entity.MessageHeaderEncoder.ENCODED_LENGTH)
                    .notional(report.notional() - 1);
              }
              return message;
            }
          },
      EntityKey.INSTRUMENT,
      log -> {});

  /** Puts a bug around a core. */
  interface Plant {
    Core around(Core core);
  }

  private final Plant plant;
  private final int kind;
  private final Consumer<SimulatedLog> log;

  PlantedBug(final Plant plant, final int kind, final Consumer<SimulatedLog> log) {
    this.plant = plant;
    this.kind = kind;
    this.log = log;
  }

  TradingWorld.Variant variant() {
    final Core.Factory cores = new Cores();
    return new TradingWorld.Variant(
        entity -> {
          final Core core = cores.create(entity);
          return EntityKey.kind(entity) == kind ? plant.around(core) : core;
        },
        log);
  }

  private static OrderReportDecoder report(final DirectBuffer message) {
    final io.qanat.codecs.entity.MessageHeaderDecoder header =
        new io.qanat.codecs.entity.MessageHeaderDecoder().wrap(message, 0);
    return header.schemaId() == OrderReportDecoder.SCHEMA_ID
            && header.templateId() == OrderReportDecoder.TEMPLATE_ID
        ? new OrderReportDecoder().wrapAndApplyHeader(message, 0, header)
        : null;
  }

  /** Gives every entry the epoch that the log knows, whoever sent it. */
  private static UnsafeBuffer unfenced(final UnsafeBuffer message, final SimulatedLog log) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(message, 0);
    if (header.templateId() != AppendDecoder.TEMPLATE_ID) {
      return message;
    }
    final AppendDecoder.EntriesDecoder from =
        new AppendDecoder().wrapAndApplyHeader(message, 0, header).entries();
    final ExpandableArrayBuffer out = new ExpandableArrayBuffer(message.capacity());
    final AppendEncoder append = new AppendEncoder();
    final AppendEncoder.EntriesEncoder to =
        append.wrapAndApplyHeader(out, 0, new MessageHeaderEncoder()).entriesCount(from.count());
    while (from.hasNext()) {
      from.next();
      to.next()
          .entity(from.entity())
          .epoch(log.store().epoch(from.entity()))
          .seqNr(from.seqNr())
          .time(from.time())
          .causeEntity(from.causeEntity())
          .causeEpoch(from.causeEpoch())
          .causeSeqNr(from.causeSeqNr())
          .outputsHash(from.outputsHash())
          .releasedThrough(from.releasedThrough())
          .wakeAt(from.wakeAt())
          .causeIndex(from.causeIndex())
          .coreVersion(from.coreVersion());
      final byte[] input = new byte[from.inputLength()];
      from.getInput(input, 0, input.length);
      to.putInput(input, 0, input.length);
    }
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + append.encodedLength();
    return SimulatedWire.copy(out, 0, length);
  }
}
