/**
 * Instruments, partners, accounts and keys as code: read from configuration, sent to the entities
 * as administrative inputs. Sending the same again changes nothing.
 */
package io.qanat.hub.provisioning;
