package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.entity.KeyRevokeEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.OperatorKeyRevokeEncoder;
import io.qanat.codecs.value.AddressRange;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Caller;
import io.qanat.hub.gateway.http.Exchange;
import io.qanat.hub.gateway.http.HttpModule;
import io.qanat.hub.gateway.http.Operation;
import io.qanat.hub.gateway.http.Problem;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.KeySetup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Operators' acts on keys. A new key comes with a verifier, or the hub draws a secret: then the
 * answer holds it, once, and nothing else ever does.
 */
public final class KeysModule implements HttpModule {
  private static final Pattern KEY_ID = Pattern.compile("[!-~&&[^.]]{1,20}");
  private static final String KEY_ID_WORDS =
      "1 to 20 printable ASCII characters without blanks and dots";
  private static final Pattern TEXT = Pattern.compile(".{1,300}");
  private static final String PARTNER_KEYS = "/v1/admin/partners/{partner}/keys";
  private static final String OPERATOR_KEYS = "/v1/admin/operators/{name}/keys";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long OVERLAP_SECONDS_MAX = 30L * 86_400;

  /** Writes an act around a new key. */
  @FunctionalInterface
  private interface ActWriter {
    DirectBuffer write(KeySetup key, BodyFields body);
  }

  private final AdminActs acts;
  private final Executor executor;

  /**
   * Sends acts by these calls.
   *
   * @param executor where secrets are derived: tens of milliseconds each
   */
  public KeysModule(final EntityCalls calls, final long timeoutMillis, final Executor executor) {
    acts = new AdminActs(calls, timeoutMillis);
    this.executor = executor;
  }

  @Override
  public String documentation() {
    return ""; // In AdminModule's.
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.operator(
            "createPartnerKey",
            HttpMethods.POST,
            PARTNER_KEYS,
            AdminModule.ALL,
            (operator, exchange) ->
                create(
                    operator,
                    exchange,
                    EntityKey.partner(PathIds.partner(exchange)),
                    (key, body) -> new AdminMessages().keyPut(key))),
        Operation.operator(
            "changePartnerKey",
            HttpMethods.PUT,
            PARTNER_KEYS + "/{accessKeyId}",
            AdminModule.ALL,
            this::change),
        Operation.operator(
            "revokePartnerKey",
            HttpMethods.DELETE,
            PARTNER_KEYS + "/{accessKeyId}",
            AdminModule.ALL,
            (operator, exchange) ->
                acts.send(
                    exchange,
                    operator,
                    EntityKey.partner(PathIds.partner(exchange)),
                    revocation(keyId(exchange)),
                    PathIds.why(exchange),
                    node -> {})),
        Operation.operator(
            "rotatePartnerKey",
            HttpMethods.POST,
            PARTNER_KEYS + "/{accessKeyId}/rotation",
            AdminModule.ALL,
            (operator, exchange) ->
                create(
                    operator,
                    exchange,
                    EntityKey.partner(PathIds.partner(exchange)),
                    (key, body) ->
                        new AdminMessages()
                            .keyRotate(
                                keyId(exchange),
                                key,
                                body.number("overlapSeconds", 0, OVERLAP_SECONDS_MAX)
                                    * NANOS_PER_SECOND))),
        Operation.operator(
            "createOperatorKey",
            HttpMethods.POST,
            OPERATOR_KEYS,
            AdminModule.ALL,
            (operator, exchange) ->
                create(
                    operator,
                    exchange,
                    EntityKey.THE_ADMINISTRATION,
                    (key, body) ->
                        new AdminMessages().operatorKeyPut(exchange.parameter("name"), key))),
        Operation.operator(
            "revokeOperatorKey",
            HttpMethods.DELETE,
            "/v1/admin/operator-keys/{accessKeyId}",
            AdminModule.ALL,
            (operator, exchange) ->
                acts.send(
                    exchange,
                    operator,
                    EntityKey.THE_ADMINISTRATION,
                    operatorRevocation(keyId(exchange)),
                    PathIds.why(exchange),
                    node -> {})));
  }

  private static String keyId(final Exchange exchange) {
    final String keyId = exchange.parameter("accessKeyId");
    if (!KEY_ID.matcher(keyId).matches()) {
      throw Problem.notFound();
    }
    return keyId;
  }

  private CompletionStage<HttpResponse> create(
      final Caller.Operator operator,
      final Exchange exchange,
      final long target,
      final ActWriter writer) {
    return exchange
        .body()
        .thenCompose(
            body -> {
              final String keyId = body.text("accessKeyId", KEY_ID, KEY_ID_WORDS);
              final long expiresAt = expiresAt(body);
              final List<AddressRange> allowed = allowed(body);
              final String why = AdminActs.why(body);
              // Read once for its refusals, before anything is derived.
              writer.write(new KeySetup(keyId, KeySetup.NOBODY, expiresAt, allowed), body);
              final CompletionStage<NewKey> key = newKey(keyId, body);
              body.noOthers();
              return key.thenCompose(
                  made ->
                      acts.send(
                          exchange,
                          operator,
                          target,
                          writer.write(
                              new KeySetup(keyId, made.verifier, expiresAt, allowed), body),
                          why,
                          node -> tell(node, keyId, made)));
            });
  }

  private record NewKey(KeyVerifier verifier, String secret) {}

  private CompletionStage<NewKey> newKey(final String keyId, final BodyFields body) {
    if (!body.has("verifier")) {
      final String secret = Secrets.draw();
      return CompletableFuture.supplyAsync(
          () ->
              new NewKey(KeyVerifier.of(keyId, secret.getBytes(StandardCharsets.US_ASCII)), secret),
          executor);
    }
    try {
      final String text = body.text("verifier", TEXT, KeyVerifier.FORM);
      return CompletableFuture.completedFuture(new NewKey(KeyVerifier.parse(text), null));
    } catch (final IllegalArgumentException e) {
      throw BodyFields.refuse("verifier", "must be " + KeyVerifier.FORM);
    }
  }

  private static void tell(final ObjectNode node, final String keyId, final NewKey made) {
    node.put("accessKeyId", keyId).put("fingerprint", made.verifier.fingerprint());
    if (made.secret != null) {
      node.put("secret", made.secret);
    }
  }

  private CompletionStage<HttpResponse> change(
      final Caller.Operator operator, final Exchange exchange) {
    return exchange
        .body()
        .thenCompose(
            body -> {
              final DirectBuffer act =
                  new AdminMessages().keyChange(keyId(exchange), expiresAt(body), allowed(body));
              final String why = AdminActs.why(body);
              body.noOthers();
              return acts.send(
                  exchange,
                  operator,
                  EntityKey.partner(PathIds.partner(exchange)),
                  act,
                  why,
                  node -> {});
            });
  }

  private static long expiresAt(final BodyFields body) {
    if (!body.has("expiresAt")) {
      return 0;
    }
    try {
      return KeySetup.nanos(Instant.parse(body.text("expiresAt", TEXT, "an instant in ISO 8601")));
    } catch (final DateTimeParseException | ArithmeticException e) {
      throw BodyFields.refuse(
          "expiresAt", "must be an instant in ISO 8601, such as \"2027-01-31T00:00:00Z\"");
    }
  }

  private static List<AddressRange> allowed(final BodyFields body) {
    final List<AddressRange> ranges = new ArrayList<>();
    if (body.has("allowed")) {
      for (final JsonNode element : body.list("allowed")) {
        try {
          ranges.add(AddressRange.parse(element.asText()));
        } catch (final IllegalArgumentException e) {
          throw BodyFields.refuse(
              "allowed", "must be a list of addresses, such as [\"10.1.0.0/16\"]");
        }
      }
    }
    return ranges;
  }

  private static DirectBuffer revocation(final String keyId) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + KeyRevokeEncoder.BLOCK_LENGTH]);
    new KeyRevokeEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .accessKeyId(keyId);
    return buffer;
  }

  private static DirectBuffer operatorRevocation(final String keyId) {
    final UnsafeBuffer buffer =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + OperatorKeyRevokeEncoder.BLOCK_LENGTH]);
    new OperatorKeyRevokeEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .accessKeyId(keyId);
    return buffer;
  }
}
