/**
 * One member of the log: media driver, archive, consensus module and log service in this process,
 * on one data directory.
 *
 * <p>{@link io.qanat.log.node.LogNode} starts and stops it. What it keeps is in {@code
 * io.qanat.log.store}; who talks to it is in {@code io.qanat.log.client}.
 */
package io.qanat.log.node;
