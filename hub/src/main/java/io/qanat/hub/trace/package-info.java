/** From a request to what it did: its entries of the log, and what followed from them. */
package io.qanat.hub.trace;
