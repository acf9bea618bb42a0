/**
 * A certification: plays a partner against a hub, case by case, byte by byte. It speaks the wire
 * protocol itself rather than through the client library, since a certification must also say what
 * no client would.
 */
package io.qanat.loadtest.conform;
