/** A WS402 payer: fetches a schema, pays, streams, survives lost connections, ends, and sees its refund through. */
@NullMarked
package io.ws402.demo.client;

import org.jspecify.annotations.NullMarked;
