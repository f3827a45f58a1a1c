/** What must hold after every step, whatever happened. */
@NullMarked
package io.ws402.chaos.rule;

import org.jspecify.annotations.NullMarked;
