/**
 * Brings a running hub to what files say, over HTTP with an operator's key: reads both, shows the
 * difference field by field, and applies it. The files are read as the node's own setup is.
 */
package io.qanat.hub.apply;
