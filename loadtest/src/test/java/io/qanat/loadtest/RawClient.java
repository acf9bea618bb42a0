package io.qanat.loadtest;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import io.qanat.codecs.AeronChannels;
import io.qanat.codecs.orderentry.EstablishmentRejectDecoder;
import io.qanat.codecs.orderentry.MessageHeaderDecoder;
import io.qanat.codecs.orderentry.NegotiationRejectDecoder;
import io.qanat.codecs.orderentry.NegotiationResponseDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;
import io.qanat.hub.gateway.aeron.AeronOrderEntryGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A connection to the gateway that sends any bytes, and notes what the hub has to say to them. */
final class RawClient implements AutoCloseable {
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Subscription responses;
  private final ExclusivePublication requests;
  private final FragmentAssembler assembler = new FragmentAssembler(this::onFrame);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final List<String> answers = new ArrayList<>();

  RawClient(final Aeron aeron, final AeronOrderEntryGateway gateway) {
    responses =
        aeron.addSubscription(
            AeronChannels.orderEntryResponse(gateway.host(), gateway.controlPort()),
            AeronChannels.ORDER_ENTRY_RESPONSE_STREAM);
    requests =
        aeron.addExclusivePublication(
            AeronChannels.orderEntryRequest(
                gateway.host(), gateway.port(), responses.registrationId()),
            AeronChannels.ORDER_ENTRY_REQUEST_STREAM);
  }

  /** Sends one frame as it is. */
  RawClient send(final byte[] frame) {
    final UnsafeBuffer buffer = new UnsafeBuffer(frame);
    final long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (requests.offer(buffer, 0, frame.length) < 0) {
      if (System.nanoTime() - deadline > 0 || requests.isClosed()) {
        throw new AssertionError("no room for " + frame.length + " bytes; heard " + answers);
      }
      responses.poll(assembler, 10);
      LockSupport.parkNanos(100_000);
    }
    return this;
  }

  /** Sends one frame if the connection takes it now. */
  void trySend(final byte[] frame) {
    final long position = requests.offer(new UnsafeBuffer(frame), 0, frame.length);
    if (position == Publication.BACK_PRESSURED) {
      responses.poll(assembler, 10);
    }
  }

  /** The hub's next word, such as {@code Terminate DECODING_ERROR}. */
  String answer() {
    final long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (answers.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the hub said nothing");
      }
      if (responses.poll(assembler, 10) == 0) {
        LockSupport.parkNanos(100_000);
      }
    }
    return answers.remove(0);
  }

  private void onFrame(
      final DirectBuffer buffer, final int offset, final int length, final Header frame) {
    header.wrap(buffer, offset);
    answers.add(
        switch (header.templateId()) {
          case NegotiationResponseDecoder.TEMPLATE_ID -> "NegotiationResponse";
          case NegotiationRejectDecoder.TEMPLATE_ID ->
              "NegotiationReject "
                  + new NegotiationRejectDecoder()
                      .wrapAndApplyHeader(buffer, offset, header)
                      .code();
          case EstablishmentRejectDecoder.TEMPLATE_ID ->
              "EstablishmentReject "
                  + new EstablishmentRejectDecoder()
                      .wrapAndApplyHeader(buffer, offset, header)
                      .code();
          case TerminateDecoder.TEMPLATE_ID ->
              "Terminate "
                  + new TerminateDecoder().wrapAndApplyHeader(buffer, offset, header).code();
          default -> "template " + header.templateId();
        });
  }

  @Override
  public void close() {
    requests.close();
    responses.close();
  }
}
