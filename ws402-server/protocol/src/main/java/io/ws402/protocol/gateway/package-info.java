/** The payment gateway's HTTP API: every request and answer as a record with its JSON form, used by both of its sides. */
@NullMarked
package io.ws402.protocol.gateway;

import org.jspecify.annotations.NullMarked;
