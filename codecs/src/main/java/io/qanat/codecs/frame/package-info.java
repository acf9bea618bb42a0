/**
 * Guards every decoder: says of any bytes whether they are a whole message of a schema, before a
 * field of them is read. The layouts are read from the schemas in this jar when first used; the
 * checks themselves allocate nothing and may be used by any thread.
 */
package io.qanat.codecs.frame;
