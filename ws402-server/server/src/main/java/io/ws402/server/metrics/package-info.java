/** What a server counts and times, under the names its dashboards know. */
@NullMarked
package io.ws402.server.metrics;

import org.jspecify.annotations.NullMarked;
