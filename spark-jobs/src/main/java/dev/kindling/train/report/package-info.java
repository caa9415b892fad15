/**
 * The report of a run: gathers metrics, evaluation, manifests and timings of a work folder and puts
 * them on one page ({@link dev.kindling.jobs.page.Page}). It never trains, and never writes HTML of
 * its own.
 */
package dev.kindling.train.report;
