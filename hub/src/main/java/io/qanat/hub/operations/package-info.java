/** What an operator needs to know of a machine and a hub. */
package io.qanat.hub.operations;
