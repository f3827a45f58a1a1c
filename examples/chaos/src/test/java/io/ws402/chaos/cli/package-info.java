/** The command line, run as people and programs run it. */
@NullMarked
package io.ws402.chaos.cli;

import org.jspecify.annotations.NullMarked;
