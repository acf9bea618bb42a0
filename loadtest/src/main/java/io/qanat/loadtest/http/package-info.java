/** Orders over HTTP at a fixed rate. */
package io.qanat.loadtest.http;
