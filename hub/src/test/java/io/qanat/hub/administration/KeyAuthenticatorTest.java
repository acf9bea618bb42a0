package io.qanat.hub.administration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.administration.core.Definitions;
import io.qanat.administration.core.Roles;
import io.qanat.apikey.core.ApiKey;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.entity.KeyQueryDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EdgeCounters;
import io.qanat.hub.edge.EdgeRouter;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.edge.Requests;
import io.qanat.hub.gateway.http.Authenticator;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Credentials;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Against cores that are a table: what is proven, what is denied, what is put off. */
class KeyAuthenticatorTest {
  private static final KeyDerivation CHEAP = new KeyDerivation(new byte[16], 8, 1, 1);
  private static final String GOOD = "a-secret-of-some-length";
  private static final String WRONG = "another-secret-than-that";
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, ApiKey> keys = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final EdgeCounters counters = new EdgeCounters();
  private final Requests requests = new Requests(1, 100, counters);
  private final EdgeRouter edge = new EdgeRouter(null, requests, null, counters);
  private long nowNanos = 1;
  private final KeyAuthenticator authenticator =
      new KeyAuthenticator(
          new EntityCalls(new Cores(), requests, Runnable::run, 5_000),
          () -> nowNanos,
          MINUTE_NANOS,
          1_000);

  /** Answers key queries from the table. */
  private final class Cores implements Entities {
    @Override
    public void tell(
        final long entity, final DirectBuffer input, final int offset, final int length) {
      throw new AssertionError("who only looks tells nobody anything");
    }

    @Override
    public void query(
        final long entity,
        final long requestId,
        final DirectBuffer body,
        final int offset,
        final int length) {
      final String keyId =
          new KeyQueryDecoder()
              .wrapAndApplyHeader(body, offset, new MessageHeaderDecoder())
              .accessKeyId();
      final String name = EntityKey.toString(entity) + " " + keyId;
      asked.add(name);
      final ApiKey key = keys.get(name);
      final byte[] answer =
          new Definitions()
              .keyAnswer(
                  keyId,
                  key,
                  key == null ? 0 : 100,
                  key == null ? 0 : 10,
                  key == null || EntityKey.kind(entity) == EntityKey.PARTNER ? 0 : Roles.RISK,
                  key != null && EntityKey.kind(entity) == EntityKey.PARTNER,
                  key == null ? "" : "somebody");
      edge.onReply(requestId, new UnsafeBuffer(answer), 0, answer.length);
    }
  }

  private void put(final String name) {
    keys.put(name, new ApiKey(KeyVerifier.of(CHEAP, GOOD.getBytes(US_ASCII)), 0, List.of()));
  }

  private Authenticator.Outcome attempt(
      final String owner, final String keyId, final String secret) {
    final Credentials credentials =
        Credentials.parse("Bearer " + owner + "." + keyId + "." + secret).orElseThrow();
    return authenticator
        .authenticate(credentials, InetAddress.getLoopbackAddress())
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void knowsPartnersAndOperatorsByTheirKeys() {
    put("partner-7 k");
    put("administration-1 k");
    assertThat(attempt("7", "k", GOOD))
        .isEqualTo(new Authenticator.Granted(new Caller.Partner(7, "k", 100, 10, true)));
    assertThat(attempt("operator", "k", GOOD))
        .isEqualTo(
            new Authenticator.Granted(
                new Caller.Operator("somebody", "k", Set.of(Caller.Role.RISK))));
  }

  @Test
  void deniesAlikeWhateverIsWrong() {
    put("partner-7 k");
    final Authenticator.Outcome denied = new Authenticator.Denied();
    assertThat(attempt("7", "k", WRONG)).isEqualTo(denied);
    assertThat(attempt("7", "none", GOOD)).isEqualTo(denied);
    assertThat(attempt("8", "k", GOOD)).isEqualTo(denied);
    assertThat(attempt("operator", "k", GOOD)).isEqualTo(denied);
    assertThat(attempt("nobody", "k", GOOD)).isEqualTo(denied);
    assertThat(attempt("0", "k", GOOD)).isEqualTo(denied);
  }

  @Test
  void wrongSecretsAreHeldBackBeforeAnythingIsAsked() {
    put("partner-7 k");
    put("partner-7 other");
    assertThat(attempt("7", "k", GOOD)).isInstanceOf(Authenticator.Granted.class);
    int later = 0;
    for (int i = 0; i < 50; i++) {
      later += attempt("7", "k", WRONG + i) instanceof Authenticator.TryLater ? 1 : 0;
    }
    assertThat(later).isEqualTo(46);
    assertThat(asked).hasSize(5);
    assertThat(attempt("7", "k", GOOD))
        .as("who was proven a moment ago is not held back")
        .isInstanceOf(Authenticator.Granted.class);
    assertThat(attempt("7", "other", GOOD)).isInstanceOf(Authenticator.Granted.class);
    nowNanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(attempt("7", "k", WRONG)).isEqualTo(new Authenticator.Denied());
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    put("partner-7 k");
    assertThat(attempt("7", "k", GOOD)).isInstanceOf(Authenticator.Granted.class);
    final ApiKey revoked = keys.remove("partner-7 k");
    assertThat(attempt("7", "k", GOOD)).isEqualTo(new Authenticator.Denied());
    keys.put("partner-7 k", revoked);
    assertThat(attempt("7", "k", GOOD)).isInstanceOf(Authenticator.Granted.class);
  }

  @Test
  void aReplacedKeyNeedsItsNewSecret() {
    put("partner-7 k");
    assertThat(attempt("7", "k", GOOD)).isInstanceOf(Authenticator.Granted.class);
    keys.put(
        "partner-7 k", new ApiKey(KeyVerifier.of(CHEAP, WRONG.getBytes(US_ASCII)), 0, List.of()));
    assertThat(attempt("7", "k", GOOD)).isEqualTo(new Authenticator.Denied());
    assertThat(attempt("7", "k", WRONG)).isInstanceOf(Authenticator.Granted.class);
  }
}
