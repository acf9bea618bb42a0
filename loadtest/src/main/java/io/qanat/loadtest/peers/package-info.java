/**
 * The book beside other Java books: one thread, one process, the same streams. It decides nothing;
 * nothing depends on it.
 */
package io.qanat.loadtest.peers;
