/** A whole client in about sixty lines, to read and to start from. */
package io.qanat.client.example;
