package io.qanat.partner.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.account.core.Say;
import io.qanat.codecs.auth.LogonProof;
import io.qanat.codecs.entity.AccountPutEncoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.EntitlementRemoveEncoder;
import io.qanat.codecs.entity.KeyPutEncoder;
import io.qanat.codecs.entity.KeyRevokeEncoder;
import io.qanat.codecs.entity.KillSwitchSetEncoder;
import io.qanat.codecs.entity.LogonEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OwnsAccountAnswerDecoder;
import io.qanat.codecs.entity.OwnsAccountQueryEncoder;
import io.qanat.codecs.entity.PartnerDefineEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.orderentry.MassActionScope;
import io.qanat.codecs.orderentry.OrderMassActionRequestEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.CoreBench;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartnerCoreTest {
  private static final byte[] SECRET = "0123456789abcdef".getBytes(US_ASCII);
  private static final long CREDENTIALS = 1;
  private static final long DUPLICATE_INCARNATION = 2;
  private static final long CLOCK_SKEW = 3;
  private static final long SESSION_NOT_ALLOWED = 4;

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private PartnerCore core;
  private CoreBench bench;

  @BeforeEach
  void define() {
    core = new PartnerCore(1);
    bench = new CoreBench(core);
    assertThat(define(10, "Alpha")).containsExactly("reply 77: DONE");
    assertThat(key("k", 0)).containsExactly("reply 77: DONE");
  }

  private List<String> define(final long liveOrdersMax, final String name) {
    return Say.all(
        bench.admin(
            b ->
                new PartnerDefineEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .messagesPerSecondMax(100)
                    .burstMax(20)
                    .sessionsMax(2)
                    .liveOrdersMax(liveOrdersMax)
                    .unacknowledgedReportsMax(50)
                    .dayRollNanosOfDay(0)
                    .selfMatchPreventionInstruction(SelfMatchPreventionInstruction.NONE)
                    .selfMatchPreventionScope(SelfMatchPreventionScope.ACCOUNT)
                    .name(name)
                    .encodedLength()));
  }

  private List<String> key(final String accessKeyId, final long expiresAt) {
    return Say.all(
        bench.admin(
            b -> {
              final KeyPutEncoder put =
                  new KeyPutEncoder()
                      .wrapAndApplyHeader(b, 0, header)
                      .accessKeyId(accessKeyId)
                      .putStoredKey(LogonProof.storedKey(SECRET), 0, LogonProof.KEY_LENGTH)
                      .expiresAt(expiresAt)
                      .putSalt(new byte[16], 0, 16)
                      .memoryKib(8)
                      .iterations(1)
                      .parallelism((short) 1);
              put.allowedCount(0);
              return put.encodedLength();
            }));
  }

  private List<String> account(final long account, final String credit) {
    return Say.all(
        bench.admin(
            b ->
                new AccountPutEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .account(account)
                    .creditLimit(Fixed8.parse(credit))
                    .creditCurrency("USD")
                    .encodedLength()));
  }

  private List<String> entitle(final String contractSize, final String takerFee) {
    return Say.all(
        bench.admin(
            b ->
                new EntitlementPutEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .instrument(9)
                    .contractSize(Fixed8.parse(contractSize))
                    .tickSize(1)
                    .lotSize(1)
                    .minQty(1)
                    .maxQty(100)
                    .lowLimitPrice(1)
                    .highLimitPrice(1000)
                    .marginRate(1)
                    .makerFeeRate(0)
                    .takerFeeRate(Fixed8.parse(takerFee))
                    .symbol("GOLD")
                    .baseCurrency("XAU")
                    .quoteCurrency("USD")
                    .contractType(ContractType.CFD)
                    .nonPositivePricesAllowed(Bool.NO)
                    .encodedLength()));
  }

  private List<String> remove(final long instrument) {
    return Say.all(
        bench.admin(
            b ->
                new EntitlementRemoveEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .instrument(instrument)
                    .encodedLength()));
  }

  private List<String> kill(final Bool on) {
    return Say.all(
        bench.admin(
            b ->
                new KillSwitchSetEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .on(on)
                    .encodedLength()));
  }

  private List<String> revoke(final String accessKeyId) {
    return Say.all(
        bench.admin(
            b ->
                new KeyRevokeEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .accessKeyId(accessKeyId)
                    .encodedLength()));
  }

  private List<String> logon(
      final byte[] secret,
      final String accessKeyId,
      final long session,
      final long incarnation,
      final long timestamp) {
    final byte[] proof = LogonProof.proof(secret, 1, session, incarnation, timestamp, accessKeyId);
    bench.requestId = 77;
    return Say.all(
        bench.client(
            1,
            0,
            0,
            0,
            b ->
                new LogonEncoder()
                    .wrapAndApplyHeader(b, 0, header)
                    .session(session)
                    .incarnation(incarnation)
                    .requestTimestamp(timestamp)
                    .accessKeyId(accessKeyId)
                    .putProof(proof, 0, proof.length)
                    .encodedLength()));
  }

  private static String refused(final long code, final long last) {
    return "reply 77: logon " + code + " last " + last + " rate 0/0";
  }

  @Test
  void everyChangeIsPushedWholeAndNumberedToEachAccount() {
    assertThat(account(5, "100"))
        .containsExactly("account-5: terms 2 kill NO credit 100 instruments 0", "reply 77: DONE");
    assertThat(account(5, "100")).containsExactly("reply 77: UNCHANGED");
    assertThat(account(3, "0"))
        .containsExactly(
            "account-3: terms 3 kill NO credit 0 instruments 0",
            "account-5: terms 3 kill NO credit 100 instruments 0",
            "reply 77: DONE");
    assertThat(entitle("1", "0.1"))
        .containsExactly(
            "account-3: terms 4 kill NO credit 0 instruments 1",
            "account-5: terms 4 kill NO credit 100 instruments 1",
            "reply 77: DONE");
    assertThat(entitle("1", "0.1")).containsExactly("reply 77: UNCHANGED");
    assertThat(kill(Bool.YES))
        .containsExactly(
            "account-3: terms 5 kill YES credit 0 instruments 1",
            "account-5: terms 5 kill YES credit 100 instruments 1",
            "reply 77: DONE");
    assertThat(kill(Bool.YES)).containsExactly("reply 77: UNCHANGED");
    assertThat(define(10, "Beta")).containsExactly("reply 77: DONE");
    assertThat(define(11, "Beta")).hasSize(3);
    assertThat(define(11, "Beta")).containsExactly("reply 77: UNCHANGED");
  }

  @Test
  void aDefaultOfSelfMatchPreventionIsTermsAndAnUnknownOneIsNamed() {
    account(5, "0");
    assertThat(preventing(SelfMatchPreventionInstruction.DECREMENT.value()))
        .containsExactly(
            "account-5: terms 3 kill NO credit 0 instruments 0 DECREMENT PARTNER",
            "reply 77: DONE");
    assertThat(preventing(SelfMatchPreventionInstruction.DECREMENT.value()))
        .containsExactly("reply 77: UNCHANGED");
    assertThat(preventing((short) 77))
        .containsExactly("reply 77: INVALID selfMatchPreventionInstruction is unknown: 77");
    // Who does not know of it says nothing.
    assertThat(preventing(SelfMatchPreventionInstruction.NULL_VAL.value()))
        .containsExactly("account-5: terms 4 kill NO credit 0 instruments 0", "reply 77: DONE");
  }

  private List<String> preventing(final short instruction) {
    return Say.all(
        bench.admin(
            b -> {
              final PartnerDefineEncoder define =
                  new PartnerDefineEncoder()
                      .wrapAndApplyHeader(b, 0, header)
                      .messagesPerSecondMax(100)
                      .burstMax(20)
                      .sessionsMax(2)
                      .liveOrdersMax(10)
                      .unacknowledgedReportsMax(50)
                      .dayRollNanosOfDay(0)
                      .selfMatchPreventionScope(SelfMatchPreventionScope.PARTNER);
              b.putByte(
                  define.offset()
                      + PartnerDefineEncoder.selfMatchPreventionInstructionEncodingOffset(),
                  (byte) instruction);
              return define.name("Alpha").encodedLength();
            }));
  }

  @Test
  void whatPositionsAreHeldOnStaysFixed() {
    entitle("1", "0.1");
    assertThat(entitle("2", "0.1"))
        .containsExactly(
            "reply 77: CONFLICT contractSize, contractType and currencies of instrument 9 are"
                + " fixed: positions are held on them");
    assertThat(remove(9)).containsExactly("reply 77: DONE");
    assertThat(remove(9)).containsExactly("reply 77: UNCHANGED");
    assertThat(remove(8)).containsExactly("reply 77: NOT_FOUND no entitlement for 8");
    assertThat(entitle("2", "0.1").get(0)).startsWith("reply 77: CONFLICT");
    assertThat(entitle("1", "0.1")).containsExactly("reply 77: DONE");
  }

  @Test
  void badFiguresAreNamedAndChangeNothing() {
    final long hash = core.stateHash();
    assertThat(entitle("0", "0.1"))
        .containsExactly("reply 77: INVALID contractSize must be above 0: 0");
    assertThat(entitle("1", "1.1"))
        .containsExactly("reply 77: INVALID takerFeeRate must be in 0..1: 1.1");
    assertThat(account(0, "1"))
        .containsExactly("reply 77: INVALID account must be in 1..16777215: 0");
    assertThat(account(1, "-1"))
        .containsExactly("reply 77: INVALID creditLimit must not be negative or absent");
    assertThat(define(0, "Alpha"))
        .containsExactly("reply 77: INVALID liveOrdersMax must be above 0");
    assertThat(define(10, " "))
        .containsExactly("reply 77: INVALID name must have 1 to 200 characters");
    assertThat(key("", 0))
        .containsExactly(
            "reply 77: INVALID accessKeyId must be 1 to 20 printable ASCII characters");
    assertThat(revoke("nobody")).containsExactly("reply 77: NOT_FOUND no key nobody");
    assertThat(core.stateHash()).isEqualTo(hash);
    core = new PartnerCore(2);
    bench.core(core);
    assertThat(account(1, "1")).containsExactly("reply 77: NOT_FOUND partner 2 is not defined yet");
  }

  @Test
  void aLogonIsProvenFreshAndUsedOnce() {
    final long now = bench.nowNanos;
    assertThat(logon(SECRET, "k", 1, 5, now))
        .containsExactly("reply 77: logon 0 last 0 rate 100/20");
    final long hash = core.stateHash();
    assertThat(logon(SECRET, "k", 1, 5, now)).containsExactly(refused(DUPLICATE_INCARNATION, 5));
    assertThat(logon("wrong".getBytes(US_ASCII), "k", 1, 6, now))
        .containsExactly(refused(CREDENTIALS, 0));
    assertThat(logon(SECRET, "unknown", 1, 6, now)).containsExactly(refused(CREDENTIALS, 0));
    assertThat(logon(SECRET, "k", 3, 6, now)).containsExactly(refused(SESSION_NOT_ALLOWED, 0));
    assertThat(logon(SECRET, "k", 0, 6, now)).containsExactly(refused(SESSION_NOT_ALLOWED, 0));
    assertThat(logon(SECRET, "k", 1, 6, now - 30_000_000_001L))
        .containsExactly(refused(CLOCK_SKEW, 0));
    assertThat(logon(SECRET, "k", 1, 6, now + 30_000_000_001L))
        .containsExactly(refused(CLOCK_SKEW, 0));
    assertThat(core.stateHash()).isEqualTo(hash);
    assertThat(logon(SECRET, "k", 1, 6, now - 30_000_000_000L))
        .containsExactly("reply 77: logon 0 last 0 rate 100/20");
  }

  @Test
  void revokedAndExpiredKeysProveNothingAndAKillSwitchStopsNoLogon() {
    final long now = bench.nowNanos;
    key("old", now);
    assertThat(logon(SECRET, "old", 1, 1, now)).containsExactly(refused(CREDENTIALS, 0));
    kill(Bool.YES);
    assertThat(logon(SECRET, "k", 1, 1, now))
        .containsExactly("reply 77: logon 0 last 0 rate 100/20");
    assertThat(revoke("k")).containsExactly("reply 77: DONE");
    assertThat(logon(SECRET, "k", 1, 2, now)).containsExactly(refused(CREDENTIALS, 0));
  }

  @Test
  void aMassActionReachesEveryAccount() {
    account(5, "0");
    account(6, "0");
    assertThat(massCancel(1, MassActionScope.PARTNER))
        .containsExactly(
            "account-5: cancel everything",
            "account-6: cancel everything",
            "session 2: #0 mass m PARTNER ACCEPTED 0");
    assertThat(massCancel(1, MassActionScope.SECURITY))
        .containsExactly("session 2: BusinessMessageReject INVALID_FIELD scope must be PARTNER: 1");
    assertThat(massCancel(3, MassActionScope.PARTNER))
        .containsExactly("session 2: BusinessMessageReject UNKNOWN_ID unknown partner");
  }

  private List<String> massCancel(final long partner, final MassActionScope scope) {
    bench.requestId = 0;
    return Say.all(
        bench.client(
            partner,
            2,
            1,
            1,
            b ->
                new OrderMassActionRequestEncoder()
                    .wrapAndApplyHeader(b, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
                    .seqNum(1)
                    .account(0)
                    .securityId(0)
                    .sendingTime(0)
                    .clOrdId("m")
                    .scope(scope)
                    .encodedLength()));
  }

  @Test
  void ownershipIsAnswered() {
    account(5, "0");
    assertThat(owns(5)).isEqualTo(Bool.YES);
    assertThat(owns(6)).isEqualTo(Bool.NO);
  }

  private Bool owns(final long account) {
    final CoreBench.Output answer =
        bench
            .query(
                b ->
                    new OwnsAccountQueryEncoder()
                        .wrapAndApplyHeader(b, 0, header)
                        .account(account)
                        .encodedLength())
            .get(0);
    return new OwnsAccountAnswerDecoder()
        .wrapAndApplyHeader(answer.message(), 0, new io.qanat.codecs.entity.MessageHeaderDecoder())
        .owned();
  }

  @Test
  void aSnapshotIsTheWholePartner() {
    account(5, "100");
    entitle("1", "0.1");
    remove(9);
    kill(Bool.YES);
    logon(SECRET, "k", 1, 5, bench.nowNanos);
    final PartnerCore copy = CoreBench.reload(core, new PartnerCore(1));
    assertThat(copy.stateHash()).isEqualTo(core.stateHash());
    bench.core(copy);
    assertThat(kill(Bool.NO))
        .containsExactly("account-5: terms 6 kill NO credit 100 instruments 1", "reply 77: DONE");
    bench.core(core);
    kill(Bool.NO);
    assertThat(copy.stateHash()).isEqualTo(core.stateHash());
  }
}
