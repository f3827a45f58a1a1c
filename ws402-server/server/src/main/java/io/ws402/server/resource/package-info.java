/** What is sold: the API by which a program serves paying sessions, and two resources to try it with. */
@NullMarked
package io.ws402.server.resource;

import org.jspecify.annotations.NullMarked;
