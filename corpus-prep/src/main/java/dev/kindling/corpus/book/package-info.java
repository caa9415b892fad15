/**
 * Turns the plain text of a printed book, as Project Gutenberg and scanning projects give it, into
 * chapters of clean paragraphs: without licence, credits, page furniture and marks of italics, with
 * wrapped lines and split words joined, verse and tables kept. It uses the JDK alone, and never
 * imports a reader of files.
 */
package dev.kindling.corpus.book;
