/** What belongs to a history, and what does not. */
@NullMarked
package io.ws402.chaos.schedule;

import org.jspecify.annotations.NullMarked;
