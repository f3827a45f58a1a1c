/** What the gateway costs beside the database that it rests on: payments verified, readings recorded. */
@NullMarked
package io.ws402.bench.durable;

import org.jspecify.annotations.NullMarked;
