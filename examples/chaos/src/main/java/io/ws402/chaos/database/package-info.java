/** A real PostgreSQL under simulated time, whose every statement is scheduled and may fail. */
@NullMarked
package io.ws402.chaos.database;

import org.jspecify.annotations.NullMarked;
