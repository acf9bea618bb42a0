/** Bootstrap and commands of the hub. */
package io.qanat.hub;
