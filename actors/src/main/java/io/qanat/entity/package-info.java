/**
 * The generic actor that runs any core: window, apply, append, release, recovery, channels.
 *
 * <p>{@code EntityRunner} holds that logic without Pekko or Aeron, so that the simulator drives the
 * same code; {@code EntityActor} puts it on a mailbox.
 */
package io.qanat.entity;
