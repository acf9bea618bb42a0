/** Clients, real-data feeds and benchmarks that speak to a hub over the wire. */
package io.qanat.loadtest;
