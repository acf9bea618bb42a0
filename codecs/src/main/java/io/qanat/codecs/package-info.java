/**
 * What both sides of every wire share: channels and streams here, and in the packages below it the
 * codecs generated from the SBE schemas, fixed-point values, frame checks and the proof of logon.
 *
 * <p>Depends on the JDK, Agrona and the Aeron client only.
 */
package io.qanat.codecs;
