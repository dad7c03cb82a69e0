package io.stream0.api.caller;

import org.jspecify.annotations.Nullable;

/**
 * Who wants a key.
 *
 * @param holder null for somebody who has none yet
 */
public record Applicant(@Nullable KeyHolder holder) {}
