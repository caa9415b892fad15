/**
 * Clusters of real processes for tests: started, disturbed and stopped by them. Knows Spark's
 * daemons and the build's Spark home, and nothing of Kindling's own code.
 */
package dev.kindling.cluster;
