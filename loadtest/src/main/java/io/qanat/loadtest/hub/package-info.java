/** The hub that a load test speaks to: its own, inside this process, or one that runs already. */
package io.qanat.loadtest.hub;
