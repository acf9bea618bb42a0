/**
 * The administration: one entity to which every act of an operator goes first.
 *
 * <pre>
 *  AdminInput(AdminAct) ─▶ administration ── AdminCommand ──▶ partner, account or instrument
 *                            │  ▲                                 │
 *                            │  └───────── AdminOutcome ──────────┘  result, before, after
 *                            ▼
 *                       audit trail, AdminActReply
 * </pre>
 *
 * {@code AdministrationCore} decides whether an operator may do it and whether it takes two; {@code
 * Operators}, {@code Rules}, {@code Proposals}, {@code AuditTrail} and {@code AnsweredActs} are
 * what it knows. {@code Administered} is the other end of the channel, inside the cores that are
 * administered. It sees only the JDK, Agrona's buffers, the codecs and other cores.
 */
package io.qanat.administration.core;
