package io.qanat.hub.gateway.http;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Decides who a caller is. Thread-safe, never blocks. Implementations compare in constant time and
 * answer alike whether an owner, a key or only its secret is wrong.
 */
public interface Authenticator {
  /** How an attempt ended. */
  sealed interface Outcome permits Granted, Denied, TryLater {}

  /**
   * The credentials are proven.
   *
   * @param recheck asks again, without the secret, whether the same key still opens: for what lasts
   *     longer than a request. Denied once the key is revoked, expired, replaced, or not to be used
   *     from there
   */
  record Granted(Caller caller, Supplier<CompletionStage<Outcome>> recheck) implements Outcome {}

  /** They are not; nothing says why. */
  record Denied() implements Outcome {}

  /** It cannot be decided now. */
  record TryLater(int retryAfterMillis) implements Outcome {}

  /**
   * Decides.
   *
   * @param remote where the connection comes from
   */
  CompletionStage<Outcome> authenticate(Credentials credentials, InetAddress remote);
}
