package io.qanat.administration.core;

import io.qanat.codecs.entity.AdminCommandDecoder;
import io.qanat.codecs.entity.AdminOutcomeEncoder;
import io.qanat.codecs.entity.AdminReplyDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.DefinitionQueryEncoder;
import io.qanat.codecs.entity.DefinitionsEndDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The administration's end inside a core: takes an AdminCommand from its channel, lets the core
 * apply the act as if it had come in an AdminInput, and turns the core's AdminReply into an
 * AdminOutcome on the channel. Before and after are what the core answers to a DefinitionQuery for
 * the act.
 */
public final class Administered {
  private static final byte[] NOTHING = {};

  private final Input act = new Input();
  private final Input query = new Input();
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer queryBuffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final AnswerCatcher catcher = new AnswerCatcher();

  /** Whether an input is an act that the administration sends. */
  public static boolean isAct(final Input input) {
    return input.source() == Input.Source.PEER
        && EntityKey.kind(input.sender()) == EntityKey.ADMINISTRATION
        && input.schemaId() == AdminCommandDecoder.SCHEMA_ID
        && input.templateId() == AdminCommandDecoder.TEMPLATE_ID;
  }

  /** Applies such an input to a core. */
  public void apply(final Core core, final Input input, final Outputs outputs) {
    final AdminCommandDecoder command =
        new AdminCommandDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final long actNo = command.actNo();
    final byte[] body = new byte[command.actLength()];
    command.getAct(body, 0, body.length);
    final UnsafeBuffer bytes = new UnsafeBuffer(body);
    final byte[] before = describe(core, bytes, input.timeNanos());
    act.wrapAct(bytes, 0, body.length, actNo, command.who(), command.why(), input.timeNanos());
    catcher.begin(outputs);
    core.apply(act, catcher);
    final byte[] after =
        catcher.result == AdminResult.DONE ? describe(core, bytes, input.timeNanos()) : before;
    final int length =
        new AdminOutcomeEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .actNo(actNo)
            .result(catcher.result)
            .text(catcher.text)
            .putBefore(before, 0, before.length)
            .putAfter(after, 0, after.length)
            .encodedLength();
    outputs.toPeer(input.sender(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length);
  }

  private byte[] describe(final Core core, final DirectBuffer body, final long timeNanos) {
    final int length =
        new DefinitionQueryEncoder()
            .wrapAndApplyHeader(queryBuffer, 0, header)
            .putAct(body, 0, body.capacity())
            .encodedLength();
    final DefinitionCatcher answers = new DefinitionCatcher();
    core.query(
        query.wrapQuery(queryBuffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length, 1, timeNanos),
        answers);
    return answers.definition;
  }

  private static byte[] copy(final DirectBuffer from, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    from.getBytes(offset, bytes);
    return bytes;
  }

  /** Keeps the first definition. */
  private static final class DefinitionCatcher implements Outputs {
    private byte[] definition = NOTHING;

    @Override
    public void reply(
        final long requestId, final DirectBuffer from, final int offset, final int length) {
      final int template = new MessageHeaderDecoder().wrap(from, offset).templateId();
      if (definition.length == 0 && template != DefinitionsEndDecoder.TEMPLATE_ID) {
        definition = copy(from, offset, length);
      }
    }

    @Override
    public void toPeer(
        final long entity, final DirectBuffer from, final int offset, final int length) {
      throw new IllegalStateException("a query changes nothing");
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer from, final int offset, final int length) {
      throw new IllegalStateException("a query changes nothing");
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer from, final int offset, final int length) {
      throw new IllegalStateException("a query changes nothing");
    }
  }

  /** Lets everything through but the reply, which it keeps. */
  private static final class AnswerCatcher implements Outputs {
    private Outputs outputs;
    private AdminResult result;
    private String text;

    void begin(final Outputs newOutputs) {
      outputs = newOutputs;
      result = AdminResult.INVALID;
      text = "the entity gave no answer";
    }

    @Override
    public void reply(
        final long requestId, final DirectBuffer from, final int offset, final int length) {
      final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(from, offset);
      if (head.templateId() == AdminReplyDecoder.TEMPLATE_ID) {
        final AdminReplyDecoder reply =
            new AdminReplyDecoder().wrapAndApplyHeader(from, offset, head);
        result = reply.result();
        text = reply.text();
      }
    }

    @Override
    public void toPeer(
        final long entity, final DirectBuffer from, final int offset, final int length) {
      outputs.toPeer(entity, from, offset, length);
    }

    @Override
    public void toSession(
        final long sessionKey, final DirectBuffer from, final int offset, final int length) {
      outputs.toSession(sessionKey, from, offset, length);
    }

    @Override
    public void toMarketData(
        final MDFeed feed, final DirectBuffer from, final int offset, final int length) {
      outputs.toMarketData(feed, from, offset, length);
    }
  }
}
