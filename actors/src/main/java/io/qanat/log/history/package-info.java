/**
 * The log's own recording, read from its files without a running log and without changing anything:
 * for exports. Sees Aeron's file formats and the log's store, nothing of the runtime.
 */
package io.qanat.log.history;
