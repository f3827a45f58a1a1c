/** The command line: what it takes, what it says, and its exit codes. */
@NullMarked
package io.ws402.gateway.app.cli;

import org.jspecify.annotations.NullMarked;
