package io.qanat.administration.core;

import io.qanat.codecs.entity.ApprovalRule;

/**
 * Who may do an act, and when it takes two.
 *
 * @param roles any of these, as bits of {@link Roles}
 * @param threshold with ABOVE: amounts above it take two; Fixed8, not negative
 */
public record Rule(int roles, ApprovalRule approval, long threshold) {}
