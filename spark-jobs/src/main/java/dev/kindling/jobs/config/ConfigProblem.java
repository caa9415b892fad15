package dev.kindling.jobs.config;

/**
 * One thing that is wrong with a config.
 *
 * @param key dotted path, such as {@code examples.bert.sequence-length}
 * @param text value and rule, as shown after the key
 * @param line 1-based line in the file, 0 where it has none
 */
public record ConfigProblem(String key, String text, int line) {}
