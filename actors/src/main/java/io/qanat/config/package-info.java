/**
 * Reading configuration into validated records: a bad value names its key, itself, and what is
 * allowed.
 */
package io.qanat.config;
