/** The command line. */
@NullMarked
package io.ws402.chaos.cli;

import org.jspecify.annotations.NullMarked;
