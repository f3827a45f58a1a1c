/** Resources that are handed out over HTTP while a session is open: a file, or another HTTP service. */
@NullMarked
package io.ws402.server.resource.http;

import org.jspecify.annotations.NullMarked;
