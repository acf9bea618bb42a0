/**
 * The demonstration: a whole hub and the participants that trade on it through its public Aeron
 * interface, with what a person sees of it.
 */
package io.qanat.hub.demo;
