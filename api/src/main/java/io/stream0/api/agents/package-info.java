/** Agents: register, list, get, delete. */
@NullMarked
package io.stream0.api.agents;

import org.jspecify.annotations.NullMarked;
