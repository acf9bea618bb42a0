/** What a run measured, for people and as JSON. */
package io.qanat.loadtest.report;
