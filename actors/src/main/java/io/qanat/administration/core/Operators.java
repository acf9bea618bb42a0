package io.qanat.administration.core;

import io.qanat.apikey.core.ApiKey;
import java.util.SortedMap;
import java.util.TreeMap;

/** Operators with their roles, and their keys. */
final class Operators {
  /** The node's own setup file speaks under this name; no operator can have it. */
  static final String CONFIGURATION = "configuration";

  /** Bounds of what is kept. */
  static final int OPERATORS_MAX = 1_000;

  static final int KEYS_MAX = 4_000;

  /** Longest name, in characters. */
  static final int NAME_LENGTH_MAX = 64;

  /** A key and whose it is. */
  record OperatorKey(String operator, ApiKey key) {}

  private final TreeMap<String, Integer> roles = new TreeMap<>();
  private final TreeMap<String, OperatorKey> keys = new TreeMap<>();

  static boolean isName(final String name) {
    return !name.isEmpty()
        && name.length() <= NAME_LENGTH_MAX
        && name.chars().allMatch(c -> c > ' ' && c < 0x7F)
        && !name.equals(CONFIGURATION);
  }

  /** Roles of an operator; 0: there is no such operator. */
  int roles(final String name) {
    return roles.getOrDefault(name, 0);
  }

  void put(final String name, final int newRoles) {
    roles.put(name, newRoles);
  }

  /** Forgets an operator and all of its keys. */
  void remove(final String name) {
    roles.remove(name);
    keys.values().removeIf(key -> key.operator.equals(name));
  }

  OperatorKey key(final String accessKeyId) {
    return keys.get(accessKeyId);
  }

  void putKey(final String accessKeyId, final OperatorKey key) {
    keys.put(accessKeyId, key);
  }

  boolean removeKey(final String accessKeyId) {
    return keys.remove(accessKeyId) != null;
  }

  /** Whether the key is the operator's and has not expired. */
  boolean isValid(final String name, final String accessKeyId, final long nowNanos) {
    final OperatorKey key = keys.get(accessKeyId);
    return roles.containsKey(name)
        && key != null
        && key.operator.equals(name)
        && key.key.isValid(nowNanos);
  }

  boolean isFull() {
    return roles.size() >= OPERATORS_MAX;
  }

  boolean isFullOfKeys() {
    return keys.size() >= KEYS_MAX;
  }

  SortedMap<String, Integer> all() {
    return roles;
  }

  SortedMap<String, OperatorKey> allKeys() {
    return keys;
  }
}
