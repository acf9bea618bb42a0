/** Many streams at once, some of which take nothing: are the others on time, and memory bounded? */
package io.qanat.loadtest.subscribers;
