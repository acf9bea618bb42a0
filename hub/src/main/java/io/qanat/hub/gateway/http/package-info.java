/**
 * The HTTP interface: {@link io.qanat.hub.gateway.http.HttpGateway} takes requests through
 * authentication, budget and {@link io.qanat.hub.gateway.http.Operation} to a handler, and every
 * failure to an answer in problem+json. A feature adds its operations with an {@link
 * io.qanat.hub.gateway.http.HttpModule}. What belongs to a partner is reached through its {@link
 * io.qanat.hub.gateway.http.PartnerScope} only.
 *
 * <p>It translates: what may happen is decided by the cores.
 */
package io.qanat.hub.gateway.http;
