/** A gateway to test against: real HTTP, real PostgreSQL, and every answer held against the contract. */
@NullMarked
package io.ws402.gateway.app.testing;

import org.jspecify.annotations.NullMarked;
