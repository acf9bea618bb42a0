/** Follows a hub's streams from outside, as a partner does. Knows the wire only. */
package io.qanat.hub.watch;
