/** What a statement's wait inside PostgreSQL is taken for. */
@NullMarked
package io.ws402.chaos.database;

import org.jspecify.annotations.NullMarked;
