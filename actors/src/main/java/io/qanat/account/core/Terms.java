package io.qanat.account.core;

import io.qanat.codecs.entity.AccountTermsDecoder;
import io.qanat.codecs.entity.AccountTermsEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A partner's whole word to one account: the content of an AccountTerms message.
 *
 * @param version the highest one holds
 * @param liveOrdersMax orders that may be live at once
 * @param unacknowledgedReportsMax from here on new orders are refused
 * @param creditLimit added to what is available in {@code creditCurrency}
 * @param dayRollNanosOfDay UTC time of day at which the trading day ends
 * @param instruments by number
 * @param selfMatch of orders that ask for none
 */
public record Terms(
    long version,
    long partner,
    boolean killSwitch,
    long liveOrdersMax,
    long unacknowledgedReportsMax,
    long creditLimit,
    long dayRollNanosOfDay,
    String creditCurrency,
    SortedMap<Long, InstrumentTerms> instruments,
    SelfMatchDefault selfMatch) {

  /** Before a partner has spoken: nothing is allowed. */
  public static final Terms NONE =
      new Terms(0, 0, false, 0, 0, 0, 0, "", new TreeMap<>(), SelfMatchDefault.NONE);

  /** Reads the block and groups of an AccountTerms message. */
  public static Terms decode(
      final DirectBuffer buffer, final int block, final int blockLength, final int version) {
    final AccountTermsDecoder message =
        new AccountTermsDecoder().wrap(buffer, block, blockLength, version);
    final TreeMap<Long, InstrumentTerms> instruments = new TreeMap<>();
    for (final AccountTermsDecoder.InstrumentsDecoder entry : message.instruments()) {
      instruments.put(entry.instrument(), InstrumentTerms.of(entry));
    }
    return new Terms(
        message.version(),
        message.partner(),
        message.killSwitch() == Bool.YES,
        message.liveOrdersMax(),
        message.unacknowledgedReportsMax(),
        message.creditLimit(),
        message.dayRollNanosOfDay(),
        message.creditCurrency(),
        instruments,
        SelfMatchDefault.of(
            message.selfMatchPreventionInstruction(), message.selfMatchPreventionScope()));
  }

  /**
   * Writes an AccountTerms message with its header.
   *
   * @return its length
   */
  public int encode(final MutableDirectBuffer buffer, final int offset) {
    final AccountTermsEncoder message =
        new AccountTermsEncoder()
            .wrapAndApplyHeader(buffer, offset, new MessageHeaderEncoder())
            .version(version)
            .partner(partner)
            .killSwitch(killSwitch ? Bool.YES : Bool.NO)
            .liveOrdersMax(liveOrdersMax)
            .unacknowledgedReportsMax(unacknowledgedReportsMax)
            .creditLimit(creditLimit)
            .dayRollNanosOfDay(dayRollNanosOfDay)
            .creditCurrency(creditCurrency)
            .selfMatchPreventionInstruction(selfMatch.instruction())
            .selfMatchPreventionScope(selfMatch.scope());
    final AccountTermsEncoder.InstrumentsEncoder group =
        message.instrumentsCount(instruments.size());
    for (final InstrumentTerms instrument : instruments.values()) {
      instrument.encode(group.next());
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength();
  }

  /** The same terms for other instruments. */
  public Terms withInstruments(final SortedMap<Long, InstrumentTerms> value) {
    return new Terms(
        version,
        partner,
        killSwitch,
        liveOrdersMax,
        unacknowledgedReportsMax,
        creditLimit,
        dayRollNanosOfDay,
        creditCurrency,
        value,
        selfMatch);
  }

  /** The same terms as a later word. */
  public Terms withVersion(final long value) {
    return new Terms(
        value,
        partner,
        killSwitch,
        liveOrdersMax,
        unacknowledgedReportsMax,
        creditLimit,
        dayRollNanosOfDay,
        creditCurrency,
        instruments,
        selfMatch);
  }

  /** The same terms under another kill switch. */
  public Terms withKillSwitch(final boolean value) {
    return new Terms(
        version,
        partner,
        value,
        liveOrdersMax,
        unacknowledgedReportsMax,
        creditLimit,
        dayRollNanosOfDay,
        creditCurrency,
        instruments,
        selfMatch);
  }

  /** The same terms for an account with this credit. */
  public Terms withCredit(final long limit, final String currency) {
    return new Terms(
        version,
        partner,
        killSwitch,
        liveOrdersMax,
        unacknowledgedReportsMax,
        limit,
        dayRollNanosOfDay,
        currency,
        instruments,
        selfMatch);
  }
}
