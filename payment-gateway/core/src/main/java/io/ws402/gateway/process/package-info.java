/** Child processes that end with the process that started them, however that one ends. */
@NullMarked
package io.ws402.gateway.process;

import org.jspecify.annotations.NullMarked;
