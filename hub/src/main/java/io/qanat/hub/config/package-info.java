/** How parts of the hub read their settings: every bad value is named, with what is allowed. */
package io.qanat.hub.config;
