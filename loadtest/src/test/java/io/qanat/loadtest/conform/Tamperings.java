package io.qanat.loadtest.conform;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecRestatementReason;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.LiquidityInd;
import io.qanat.codecs.fix.OrdRejReason;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectEncoder;
import io.qanat.codecs.orderentry.BusinessRejectReason;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.EstablishEncoder;
import io.qanat.codecs.orderentry.ExecutionReportDecoder;
import io.qanat.codecs.orderentry.ExecutionReportEncoder;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NegotiationRejectCode;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleDecoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.NotAppliedDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestDecoder;
import io.qanat.codecs.orderentry.OrderCancelReplaceRequestEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportDecoder;
import io.qanat.codecs.orderentry.OrderMassActionReportEncoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestDecoder;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.orderentry.RetransmitRequestDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;

/** The ways in which an order-entry gateway is broken on purpose. */
final class Tamperings {
  private static final int BLOCK = MessageHeaderDecoder.ENCODED_LENGTH;

  private Tamperings() {}

  static int templateId(final byte[] frame) {
    return frame.length < BLOCK
        ? -1
        : new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 0).templateId();
  }

  /** The hub never says these. */
  static Supplier<Tampering> silent(final Predicate<Heard> what) {
    return () ->
        new Tampering() {
          @Override
          public void fromHub(final byte[] frame, final Wires wires) {
            if (!what.test(new Heard(frame, 0))) {
              wires.toClient(frame);
            }
          }
        };
  }

  static boolean isHeartbeat(final Heard heard) {
    return heard.templateId() == SequenceDecoder.TEMPLATE_ID;
  }

  static boolean isNotApplied(final Heard heard) {
    return heard.templateId() == NotAppliedDecoder.TEMPLATE_ID;
  }

  static boolean isSuperseded(final Heard heard) {
    return heard.templateId() == TerminateDecoder.TEMPLATE_ID
        && heard.terminate().code() == TerminateCode.SUPERSEDED;
  }

  static boolean isPartialRestingFill(final Heard heard) {
    return heard.templateId() == ExecutionReportDecoder.TEMPLATE_ID
        && heard.execution().lastLiquidityInd() == LiquidityInd.ADDED
        && heard.execution().leavesQty() > 0;
  }

  /** Messages of the hub with this template are changed. */
  private static Supplier<Tampering> changed(
      final int templateId, final UnaryOperator<byte[]> change) {
    return () ->
        new Tampering() {
          @Override
          public void fromHub(final byte[] frame, final Wires wires) {
            wires.toClient(templateId(frame) == templateId ? change.apply(frame) : frame);
          }
        };
  }

  /** Messages of the client with this template are changed. */
  private static Supplier<Tampering> misread(
      final int templateId, final UnaryOperator<byte[]> change) {
    return () ->
        new Tampering() {
          @Override
          public void fromClient(final byte[] frame, final Wires wires) {
            wires.toHub(templateId(frame) == templateId ? change.apply(frame) : frame);
          }
        };
  }

  static Supplier<Tampering> acceptsLogonsRefusedFor(final NegotiationRejectCode code) {
    return changed(
        NegotiationRejectDecoder.TEMPLATE_ID,
        frame -> {
          final NegotiationRejectDecoder reject = new Heard(frame, 0).negotiationReject();
          return reject.code() == code ? response(reject) : frame;
        });
  }

  private static byte[] response(final NegotiationRejectDecoder reject) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    final int length =
        new NegotiationResponseEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .session(reject.session())
            .incarnation(reject.incarnation())
            .requestTimestamp(reject.requestTimestamp())
            .messagesPerSecondMax(100)
            .burstMax(50)
            .encodedLength();
    return Arrays.copyOf(buffer.byteArray(), BLOCK + length);
  }

  static Supplier<Tampering> neverCancelsOnDisconnect() {
    return misread(
        EstablishDecoder.TEMPLATE_ID,
        frame -> {
          new EstablishEncoder().wrap(new UnsafeBuffer(frame), BLOCK).cancelOnDisconnect(Bool.NO);
          return frame;
        });
  }

  static Supplier<Tampering> takesFillOrKillForImmediateOrCancel() {
    return misread(
        NewOrderSingleDecoder.TEMPLATE_ID,
        frame -> {
          final UnsafeBuffer buffer = new UnsafeBuffer(frame);
          if (new NewOrderSingleDecoder()
                  .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                  .timeInForceRaw()
              == TimeInForce.FILL_OR_KILL.value()) {
            new NewOrderSingleEncoder()
                .wrap(buffer, BLOCK)
                .timeInForce(TimeInForce.IMMEDIATE_OR_CANCEL);
          }
          return frame;
        });
  }

  /** Orders of the newest version are understood as something else. */
  static Supplier<Tampering> misreadsOrders(final Consumer<NewOrderSingleEncoder> how) {
    return misread(
        NewOrderSingleDecoder.TEMPLATE_ID,
        frame -> {
          if (frame.length >= BLOCK + NewOrderSingleEncoder.BLOCK_LENGTH) {
            how.accept(new NewOrderSingleEncoder().wrap(new UnsafeBuffer(frame), BLOCK));
          }
          return frame;
        });
  }

  /** A time is understood as a much later one. */
  static Supplier<Tampering> misreadsExpiries() {
    return misread(
        NewOrderSingleDecoder.TEMPLATE_ID,
        frame -> {
          final UnsafeBuffer buffer = new UnsafeBuffer(frame);
          if (frame.length >= BLOCK + NewOrderSingleEncoder.BLOCK_LENGTH
              && new NewOrderSingleDecoder()
                      .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                      .expireTime()
                  != 0) {
            new NewOrderSingleEncoder().wrap(buffer, BLOCK).expireTime(Long.MAX_VALUE);
          }
          return frame;
        });
  }

  /** Replaces of the newest version are understood as something else. */
  static Supplier<Tampering> misreadsReplaces(
      final Consumer<OrderCancelReplaceRequestEncoder> how) {
    return misread(
        OrderCancelReplaceRequestDecoder.TEMPLATE_ID,
        frame -> {
          if (frame.length >= BLOCK + OrderCancelReplaceRequestEncoder.BLOCK_LENGTH) {
            how.accept(new OrderCancelReplaceRequestEncoder().wrap(new UnsafeBuffer(frame), BLOCK));
          }
          return frame;
        });
  }

  static Supplier<Tampering> neverSaysWhy() {
    return changed(
        ExecutionReportDecoder.TEMPLATE_ID,
        frame -> {
          new ExecutionReportEncoder()
              .wrap(new UnsafeBuffer(frame), BLOCK)
              .execRestatementReason(ExecRestatementReason.NULL_VAL);
          return frame;
        });
  }

  static Supplier<Tampering> hidesAuctions() {
    return changed(
        ExecutionReportDecoder.TEMPLATE_ID,
        frame -> {
          if (new Heard(frame, 0).execution().lastLiquidityInd() == LiquidityInd.AUCTION) {
            new ExecutionReportEncoder()
                .wrap(new UnsafeBuffer(frame), BLOCK)
                .lastLiquidityInd(LiquidityInd.REMOVED);
          }
          return frame;
        });
  }

  /** An order whose trade was busted or corrected stays what the trade had made of it. */
  static Supplier<Tampering> leavesAmendedOrdersFilled() {
    return changed(
        ExecutionReportDecoder.TEMPLATE_ID,
        frame -> {
          final ExecType execType = new Heard(frame, 0).execution().execType();
          if (execType == ExecType.TRADE_CANCEL || execType == ExecType.TRADE_CORRECT) {
            new ExecutionReportEncoder()
                .wrap(new UnsafeBuffer(frame), BLOCK)
                .ordStatus(OrdStatus.FILLED);
          }
          return frame;
        });
  }

  /** All of them at once, each behind the one before on the way from the client to the hub. */
  static Tampering together(final List<Tampering> all) {
    return all.size() == 1
        ? all.get(0)
        : new Chain(all.get(0), together(all.subList(1, all.size())));
  }

  private record Chain(Tampering nearClient, Tampering nearHub) implements Tampering {
    @Override
    public void fromClient(final byte[] frame, final Wires wires) {
      nearClient.fromClient(frame, ofFirst(wires));
    }

    @Override
    public void fromHub(final byte[] frame, final Wires wires) {
      nearHub.fromHub(frame, ofSecond(wires));
    }

    private Wires ofFirst(final Wires wires) {
      return new Wires() {
        @Override
        public void toHub(final byte[] frame) {
          nearHub.fromClient(frame, ofSecond(wires));
        }

        @Override
        public void toClient(final byte[] frame) {
          wires.toClient(frame);
        }
      };
    }

    private Wires ofSecond(final Wires wires) {
      return new Wires() {
        @Override
        public void toHub(final byte[] frame) {
          wires.toHub(frame);
        }

        @Override
        public void toClient(final byte[] frame) {
          nearClient.fromHub(frame, ofFirst(wires));
        }
      };
    }
  }

  static Supplier<Tampering> givesAnotherReason(final OrdRejReason reason) {
    return changed(
        ExecutionReportDecoder.TEMPLATE_ID,
        frame -> {
          if (new Heard(frame, 0).execution().ordRejReason() == reason) {
            new ExecutionReportEncoder()
                .wrap(new UnsafeBuffer(frame), BLOCK)
                .ordRejReason(OrdRejReason.OTHER);
          }
          return frame;
        });
  }

  static Supplier<Tampering> neverSaysWhenToRetry() {
    return changed(
        BusinessMessageRejectDecoder.TEMPLATE_ID,
        frame -> {
          new BusinessMessageRejectEncoder()
              .wrap(new UnsafeBuffer(frame), BLOCK)
              .retryAfterMillis(0);
          return frame;
        });
  }

  static Supplier<Tampering> forgetsPossResend() {
    return changed(
        ExecutionReportDecoder.TEMPLATE_ID,
        frame -> {
          new ExecutionReportEncoder().wrap(new UnsafeBuffer(frame), BLOCK).possResend(Bool.NO);
          return frame;
        });
  }

  /** Of what is asked again under the same name, not of what is asked for as a retransmission. */
  static Supplier<Tampering> answersDuplicatesTwice() {
    return () ->
        new Tampering() {
          private boolean retransmits;

          @Override
          public void fromClient(final byte[] frame, final Wires wires) {
            retransmits |= templateId(frame) == RetransmitRequestDecoder.TEMPLATE_ID;
            wires.toHub(frame);
          }

          @Override
          public void fromHub(final byte[] frame, final Wires wires) {
            wires.toClient(frame);
            if (!retransmits
                && templateId(frame) == ExecutionReportDecoder.TEMPLATE_ID
                && new Heard(frame, 0).execution().possResend() == Bool.YES) {
              wires.toClient(frame);
            }
          }
        };
  }

  /** Once the rate was exceeded, cancels are refused like orders. */
  static Supplier<Tampering> holdsCancelsBack() {
    return () ->
        new Tampering() {
          private byte[] throttled;

          @Override
          public void fromHub(final byte[] frame, final Wires wires) {
            if (templateId(frame) == BusinessMessageRejectDecoder.TEMPLATE_ID
                && new Heard(frame, 0).businessReject().businessRejectReason()
                    == BusinessRejectReason.THROTTLE_LIMIT_EXCEEDED) {
              throttled = frame;
            }
            wires.toClient(frame);
          }

          @Override
          public void fromClient(final byte[] frame, final Wires wires) {
            if (throttled == null || templateId(frame) != OrderCancelRequestDecoder.TEMPLATE_ID) {
              wires.toHub(frame);
              return;
            }
            final OrderCancelRequestDecoder cancel =
                new OrderCancelRequestDecoder()
                    .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
            final byte[] refusal = throttled.clone();
            new BusinessMessageRejectEncoder()
                .wrap(new UnsafeBuffer(refusal), BLOCK)
                .account(cancel.account())
                .refSeqNum(cancel.seqNum())
                .clOrdId(cancel.clOrdId())
                .refTemplateId(OrderCancelRequestDecoder.TEMPLATE_ID);
            wires.toClient(refusal);
          }
        };
  }

  /** A mass cancel of one instrument cancels all, and says that it did what was asked. */
  static Supplier<Tampering> cancelsEverything() {
    return () ->
        new Tampering() {
          private final UnsafeBuffer buffer = new UnsafeBuffer();

          @Override
          public void fromClient(final byte[] frame, final Wires wires) {
            buffer.wrap(frame);
            if (templateId(frame) == OrderMassActionRequestDecoder.TEMPLATE_ID
                && new OrderMassActionRequestDecoder()
                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                        .scopeRaw()
                    == MassActionScope.SECURITY.value()) {
              new OrderMassActionRequestEncoder()
                  .wrap(buffer, BLOCK)
                  .securityId(0)
                  .scope(MassActionScope.ALL_SECURITIES);
              answersAs = MassActionScope.SECURITY;
            }
            wires.toHub(frame);
          }

          private MassActionScope answersAs;

          @Override
          public void fromHub(final byte[] frame, final Wires wires) {
            if (answersAs != null
                && templateId(frame) == OrderMassActionReportDecoder.TEMPLATE_ID) {
              new OrderMassActionReportEncoder()
                  .wrap(new UnsafeBuffer(frame), BLOCK)
                  .scope(answersAs);
              answersAs = null;
            }
            wires.toClient(frame);
          }
        };
  }
}
