/** What {@code qanat.jar} can be told to do. */
package io.qanat.hub.commands;
