/**
 * A deterministic simulator: runners of entities, their log and their transport under one seeded
 * scheduler with virtual time and faults. Equal seeds give equal runs.
 */
package io.qanat.sim;
