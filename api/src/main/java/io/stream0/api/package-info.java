/** HTTP for agents: authenticate, validate, publish, wait for the outcome, answer. */
@NullMarked
package io.stream0.api;

import org.jspecify.annotations.NullMarked;
