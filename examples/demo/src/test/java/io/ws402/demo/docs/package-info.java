/** Holds documents to the source tree they speak of. */
@NullMarked
package io.ws402.demo.docs;

import org.jspecify.annotations.NullMarked;
