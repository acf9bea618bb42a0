/**
 * A hub of several nodes in processes of their own, disturbed on a seeded schedule while clients
 * trade, and a checker that holds what the clients were told against what the log holds. Speaks to
 * nodes over their public interfaces only; reads the log of stopped members.
 */
package io.qanat.loadtest.chaos;
