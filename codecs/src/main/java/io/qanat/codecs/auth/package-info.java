/** How a client proves that it holds an API secret. Depends on the JDK only. */
package io.qanat.codecs.auth;
