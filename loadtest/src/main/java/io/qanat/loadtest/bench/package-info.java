/** JMH benchmarks of cores. They measure, and decide nothing; nothing depends on them. */
package io.qanat.loadtest.bench;
