/**
 * Proofs over a consistent cut of the log: that history repeats itself, and that the money and the
 * positions of all entities together balance.
 */
package io.qanat.audit;
