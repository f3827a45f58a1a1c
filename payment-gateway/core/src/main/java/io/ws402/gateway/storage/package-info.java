/** The gateway's database: the embedded PostgreSQL, the connection to it, and its migrations. */
@NullMarked
package io.ws402.gateway.storage;

import org.jspecify.annotations.NullMarked;
