package io.qanat.client;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.qanat.codecs.AeronChannels;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/** Order entry over Aeron's response channels, UDP or IPC. */
final class AeronWire implements Wire {
  private final Subscription responses;
  private final Publication requests;
  private FragmentHandler handler;
  private FragmentAssembler assembler;

  AeronWire(final Aeron aeron, final OrderEntrySettings settings) {
    responses =
        aeron.addSubscription(
            settings.isIpc()
                ? AeronChannels.orderEntryResponseIpc()
                : AeronChannels.orderEntryResponse(settings.host(), settings.controlPort()),
            AeronChannels.ORDER_ENTRY_RESPONSE_STREAM);
    final long id = responses.registrationId();
    requests =
        aeron.addExclusivePublication(
            settings.isIpc()
                ? AeronChannels.orderEntryRequestIpc(id)
                : AeronChannels.orderEntryRequest(settings.host(), settings.port(), id),
            AeronChannels.ORDER_ENTRY_REQUEST_STREAM);
  }

  @Override
  public boolean isConnected() {
    return requests.isConnected() && responses.isConnected();
  }

  @Override
  public Offer offer(final DirectBuffer buffer, final int offset, final int length) {
    final long position = requests.offer(buffer, offset, length);
    if (position > 0) {
      return Offer.SENT;
    }
    return position == Publication.BACK_PRESSURED || position == Publication.ADMIN_ACTION
        ? Offer.RETRY
        : Offer.CLOSED;
  }

  @Override
  public int poll(final FragmentHandler newHandler, final int fragmentsMax) {
    if (handler != newHandler) {
      handler = newHandler;
      assembler = new FragmentAssembler(newHandler);
    }
    return responses.poll(assembler, fragmentsMax);
  }

  @Override
  public void close() {
    CloseHelper.closeAll(requests, responses);
  }
}
