/**
 * Administration over HTTP: acts from JSON, answers, definitions and the audit trail as JSON, keys
 * checked against what the cores keep. Nothing is decided here but who a caller is; whether an
 * operator may do something is the administration's word.
 */
package io.qanat.hub.administration;
