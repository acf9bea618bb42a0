/**
 * Recorded NASDAQ order flow in the format of LOBSTER (lobsterdata.com): reading it, turning it
 * into orders of a hub, and holding the hub's book against the recorded one.
 *
 * <p>Knows nothing of transports: {@link io.qanat.loadtest.lobster.LobsterReplay} plans operations,
 * the caller carries them out and reports what came back.
 */
package io.qanat.loadtest.lobster;
