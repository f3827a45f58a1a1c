/** The OpenAPI document, and what it says of a request, compiled: no dependency on routes or features. */
@NullMarked
package io.ws402.gateway.app.contract;

import org.jspecify.annotations.NullMarked;
