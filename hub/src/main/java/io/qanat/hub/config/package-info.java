/** What several parts of the hub are configured with: idle strategies and ports. */
package io.qanat.hub.config;
