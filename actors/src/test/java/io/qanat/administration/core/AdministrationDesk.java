package io.qanat.administration.core;

import io.qanat.codecs.entity.AdminActEncoder;
import io.qanat.codecs.entity.AdminActReplyDecoder;
import io.qanat.codecs.entity.AdminCommandDecoder;
import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.AdminOutcomeEncoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.AuditEndDecoder;
import io.qanat.codecs.entity.AuditQueryEncoder;
import io.qanat.codecs.entity.AuditRecordDecoder;
import io.qanat.codecs.entity.DefinitionsEndDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.ProposalDecoder;
import io.qanat.codecs.entity.ProposalsQueryEncoder;
import io.qanat.entity.core.CoreBench;
import io.qanat.entity.core.CoreBench.Body;
import io.qanat.entity.core.CoreBench.Output;
import io.qanat.entity.core.EntityKey;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Speaks to an administration as operators and targets do, and says in lines what comes out. */
final class AdministrationDesk {
  final CoreBench bench;
  AdministrationCore core = new AdministrationCore(1);
  String why = "because";
  String idempotencyKey = "";
  long requestId = 7;

  AdministrationDesk() {
    bench = new CoreBench(core);
  }

  /** An operator called n has the key k-n. */
  AdministrationDesk operator(final String name, final int roles) {
    configure(EntityKey.THE_ADMINISTRATION, ActMessages.operator(name, roles));
    configure(EntityKey.THE_ADMINISTRATION, ActMessages.operatorKey(name, "k-" + name, 0));
    return this;
  }

  List<String> configure(final long target, final Body act) {
    return act("configuration", "", target, act);
  }

  List<String> act(final String who, final long target, final Body act) {
    return act(who, "k-" + who, target, act);
  }

  List<String> act(final String who, final String accessKeyId, final long target, final Body act) {
    return say(bench.input(input(who, accessKeyId, target, act)));
  }

  private Body input(
      final String who, final String accessKeyId, final long target, final Body act) {
    final byte[] message = ActMessages.bytes(act);
    final byte[] body =
        ActMessages.bytes(
            b ->
                new AdminActEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .target(target)
                    .accessKeyId(accessKeyId)
                    .putAct(message, 0, message.length)
                    .idempotencyKey(idempotencyKey)
                    .encodedLength());
    return b ->
        new AdminInputEncoder()
            .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
            .requestId(requestId)
            .putBody(body, 0, body.length)
            .who(who)
            .why(why)
            .encodedLength();
  }

  /** A target's answer. */
  List<String> outcome(
      final long target, final long actNo, final AdminResult result, final String text) {
    return say(
        bench.peer(
            target,
            b ->
                new AdminOutcomeEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .actNo(actNo)
                    .result(result)
                    .text(text)
                    .putBefore(new byte[] {1}, 0, 1)
                    .putAfter(new byte[] {1, 2}, 0, 2)
                    .encodedLength()));
  }

  List<String> wake() {
    return say(bench.wake());
  }

  List<String> audit(final long from, final int count) {
    return say(
        bench.query(
            b ->
                new AuditQueryEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .fromSequence(from)
                    .count(count)
                    .encodedLength()));
  }

  List<String> proposals() {
    return say(
        bench.query(
            b ->
                new ProposalsQueryEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .encodedLength()));
  }

  /** Goes on with a core that has read what this one wrote. */
  AdministrationDesk reload() {
    final AdministrationCore copy = CoreBench.reload(core, new AdministrationCore(1));
    if (copy.stateHash() != core.stateHash()) {
      throw new AssertionError("the copy of the snapshot is another state");
    }
    core = copy;
    bench.core(copy);
    return this;
  }

  static List<String> say(final List<Output> outputs) {
    return outputs.stream().map(AdministrationDesk::say).toList();
  }

  private static String say(final Output output) {
    final DirectBuffer m = output.message();
    final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(m, 0);
    return switch (head.templateId()) {
      case AdminCommandDecoder.TEMPLATE_ID -> {
        final AdminCommandDecoder c = new AdminCommandDecoder().wrapAndApplyHeader(m, 0, head);
        final long no = c.actNo();
        final byte[] act = new byte[c.actLength()];
        c.getAct(act, 0, act.length);
        yield "to "
            + EntityKey.toString(output.target())
            + ": act "
            + no
            + " "
            + nameOf(act)
            + " of "
            + c.who()
            + ": "
            + c.why();
      }
      case AdminActReplyDecoder.TEMPLATE_ID -> {
        final AdminActReplyDecoder r = new AdminActReplyDecoder().wrapAndApplyHeader(m, 0, head);
        yield ("reply "
                + output.target()
                + ": act "
                + r.actNo()
                + " "
                + r.status()
                + " "
                + r.result()
                + (r.proposal() == 0 ? "" : " proposal " + r.proposal())
                + " "
                + r.text())
            .trim();
      }
      case AuditRecordDecoder.TEMPLATE_ID -> {
        final AuditRecordDecoder a = new AuditRecordDecoder().wrapAndApplyHeader(m, 0, head);
        final String line =
            "#"
                + a.sequence()
                + " act "
                + a.actNo()
                + " "
                + a.status()
                + " on "
                + EntityKey.toString(a.target());
        final String who = a.who();
        final String why = a.why();
        final String approver = a.approver();
        final String text = a.text();
        final byte[] act = new byte[a.actLength()];
        a.getAct(act, 0, act.length);
        final int before = a.beforeLength();
        a.skipBefore();
        yield (line
                + ": "
                + nameOf(act)
                + " by "
                + who
                + (approver.isEmpty() ? "" : " and " + approver)
                + " because \""
                + why
                + "\" "
                + before
                + ">"
                + a.afterLength()
                + " bytes "
                + text)
            .trim();
      }
      case AuditEndDecoder.TEMPLATE_ID -> {
        final AuditEndDecoder e = new AuditEndDecoder().wrapAndApplyHeader(m, 0, head);
        yield "from " + e.oldestSequence() + " to before " + e.nextSequence();
      }
      case ProposalDecoder.TEMPLATE_ID -> {
        final ProposalDecoder p = new ProposalDecoder().wrapAndApplyHeader(m, 0, head);
        yield "proposal "
            + p.proposal()
            + " on "
            + EntityKey.toString(p.target())
            + " by "
            + p.who()
            + ": "
            + p.why();
      }
      case DefinitionsEndDecoder.TEMPLATE_ID ->
          "end of " + new DefinitionsEndDecoder().wrapAndApplyHeader(m, 0, head).count();
      default -> output.to() + " template " + head.templateId();
    };
  }

  private static String nameOf(final byte[] act) {
    final int template = new MessageHeaderDecoder().wrap(new UnsafeBuffer(act), 0).templateId();
    final Acts.Kind kind = Acts.of(template);
    return kind == null ? "template " + template : kind.name();
  }
}
