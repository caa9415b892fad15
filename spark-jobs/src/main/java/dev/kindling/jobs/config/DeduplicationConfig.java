package dev.kindling.jobs.config;

/**
 * Which duplicates go, in the order in which they are looked for. Of documents that are duplicates
 * of each other the longest stays, then the one with the smallest id.
 *
 * @param urls documents of the same web address
 * @param exact documents of the same text
 * @param near documents of almost the same text; null: not looked for
 * @param paragraphs paragraphs that the corpus holds elsewhere; null: not looked for
 * @param lines lines that the corpus holds elsewhere; null: not looked for
 */
public record DeduplicationConfig(
    @Default("false") boolean urls,
    @Default("true") boolean exact,
    @Derived("off") NearDuplicatesConfig near,
    @Derived("off") RepeatedTextConfig paragraphs,
    @Derived("off") RepeatedTextConfig lines) {}
