package io.qanat.hub.gateway.http;

import java.util.Set;

/** Who sent a request, as its credentials prove. Made by an {@link Authenticator} only. */
public sealed interface Caller permits Caller.Partner, Caller.Operator {
  /** Public name of the key that was used; never its secret. */
  String keyId();

  /** What an operator's key allows. */
  enum Role {
    VIEWER,
    OPERATOR,
    RISK,
    APPROVER
  }

  /**
   * A partner's client.
   *
   * @param partner its number
   * @param messagesPerSecondMax budget of the partner's requests
   * @param burstMax of these, at once
   * @param mayTransfer whether the key may deposit and withdraw
   */
  record Partner(
      long partner, String keyId, long messagesPerSecondMax, long burstMax, boolean mayTransfer)
      implements Caller {}

  /**
   * Somebody who runs the hub.
   *
   * @param who name under which acts are logged
   */
  record Operator(String who, String keyId, Set<Role> roles) implements Caller {
    /** Copies the roles. */
    public Operator {
      roles = Set.copyOf(roles);
    }
  }
}
