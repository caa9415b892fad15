/**
 * The report of a corpus: what became of its records, with samples of what each rule dropped or
 * changed, lengths, languages, duplicates and times, on one page ({@link
 * dev.kindling.jobs.page.Page}). It reads the tables and manifests of the records and corpus stages
 * and changes none of them.
 */
package dev.kindling.jobs.corpus.report;
