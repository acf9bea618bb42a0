/**
 * Recorded sessions: the file a span of the log is exported to, and what can be done with it
 * without a hub: read it, cut it, prove it, replay it. The file's layout is {@code session.xml} in
 * the codecs; {@code hub/SESSIONS.md} says how it is used.
 *
 * <p>Single-threaded unless said otherwise; no clock decides anything here.
 */
package io.qanat.session;
