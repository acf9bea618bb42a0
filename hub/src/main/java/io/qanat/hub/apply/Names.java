package io.qanat.hub.apply;

/** How items are called, the same for what files say and what a hub has. */
final class Names {
  private Names() {}

  static String instrument(final long id) {
    return "instrument " + id;
  }

  static String schedule(final long instrument) {
    return instrument(instrument) + " schedule";
  }

  static String liquidity(final long instrument) {
    return instrument(instrument) + " liquidity";
  }

  static String pricing(final long instrument) {
    return instrument(instrument) + " pricing";
  }

  static String partner(final long id) {
    return "partner " + id;
  }

  static String key(final long partner, final String key) {
    return partner(partner) + " key " + key;
  }

  static String transferRight(final long partner, final String key) {
    return partner(partner) + " transfers" + (key.isEmpty() ? "" : " by key " + key);
  }

  static String entitlement(final long partner, final long instrument) {
    return partner(partner) + " entitlement " + instrument;
  }

  static String account(final long partner, final long account) {
    return partner(partner) + " account " + account;
  }

  static String deposit(final long account, final long transfer) {
    return "account " + account + " transfer " + transfer;
  }

  static String operator(final String name) {
    return "operator " + name;
  }

  static String operatorKey(final String key) {
    return "operators' key " + key;
  }
}
