@NullMarked
package io.ws402.bench.socket;

import org.jspecify.annotations.NullMarked;
