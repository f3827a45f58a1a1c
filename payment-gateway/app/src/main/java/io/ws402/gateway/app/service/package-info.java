/** What every program of the kind answers: health, probes, metrics, keys, its own contract. */
@NullMarked
package io.ws402.gateway.app.service;

import org.jspecify.annotations.NullMarked;
