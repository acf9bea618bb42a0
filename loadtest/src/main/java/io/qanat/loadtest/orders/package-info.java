/** Open-loop order load, and the proof afterwards that nothing acknowledged was lost. */
package io.qanat.loadtest.orders;
