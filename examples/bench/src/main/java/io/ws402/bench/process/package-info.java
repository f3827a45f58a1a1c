/** Programs under measurement: each a process of its own, on cores of its own, told what to do over a line. */
@NullMarked
package io.ws402.bench.process;

import org.jspecify.annotations.NullMarked;
