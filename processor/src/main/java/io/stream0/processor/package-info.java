/**
 * Folds the topics into inboxes and threads, and answers for them. Rows in stores are facts: each
 * is written once, a function of one record and of what came before it in the log, so whoever
 * writes it, however late or often, writes the same.
 */
@NullMarked
package io.stream0.processor;

import org.jspecify.annotations.NullMarked;
