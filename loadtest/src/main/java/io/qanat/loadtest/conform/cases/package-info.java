/** The cases, grouped by the section of the protocol document that they hold a hub to. */
package io.qanat.loadtest.conform.cases;
