/**
 * Recorded sessions for people: the commands {@code session …}, what they print, replays that are
 * served, regression tests. What a session is and how it is proved and replayed is in {@code
 * io.qanat.session}.
 */
package io.qanat.hub.session;
