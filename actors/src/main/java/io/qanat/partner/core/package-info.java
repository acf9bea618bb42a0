/**
 * The partner: its keys, its accounts, what they may trade and on what terms.
 *
 * <p>It is not a hop of any order: every change is pushed to its accounts as AccountTerms, whole
 * and numbered. {@code PartnerCore} dispatches and pushes, {@code Keys} decides logons, {@code
 * TermsChecks} says what is wrong with an operator's figures. Like every core it sees only the JDK,
 * Agrona's buffers, the codecs and other cores.
 */
package io.qanat.partner.core;
