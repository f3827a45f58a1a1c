/** Leases over HTTP: checkpoints, releases, resumes, and what a session looks like. */
@NullMarked
package io.ws402.gateway.app.session;

import org.jspecify.annotations.NullMarked;
