/**
 * Turns the parameter vectors of several workers into one. It uses the JDK alone, its Vector API
 * included, and works on flat vectors or any slice of them. It never imports Spark, a transport or
 * the network.
 */
package dev.kindling.model.averaging;
