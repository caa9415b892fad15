/**
 * Report pages as single HTML files: {@link dev.kindling.jobs.page.Page} puts headline, charts,
 * bars, tables and samples one under another. What is shown comes from the caller; every text is
 * escaped here ({@link dev.kindling.jobs.page.Markup}). Never reads a file, never imports a stage.
 */
package dev.kindling.jobs.page;
