package io.qanat.partner.core;

import io.qanat.account.core.InstrumentTerms;
import io.qanat.codecs.entity.AccountsAnswerEncoder;
import io.qanat.codecs.entity.AccountsQueryDecoder;
import io.qanat.codecs.entity.EntitlementsAnswerEncoder;
import io.qanat.codecs.entity.EntitlementsQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/** Answers questions about a partner; changes nothing. Lists come in pages, in order of ids. */
final class PartnerQueries {
  /** Most accounts or instruments in one answer. */
  static final int PAGE_MAX = 500;

  private final PartnerState state;
  private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  PartnerQueries(final PartnerState state) {
    this.state = state;
  }

  void answer(final Input query, final Outputs answers) {
    if (query.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return;
    }
    final int encodedLength =
        switch (query.templateId()) {
          case AccountsQueryDecoder.TEMPLATE_ID ->
              query.blockLength() < AccountsQueryDecoder.BLOCK_LENGTH ? 0 : accounts(query);
          case EntitlementsQueryDecoder.TEMPLATE_ID ->
              query.blockLength() < EntitlementsQueryDecoder.BLOCK_LENGTH ? 0 : instruments(query);
          default -> 0; // Unknown questions stay unanswered, as Core says.
        };
    if (encodedLength > 0) {
      answers.reply(
          query.requestId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }
  }

  private int accounts(final Input input) {
    final AccountsQueryDecoder query =
        new AccountsQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final Map<Long, PartnerState.Credit> rest = state.accounts.tailMap(query.afterAccount(), false);
    final int count = (int) Math.min(Math.min(query.count(), PAGE_MAX), rest.size());
    final AccountsAnswerEncoder answer =
        new AccountsAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .more(count < rest.size() ? Bool.YES : Bool.NO);
    final AccountsAnswerEncoder.AccountsEncoder group = answer.accountsCount(count);
    rest.entrySet().stream()
        .limit(count)
        .forEach(
            entry ->
                group
                    .next()
                    .account(entry.getKey())
                    .creditLimit(entry.getValue().limit())
                    .creditCurrency(entry.getValue().currency()));
    return answer.encodedLength();
  }

  private int instruments(final Input input) {
    final EntitlementsQueryDecoder query =
        new EntitlementsQueryDecoder()
            .wrap(input.body(), input.blockOffset(), input.blockLength(), input.version());
    final List<InstrumentTerms> rest =
        state.terms.instruments().values().stream()
            .filter(terms -> terms.entitled() && terms.instrument() > query.afterInstrument())
            .toList();
    final int count = (int) Math.min(Math.min(query.count(), PAGE_MAX), rest.size());
    final EntitlementsAnswerEncoder answer =
        new EntitlementsAnswerEncoder()
            .wrapAndApplyHeader(buffer, 0, header)
            .more(count < rest.size() ? Bool.YES : Bool.NO);
    final EntitlementsAnswerEncoder.InstrumentsEncoder group = answer.instrumentsCount(count);
    for (final InstrumentTerms terms : rest.subList(0, count)) {
      group
          .next()
          .instrument(terms.instrument())
          .contractSize(terms.contractSize())
          .tickSize(terms.tickSize())
          .lotSize(terms.lotSize())
          .minQty(terms.minQty())
          .maxQty(terms.maxQty())
          .lowLimitPrice(terms.lowLimitPrice())
          .highLimitPrice(terms.highLimitPrice())
          .marginRate(terms.marginRate())
          .makerFeeRate(terms.makerFeeRate())
          .takerFeeRate(terms.takerFeeRate())
          .symbol(terms.symbol())
          .baseCurrency(terms.baseCurrency())
          .quoteCurrency(terms.quoteCurrency())
          .contractType(terms.contractType())
          .nonPositivePricesAllowed(terms.nonPositivePricesAllowed() ? Bool.YES : Bool.NO);
    }
    return answer.encodedLength();
  }
}
