package io.qanat.loadtest.conform;

/** Stops a partner and all its accounts, as an operator does. */
@FunctionalInterface
public interface KillSwitch {
  /** Throws it and returns when the partner has decided; its accounts hear of it from then on. */
  void set(boolean on);
}
