/** The few statements that belong to the HTTP interface itself, and what a failed statement means to a caller. */
@NullMarked
package io.ws402.gateway.app.storage;

import org.jspecify.annotations.NullMarked;
