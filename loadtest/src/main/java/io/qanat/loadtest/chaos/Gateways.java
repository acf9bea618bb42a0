package io.qanat.loadtest.chaos;

import io.qanat.client.OrderEntrySettings;

/** Where clients may log on. */
interface Gateways {
  /** How many; numbered from 1. */
  int count();

  /** Puts the address of one into a client's settings. */
  void select(int gateway, OrderEntrySettings settings);
}
