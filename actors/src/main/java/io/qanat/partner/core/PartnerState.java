package io.qanat.partner.core;

import io.qanat.account.core.SelfMatchDefault;
import io.qanat.account.core.Terms;
import io.qanat.apikey.core.ApiKey;
import io.qanat.apikey.core.KeyParts;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.entity.AccountTermsDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.PartnerAccountDecoder;
import io.qanat.codecs.entity.PartnerAccountEncoder;
import io.qanat.codecs.entity.PartnerKeyDecoder;
import io.qanat.codecs.entity.PartnerKeyEncoder;
import io.qanat.codecs.entity.PartnerSessionDecoder;
import io.qanat.codecs.entity.PartnerSessionEncoder;
import io.qanat.codecs.entity.PartnerStateDecoder;
import io.qanat.codecs.entity.PartnerStateEncoder;
import io.qanat.codecs.entity.PartnerTransferRightDecoder;
import io.qanat.codecs.entity.PartnerTransferRightEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.Core.RecordSink;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What a partner knows, and how it is written and read: PartnerState, AccountTerms (what all its
 * accounts share), accounts, keys, their rights, sessions, each in the order of its key.
 */
final class PartnerState {
  /** Credit of one account. */
  record Credit(long limit, String currency) {}

  /** What an operator defines of the partner itself. */
  record Definition(long messagesPerSecondMax, long burstMax, long sessionsMax, String name) {
    static final Definition NONE = new Definition(0, 0, 0, "");
  }

  final TreeMap<Long, Credit> accounts = new TreeMap<>();
  final Keys keys = new Keys();
  Definition definition = Definition.NONE;
  boolean defined;
  long lastRequestNo;

  /** What all accounts share; their credit is filled in when it is pushed. */
  Terms terms;

  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private RecordSink sink;

  PartnerState(final long partner) {
    terms = new Terms(0, partner, false, 0, 0, 0, 0, "", new TreeMap<>(), SelfMatchDefault.NONE);
  }

  void write(final RecordSink newSink) {
    sink = newSink;
    send(
        new PartnerStateEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .messagesPerSecondMax(definition.messagesPerSecondMax)
            .burstMax(definition.burstMax)
            .sessionsMax(definition.sessionsMax)
            .lastRequestNo(lastRequestNo)
            .defined(defined ? Bool.YES : Bool.NO)
            .name(definition.name)
            .encodedLength());
    sink.record(buffer, 0, terms.encode(buffer, 0));
    accounts.forEach(
        (account, credit) ->
            send(
                new PartnerAccountEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .account(account)
                    .creditLimit(credit.limit)
                    .creditCurrency(credit.currency)
                    .encodedLength()));
    keys.all().forEach(this::write);
    keys.transferRights()
        .forEach(
            right ->
                send(
                    new PartnerTransferRightEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .accessKeyId(right)
                        .encodedLength()));
    keys.incarnations()
        .forEach(
            (session, incarnation) ->
                send(
                    new PartnerSessionEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .session(session)
                        .incarnation(incarnation)
                        .encodedLength()));
  }

  private void write(final String accessKeyId, final ApiKey key) {
    final KeyDerivation derivation = key.verifier().derivation();
    final byte[] storedKey = key.verifier().storedKey();
    final PartnerKeyEncoder encoder =
        new PartnerKeyEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .accessKeyId(accessKeyId)
            .putStoredKey(storedKey, 0, storedKey.length)
            .expiresAt(key.expiresAt())
            .putSalt(derivation.salt(), 0, KeyDerivation.SALT_LENGTH)
            .memoryKib(derivation.memoryKib())
            .iterations(derivation.iterations())
            .parallelism((short) derivation.parallelism());
    final PartnerKeyEncoder.AllowedEncoder group = encoder.allowedCount(key.allowed().size());
    key.allowed()
        .forEach(r -> group.next().putPrefix(r.prefix(), 0, 16).bits((short) r.prefixLength()));
    send(encoder.encodedLength());
  }

  private void send(final int encodedLength) {
    sink.record(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }

  /**
   * Reads one record.
   *
   * @throws IllegalArgumentException if it is none of a partner's
   */
  void read(final DirectBuffer record, final int offset, final int length) {
    final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(record, offset);
    switch (head.templateId()) {
      case PartnerStateDecoder.TEMPLATE_ID -> {
        final PartnerStateDecoder decoder =
            new PartnerStateDecoder().wrapAndApplyHeader(record, offset, head);
        lastRequestNo = decoder.lastRequestNo();
        defined = decoder.defined() == Bool.YES;
        definition =
            new Definition(
                decoder.messagesPerSecondMax(),
                decoder.burstMax(),
                decoder.sessionsMax(),
                decoder.name());
      }
      case AccountTermsDecoder.TEMPLATE_ID ->
          terms =
              Terms.decode(
                  record,
                  offset + MessageHeaderDecoder.ENCODED_LENGTH,
                  head.blockLength(),
                  head.version());
      case PartnerAccountDecoder.TEMPLATE_ID -> {
        final PartnerAccountDecoder account =
            new PartnerAccountDecoder().wrapAndApplyHeader(record, offset, head);
        accounts.put(
            account.account(), new Credit(account.creditLimit(), account.creditCurrency()));
      }
      case PartnerKeyDecoder.TEMPLATE_ID -> {
        final PartnerKeyDecoder key =
            new PartnerKeyDecoder().wrapAndApplyHeader(record, offset, head);
        final String accessKeyId = key.accessKeyId();
        keys.put(
            accessKeyId,
            new KeyParts(
                    KeyParts.storedKey(key, PartnerKeyDecoder::getStoredKey),
                    KeyParts.salt(key, PartnerKeyDecoder::getSalt),
                    key.memoryKib(),
                    key.iterations(),
                    key.parallelism(),
                    key.expiresAt(),
                    KeyParts.ranges(
                        key.allowed(),
                        PartnerKeyDecoder.AllowedDecoder::getPrefix,
                        PartnerKeyDecoder.AllowedDecoder::bits))
                .key());
      }
      case PartnerTransferRightDecoder.TEMPLATE_ID ->
          keys.setTransferRight(
              new PartnerTransferRightDecoder()
                  .wrapAndApplyHeader(record, offset, head)
                  .accessKeyId(),
              true);
      case PartnerSessionDecoder.TEMPLATE_ID -> {
        final PartnerSessionDecoder session =
            new PartnerSessionDecoder().wrapAndApplyHeader(record, offset, head);
        keys.incarnations().put(session.session(), session.incarnation());
      }
      default ->
          throw new IllegalArgumentException(
              "not a partner's snapshot: template "
                  + head.templateId()
                  + " of "
                  + length
                  + " bytes");
    }
  }
}
