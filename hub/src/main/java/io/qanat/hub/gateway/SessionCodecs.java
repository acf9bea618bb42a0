package io.qanat.hub.gateway;

import io.qanat.codecs.entity.LogonReplyDecoder;
import io.qanat.codecs.entity.OwnsAccountAnswerDecoder;
import io.qanat.codecs.entity.ReportsAnswerDecoder;
import io.qanat.codecs.orderentry.BusinessMessageRejectDecoder;
import io.qanat.codecs.orderentry.EstablishDecoder;
import io.qanat.codecs.orderentry.NegotiateDecoder;
import io.qanat.codecs.orderentry.OrderStatusRequestDecoder;
import io.qanat.codecs.orderentry.RetransmitRequestDecoder;
import io.qanat.codecs.orderentry.SequenceDecoder;
import io.qanat.codecs.orderentry.TerminateDecoder;

/** Flyweights that the sessions of one thread share: one of them speaks at a time. */
public final class SessionCodecs {
  final ClientFrame frame = new ClientFrame();
  final SessionEncoder messages = new SessionEncoder();
  final InputEncoder inputs = new InputEncoder();

  final io.qanat.codecs.orderentry.MessageHeaderDecoder orderEntryHeader =
      new io.qanat.codecs.orderentry.MessageHeaderDecoder();
  final NegotiateDecoder negotiate = new NegotiateDecoder();
  final EstablishDecoder establish = new EstablishDecoder();
  final SequenceDecoder sequence = new SequenceDecoder();
  final TerminateDecoder terminate = new TerminateDecoder();
  final OrderStatusRequestDecoder orderStatusRequest = new OrderStatusRequestDecoder();
  final BusinessMessageRejectDecoder businessReject = new BusinessMessageRejectDecoder();
  final RetransmitRequestDecoder retransmitRequest = new RetransmitRequestDecoder();

  final io.qanat.codecs.entity.MessageHeaderDecoder entityHeader =
      new io.qanat.codecs.entity.MessageHeaderDecoder();
  final LogonReplyDecoder logonReply = new LogonReplyDecoder();
  final OwnsAccountAnswerDecoder ownsAccountAnswer = new OwnsAccountAnswerDecoder();
  final ReportsAnswerDecoder reportsAnswer = new ReportsAnswerDecoder();
}
