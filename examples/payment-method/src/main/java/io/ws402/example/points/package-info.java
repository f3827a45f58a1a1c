/** Payment in the points of a bank that is reached over HTTP: a complete small payment method, to learn from. */
@NullMarked
package io.ws402.example.points;

import org.jspecify.annotations.NullMarked;
