/** Fixed-point values of the wire. Depends on the JDK only. */
package io.qanat.codecs.value;
