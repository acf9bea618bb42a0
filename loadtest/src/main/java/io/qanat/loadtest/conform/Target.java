package io.qanat.loadtest.conform;

import io.aeron.Aeron;

/**
 * Where the hub is and what we may use of it.
 *
 * @param aeron shared by everything that speaks to it
 * @param ipc orders go through shared memory: {@code aeron} uses the hub's media driver
 * @param localHost our address towards the hub
 * @param firstSession the first of {@code sessions} session numbers that are ours alone
 * @param account ours alone, with funds
 * @param secondAccount another of the kind, or the same one
 * @param poorAccount of our partner, cannot afford the largest order; 0: none
 * @param foreignAccount of another partner; 0: none
 * @param securityId the instrument to trade; 0: whichever suits
 * @param httpUri such as {@code http://127.0.0.1:8080}; empty: none
 * @param operatorKey KEYID.SECRET of an operator; empty: none
 * @param approverKey KEYID.SECRET of one who approves what the operator proposes; empty: none
 * @param patienceNanos how long an answer may take
 */
public record Target(
    Aeron aeron,
    boolean ipc,
    String host,
    int port,
    int controlPort,
    String localHost,
    int marketDataPort,
    long partner,
    long firstSession,
    int sessions,
    String accessKeyId,
    String secret,
    long account,
    long secondAccount,
    long poorAccount,
    long foreignAccount,
    long securityId,
    String httpUri,
    String operatorKey,
    String approverKey,
    long patienceNanos) {
  @Override
  public String toString() {
    return host + ":" + port + " as partner " + partner;
  }
}
