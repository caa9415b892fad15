/**
 * Carries slices between the tasks of one stage: contributions to the owners of slices, updates
 * back to all. Uses Aeron, with an authentication code on every frame. Never imports the arithmetic
 * of rounds: what a payload means is its sender's and receiver's business.
 */
package dev.kindling.train.aeron;
