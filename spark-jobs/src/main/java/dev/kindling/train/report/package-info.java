/**
 * The report of a run: turns metrics, evaluation, manifests and timings of a work folder into one
 * self-contained HTML page with inline SVG charts. It uses Jackson to read and plain string
 * building to write; every text that comes from data is escaped in one place ({@link
 * dev.kindling.train.report.Markup}). It never trains, and never writes scripts or external links
 * into a page.
 */
package dev.kindling.train.report;
